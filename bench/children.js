/** Child processes of the benchmark: started one way, and ended however the run ends. */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const START_MS = 60_000;
const POLL_MS = 50;
const children = new Set();

process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** Starts dist/server.js with its defaults but the port, quiet logs and loopback; resolves when it is ready. */
export async function startServer() {
  const port = await findFreePort();
  const child = spawn(process.execPath, ["dist/server.js"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), LOG_LEVEL: "warn" },
  });
  track(child);
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilHealthy(child, `${origin}/api/health`);
  return { child, origin };
}

/** Starts a script of this folder that says `{ port, … }` once it has been sent what it needs and listens. */
export async function startBaseline(script, content) {
  const child = fork(join(import.meta.dirname, script), {
    serialization: "advanced",
    execArgv: ["--expose-gc"],
  });
  track(child);
  child.send(content);
  const [{ port, ...facts }] = await once(child, "message", { signal: AbortSignal.timeout(START_MS) });
  return { child, origin: `http://127.0.0.1:${port}`, ...facts };
}

/** Runs a script of this folder in a fresh process and resolves to the one message it sends. */
export async function runOnce(script) {
  const child = fork(join(import.meta.dirname, script), { execArgv: [] });
  track(child);
  const [message] = await once(child, "message", { signal: AbortSignal.timeout(START_MS) });
  await stop({ child });
  return message;
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

function track(child) {
  children.add(child);
  child.once("exit", () => children.delete(child));
}

async function waitUntilHealthy(child, url) {
  const deadlineMs = performance.now() + START_MS;
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const isOk = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isOk) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`the server was not ready after ${START_MS} ms`);
}

async function findFreePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
