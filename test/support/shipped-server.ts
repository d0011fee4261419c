/**
 * The built server over the shipped files, in a process of its own as a reader of the documentation would start it. The
 * tests of documents, examples and the page share it: `inject("shippedOrigin")` is where it listens.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Scheme, host and port of the server over the shipped files. */
    readonly shippedOrigin: string;
  }
}

const PROGRAM = join(import.meta.dirname, "../../dist/server.js");
/** Only to end a hang. */
const START_MS = 600_000;
const STOP_MS = 60_000;

/** Starts dist/server.js on a free port of the loopback address; resolves when its data is loaded. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(PROGRAM)) throw new Error("dist/server.js is missing: run `npm run build` first");
  const port = await findFreePort();
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_LEVEL: "silent",
      PREPARED_PATH: "/nowhere/prepared.bin",
    },
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async () => {
    await end(child);
    process.off("exit", kill);
  };
  try {
    await waitUntilReady(child, `http://127.0.0.1:${port}/api/health`);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("shippedOrigin", `http://127.0.0.1:${port}`);
  return stop;
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  const deadlineMs = performance.now() + START_MS;
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server was not ready after ${START_MS} ms`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(timer);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
