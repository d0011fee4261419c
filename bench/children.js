/** Child processes of the benchmark: started one way, and ended however the run ends. */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
/** What the Dockerfile sets and a start by hand does not. */
const IMAGE_ENVIRONMENT = { NODE_ENV: "production", MALLOC_MMAP_THRESHOLD_: "1048576" };
const START_MS = 60_000;
const POLL_MS = 5;
const children = new Set();

process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/**
 * Starts dist/server.js with its defaults but the port, loopback, and what `environment` adds; its log is thrown away
 * by the system. Resolves when it is ready, with the milliseconds that took.
 */
export async function startServer(environment = {}) {
  const port = await findFreePort();
  return startProgram(process.execPath, ["dist/server.js"], {
    port,
    healthPath: "/api/health",
    environment: { ...IMAGE_ENVIRONMENT, HOST: "127.0.0.1", PORT: String(port), ...environment },
  });
}

/** Starts any server and resolves once `healthPath` answers 200. */
export async function startProgram(command, words, { port, healthPath, environment = {}, cwd = ROOT }) {
  const startMs = performance.now();
  const child = spawn(command, words, {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...environment },
  });
  track(child);
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilHealthy(child, `${origin}${healthPath}`);
  return { child, origin, startMs: performance.now() - startMs };
}

/** Starts a script of this folder that says `{ port, … }` once it has been sent what it needs and listens. */
export async function startScript(script, content, words = []) {
  const child = fork(join(import.meta.dirname, script), words, {
    serialization: "advanced",
    execArgv: ["--expose-gc"],
  });
  track(child);
  child.send(content);
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`${script} ended with code ${code}`);
  });
  const said = once(child, "message", { signal: AbortSignal.timeout(START_MS) });
  const [{ port, ...facts }] = await Promise.race([said, gone]);
  gone.catch(() => {});
  return { child, origin: `http://127.0.0.1:${port}`, ...facts };
}

/** Ends a child and waits until it has gone. */
export async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(timer);
}

export async function findFreePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function track(child) {
  children.add(child);
  child.once("exit", () => children.delete(child));
}

async function waitUntilHealthy(child, url) {
  const deadlineMs = performance.now() + START_MS;
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    if (await answersWell(url)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${url} did not answer well within ${START_MS} ms`);
}

function answersWell(url) {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
