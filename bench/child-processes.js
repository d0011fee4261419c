/** The child processes of the benchmarks: servers and scripts. All of them end with the benchmark, however it ends. */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
/** The Dockerfile sets these; a start by hand does not. */
const IMAGE_ENVIRONMENT = { NODE_ENV: "production", MALLOC_MMAP_THRESHOLD_: "1048576" };
/** Only stops a hang: a start takes seconds. */
const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 5_000;
const POLL_INTERVAL_MS = 5;
const children = new Set();

process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/**
 * Starts dist/server.js on a free loopback port, with its default settings apart from `environment`. Its log goes to
 * /dev/null. Resolves when it is healthy; `startMs` is the time from the start of the process until then.
 */
export async function startServer(environment = {}) {
  const port = await findFreePort();
  return startProgram(process.execPath, ["dist/server.js"], {
    port,
    healthPath: "/api/health",
    environment: { ...IMAGE_ENVIRONMENT, HOST: "127.0.0.1", PORT: String(port), ...environment },
  });
}

/** Starts any server, and resolves when `healthPath` is answered with 200. */
export async function startProgram(command, args, { port, healthPath, environment = {}, cwd = ROOT }) {
  const startMs = performance.now();
  const child = spawn(command, args, {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...environment },
  });
  track(child);
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilHealthy(child, `${origin}${healthPath}`);
  return { child, origin, startMs: performance.now() - startMs };
}

/**
 * Starts a script of this folder and sends it `message`. Resolves to what the script sends back when it is ready; a
 * `port` in it becomes an `origin`. `startMs` is the time from the start of the process until then.
 */
export async function startScript(script, message, args = []) {
  const startMs = performance.now();
  const child = fork(join(import.meta.dirname, script), args, {
    serialization: "advanced",
    execArgv: ["--expose-gc"],
  });
  track(child);
  child.send(message);
  const exited = once(child, "exit").then(([code]) => {
    throw new Error(`${script} ended with code ${code}`);
  });
  const ready = once(child, "message", { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  const [{ port, ...rest }] = await Promise.race([ready, exited]);
  exited.catch(() => {});
  return { child, origin: `http://127.0.0.1:${port}`, startMs: performance.now() - startMs, ...rest };
}

/** Stops a child and resolves when it has exited. */
export async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exited;
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
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    if (await isHealthy(url)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
  throw new Error(`${url} was not answered with 200 within ${START_TIMEOUT_MS} ms`);
}

function isHealthy(url) {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
