/** The built program as a process: `npm run build` comes before these tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { Agent, createServer as createHttpServer, get as httpGet, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { STARTUP_ERRORS, type StartupErrorCode } from "../src/errors.js";
import { RawSocket, splitResponses, until } from "./support/raw-socket.js";
import { DATA, HEALTH, type LogLine, ROOT, type RowsBody } from "./support/served-app.js";
import { ServerProcess } from "./support/server-process.js";
import { SHIPPED_PATHS } from "./support/shipped-data.js";
import {
  MELTED_ROWS,
  makeFolder,
  writeComparisons,
  writeLongMelted,
  writeMelted,
} from "./support/small-files.js";

const PICKLES = join(ROOT, "test/fixtures/pickle");
/** The response to be stalled: all rows of a file that is long enough for it. */
const LONG = `${DATA}?metric=pile-valppl`;
const LONG_ROW_COUNT = 100_000;

let folder: string;
let remove: () => Promise<void>;
let smallParquet: string;
let smallComparisons: string;
let started: ServerProcess[] = [];

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  smallParquet = await writeMelted(join(folder, "melted.parquet"), MELTED_ROWS);
  smallComparisons = await writeComparisons(join(folder, "comparisons.parquet"));
});

afterEach(async () => {
  await Promise.all(started.map((server) => server.end()));
  started = [];
});

afterAll(() => remove());

const environment = () => ({
  PATH: process.env.PATH ?? "",
  HOME: folder,
  HOST: "127.0.0.1",
  PORT: "0",
  PREPARED_PATH: "/nowhere/prepared.bin",
});
const SMALL = () => ({ EVALUATIONS_PATH: smallParquet, COMPARISONS_PATH: smallComparisons });

/** The script `start` as it is, beside the build that is there: to build here would pull it from under other tests. */
async function startByNpm(settings: Readonly<Record<string, string>>) {
  const place = await mkdtemp(join(folder, "npm-"));
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  await writeFile(
    join(place, "package.json"),
    JSON.stringify({ name: "start", scripts: { start: scripts.start } }),
  );
  await symlink(join(ROOT, "dist"), join(place, "dist"));
  // Detached for a process group of its own, as a terminal has one for what runs in it.
  const npm = spawn("npm", ["start"], {
    cwd: place,
    env: { ...environment(), ...SMALL(), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  // From the start: it may end while a test still reads what the server sent.
  const ended = once(npm, "close");
  onTestFinished(() => {
    try {
      process.kill(-(npm.pid as number), "SIGKILL");
    } catch {
      // It has ended.
    }
  });
  let text = "";
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on("data", (chunk) => {
      text += chunk;
    });
  }
  await until(
    () => text.includes('"msg":"ready"'),
    () => `it is ready; output: ${text}`,
  );
  const port = Number(/Server listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
  return { npm, ended, output: () => text, port };
}

/** Starts over small files, which load at once. */
function start(settings: Readonly<Record<string, string>> = {}): ServerProcess {
  const paths = { EVALUATIONS_PATH: smallParquet, COMPARISONS_PATH: smallComparisons };
  const server = new ServerProcess({ ...paths, ...settings });
  started.push(server);
  return server;
}

function getResponse(port: number, path: string, agent: Agent | false = false): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpGet({ port, host: "127.0.0.1", path, agent }, resolve).on("error", reject);
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function getJson(port: number, path: string) {
  const response = await getResponse(port, path);
  return { status: response.statusCode, body: JSON.parse(await readBody(response)) };
}

/** Asserts exit code 1 and one line on standard error: subject, what is wrong, cure. */
async function expectRefusal(
  server: ServerProcess,
  code: StartupErrorCode,
  subject: string,
  problem: RegExp,
) {
  expect(await server.exitCode(), server.stderr).toBe(1);
  expect(server.stderr.split("\n"), server.stderr).toHaveLength(2);
  expect(server.stderr.endsWith(`; ${STARTUP_ERRORS[code]}\n`), server.stderr).toBe(true);
  expect(server.stderr.startsWith(`${subject}: `), server.stderr).toBe(true);
  expect(server.stderr).toMatch(problem);
  expect(server.log.some(({ msg }) => msg === "ready")).toBe(false);
}

/** An address from which a file comes only once it is released. */
async function holdFile(path: string) {
  const bytes = await readFile(path);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createHttpServer(async (request, response) => {
    await released;
    response.setHeader("content-length", bytes.length).end(request.method === "HEAD" ? undefined : bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/melted.parquet`, release };
}

const HAS_IPV6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ family }) => family === "IPv6"),
);

describe("a start", () => {
  it.skipIf(!HAS_IPV6)("is reached over IPv4 and IPv6 where HOST is :: (skipped without IPv6)", async () => {
    const server = start({ HOST: "::" });
    const port = await server.port();
    await server.line("ready");
    for (const host of ["127.0.0.1", "[::1]"]) {
      const response = await fetch(`http://${host}:${port}${DATA}?metric=pile-valppl`);
      expect(response.status, host).toBe(200);
      expect(((await response.json()) as RowsBody).data.length, host).toBeGreaterThan(0);
    }
  });

  it.skipIf(!HAS_IPV6)("is reached over IPv6 alone where HOST is ::1 (skipped without IPv6)", async () => {
    const server = start({ HOST: "::1" });
    const port = await server.port();
    await server.line("ready");
    expect((await fetch(`http://[::1]:${port}${HEALTH}`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}${HEALTH}`)).rejects.toThrow();
  });

  it("returns 503 until the data is loaded and 200 from then on", async () => {
    const file = await holdFile(smallParquet);
    const server = start({ EVALUATIONS_PATH: file.url, CACHE_DIR: join(folder, "held") });
    const port = await server.port();
    const early = await getResponse(port, HEALTH);
    expect(early.statusCode).toBe(503);
    expect(early.headers["retry-after"]).toBe("2");
    expect(JSON.parse(await readBody(early)).type).toBe("urn:datadecide:problem:not-ready");
    expect((await getJson(port, `${DATA}?limit=1`)).status).toBe(503);
    file.release();
    await server.line("ready");
    expect((await getJson(port, HEALTH)).status).toBe(200);
    expect((await getJson(port, `${DATA}?limit=1`)).status).toBe(200);
  });
});

describe("a start over the shipped data", () => {
  it("serves it, logs in JSON, and stops on SIGTERM", async () => {
    const { evaluations, comparisons } = SHIPPED_PATHS;
    const server = start({ EVALUATIONS_PATH: evaluations, COMPARISONS_PATH: comparisons });
    const port = await server.port();
    await server.line("ready");
    const { status, body } = await getJson(port, HEALTH);
    expect(status).toBe(200);
    expect(body.datasets.evaluations).toEqual({ rows: 1787286, provenance: "synthetic stand-in" });
    expect(await server.line("evaluations loaded")).toMatchObject({
      rows: 1787286,
      provenance: "synthetic stand-in",
    });
    expect(await server.line("comparisons loaded")).toMatchObject({ rows: 149, columns: 923 });

    // A download in flight at the signal is finished; what is idle or new does not hold the end up.
    const agent = new Agent({ keepAlive: true });
    await readBody(await getResponse(port, HEALTH, agent));
    const silent = new RawSocket(port);
    const idle = new RawSocket(port);
    idle.write(`GET ${HEALTH} HTTP/1.1\r\nHost: test\r\n\r\n`);
    await idle.until(() => idle.text.includes('"ok"'), "it has a response");
    const download = await getResponse(port, `${DATA}?limit=400000`, agent);
    await new Promise((resolve) => download.once("readable", resolve));
    server.signal("SIGTERM");
    await server.line("stopping: no new connections, responses under way may finish");
    await idle.until(() => idle.isClosed, "an unused connection is closed");
    await expect(getResponse(port, HEALTH)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(server.isOver).toBe(false);
    const text = await readBody(download);
    expect(download.complete).toBe(true);
    expect((JSON.parse(text) as RowsBody).data).toHaveLength(400_000);
    await silent.until(() => silent.isClosed, "the silent connection is closed");
    expect(await server.exitCode()).toBe(0);
    expect(server.stderr).toBe("");
    const messages = server.log.map(({ msg }) => msg);
    expect(messages.at(-1)).toBe("stopped");
    expect(server.log.find(({ rows, method }) => method === "GET" && rows === 400_000)).toMatchObject({
      level: 30,
      msg: "answered",
      status: 200,
    });
    agent.destroy();
  });
});

describe("a start over other files", () => {
  it.each([
    ["127.0.0.1", "http://127.0.0.1"],
    ["0.0.0.0", "http://localhost"],
    ["::", "http://localhost"],
  ])("on HOST=%s logs where the page is: %s", async (HOST, address) => {
    const server = start({ HOST });
    const port = await server.port();
    expect(await server.line("the explorer is at this address")).toMatchObject({
      level: 30,
      url: `${address}:${port}/`,
    });
  });

  it("serves files that no manifest lists, with a warning that names their hashes, and logs each request", async () => {
    const server = start();
    const port = await server.port();
    await server.line("ready");
    const warnings = server.log.filter(({ msg }) => msg.startsWith("the file is not in the manifest"));
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(warnings).toEqual([
      expect.objectContaining({ level: 40, path: smallParquet, sha256 }),
      expect.objectContaining({ level: 40, path: smallComparisons, sha256 }),
    ]);
    const { status, body } = await getJson(port, `${DATA}?metric=pile-valppl&params=4M&data=C4`);
    expect(status).toBe(200);
    expect(body.meta.provenance).toBe("unlisted file");
    expect(body.data.map(({ step, value }: { step: number; value: number }) => [step, value])).toEqual([
      [0, 100],
      [1250, 99],
      [5000, 98],
    ]);

    // One line for each request, with all that is needed to find it again.
    const response = await getResponse(port, `${DATA}?limit=3`);
    await readBody(response);
    await getJson(port, "/nowhere");
    const lines = () => server.log.filter(({ msg }) => msg === "answered");
    await until(() => lines().length === 3, "all lines are there");
    expect(lines()[1]).toMatchObject({
      level: 30,
      reqId: response.headers["x-request-id"],
      method: "GET",
      url: `${DATA}?limit=3`,
      status: 200,
      rows: 3,
      bytes: expect.any(Number),
      ms: expect.any(Number),
    });
    expect(lines()[2]).toMatchObject({ method: "GET", url: "/nowhere", status: 404, rows: null });
  });

  it("returns no rows on the routes with fixed filters if a file lacks their values", async () => {
    const rows = MELTED_ROWS.filter(({ data, step }) => data === "C4" && step !== 5000);
    const server = start({ EVALUATIONS_PATH: await writeMelted(join(folder, "c4.parquet"), rows) });
    const port = await server.port();
    await server.line("ready");
    for (const path of [`${DATA}/small`, `${DATA}/small?step__gte=0`, `${DATA}/unmelted`]) {
      const { status, body } = await getJson(port, path);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.meta.total).toBe(0);
      expect(body.data).toEqual([]);
    }
  });

  it("logs nothing below the level of LOG_LEVEL", async () => {
    const server = start({ LOG_LEVEL: "warn" });
    const messages = () => server.log.map(({ msg }) => msg);
    await server.line("the file is not in the manifest beside it; it is served as an unlisted file");
    server.signal("SIGTERM");
    expect(await server.exitCode()).toBe(0);
    expect(server.log.map(({ level }) => level)).not.toContain(30);
    expect(messages().length).toBeGreaterThan(1);
  });
});

describe("a start that is refused exits with 1 and one line that names the thing, the fault and the cure", () => {
  it("for a file that is missing, whatever characters its name has", async () => {
    const path = join(folder, "missing\nwith a line break.pkl");
    const subject = path.replace("\n", " ");
    await expectRefusal(
      start({ COMPARISONS_PATH: path }),
      "file-missing",
      `COMPARISONS_PATH ${subject}`,
      /: is not there; /,
    );
  });

  it("for a folder in the place of a file, with another cure than the fault", async () => {
    const server = start({ EVALUATIONS_PATH: folder });
    await expectRefusal(server, "not-a-file", `EVALUATIONS_PATH ${folder}`, /: is a folder; set the path to/);
  });

  it("for one file under both settings, naming both", async () => {
    const path = join(folder, "nowhere");
    const subject = `EVALUATIONS_PATH and COMPARISONS_PATH ${path}`;
    const server = start({ EVALUATIONS_PATH: path, COMPARISONS_PATH: path });
    await expectRefusal(server, "file-missing", subject, /: is not there; /);
  });

  it("for a pickle that would run a command, which is not run", async () => {
    const path = join(PICKLES, "hostile-call-os-system/input.pkl");
    await expectRefusal(
      start({ COMPARISONS_PATH: path }),
      "refused-pickle",
      `COMPARISONS_PATH ${path}`,
      /: it would call os\.system; /,
    );
  });

  it("for a setting that is not usable, before it listens", async () => {
    const server = start({ PORT: "80a" });
    const problem = /"80a" is not usable, it must be a whole number from 0 to 65535/;
    await expectRefusal(server, "bad-setting", "PORT", problem);
    expect(server.log).toEqual([]);
  });

  it("for an address that is not this machine's", async () => {
    const server = start({ HOST: "192.0.2.77", PORT: "8099" });
    await expectRefusal(
      server,
      "address-unavailable",
      "HOST 192.0.2.77, PORT 8099",
      /cannot be listened on \(.+\)/,
    );
  });

  it("for a port that is in use", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const server = start({ PORT: String(port) });
      await expectRefusal(server, "address-in-use", `PORT ${port}`, /: another process listens there; /);
    } finally {
      other.close();
    }
  });
});

describe("a stop", () => {
  let longParquet: string;

  beforeAll(async () => {
    longParquet = await writeLongMelted(join(folder, "long.parquet"), LONG_ROW_COUNT);
  });

  /** A server with a response that its client has stopped reading. */
  async function startStalled(settings: Readonly<Record<string, string>>) {
    const server = start({ EVALUATIONS_PATH: longParquet, ...settings });
    const port = await server.port();
    await server.line("ready");
    const client = new RawSocket(port);
    client.write(`GET ${LONG} HTTP/1.1\r\nHost: test\r\n\r\n`.repeat(2));
    await client.until(() => client.receivedBytes > 0, "the response begins");
    client.socket.pause();
    return { server, client };
  }

  /** Both responses that were requested have their line. */
  function expectCutLines(log: readonly LogLine[]): void {
    const lines = log.filter(({ url }) => url === LONG);
    expect(lines.map(({ msg }) => msg)).toEqual(Array(2).fill("cut off by the shutdown"));
  }

  it("on SIGINT finishes the responses under way, then exits with 0", async () => {
    const { server, client } = await startStalled({});
    server.signal("SIGINT");
    expect(await server.line("stopping: no new connections, responses under way may finish")).toMatchObject({
      signal: "SIGINT",
    });
    client.socket.resume();
    const responses = splitResponses(await client.readToEnd());
    expect(responses.length).toBeGreaterThan(0);
    for (const { status, body } of responses) {
      expect(status).toBe(200);
      expect((JSON.parse(body) as RowsBody).data).toHaveLength(LONG_ROW_COUNT);
    }
    expect(await server.exitCode()).toBe(0);
    expect(server.log.at(-1)?.msg).toBe("stopped");
    expect(server.stderr).toBe("");
  });

  it("that takes longer than the grace time cuts the responses off, logs that and exits with 1", async () => {
    const { server, client } = await startStalled({ SHUTDOWN_GRACE_SECONDS: "1" });
    server.signal("SIGTERM");
    expect(await server.exitCode()).toBe(1);
    const line = await server.line("responses under way exceeded the grace time and were cut off");
    expect(line).toMatchObject({ level: 50, shutdownGraceMs: 1000 });
    expectCutLines(server.log);
    expect(server.stderr).toBe("");
    client.socket.destroy();
  });

  it("that is requested twice does not wait", async () => {
    const { server, client } = await startStalled({ SHUTDOWN_GRACE_SECONDS: "3600" });
    server.signal("SIGTERM");
    await server.line("stopping: no new connections, responses under way may finish");
    server.signal("SIGINT");
    expect(await server.exitCode()).toBe(1);
    const line = await server.line("responses under way were cut off by a second signal");
    expect(line).toMatchObject({ level: 50, signal: "SIGINT" });
    expectCutLines(server.log);
    client.socket.destroy();
  });

  it("by Ctrl-C under npm counts once, though npm passes on what the terminal has sent already", async () => {
    const { npm, ended, output, port } = await startByNpm({ EVALUATIONS_PATH: longParquet });
    const client = new RawSocket(port);
    client.write(`GET ${LONG} HTTP/1.1\r\nHost: test\r\n\r\n`);
    await client.until(() => client.receivedBytes > 0, "the answer begins");
    client.socket.pause();
    process.kill(-(npm.pid as number), "SIGINT");
    await until(
      () => output().includes('"stopping: '),
      () => `it stops; output: ${output()}`,
    );
    // A cut would come with the second signal.
    await new Promise((resolve) => setTimeout(resolve, 200));
    client.socket.resume();
    const [{ body }] = splitResponses(await client.readToEnd());
    expect((JSON.parse(body) as RowsBody).data).toHaveLength(LONG_ROW_COUNT);
    expect(await ended).toEqual([0, null]);
    expect(output()).not.toContain("cut off");
  });

  it("by SIGTERM to npm stops the server, and npm ends after it", async () => {
    const { npm, ended, output } = await startByNpm({});
    npm.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(output()).toContain('"msg":"stopped"');
  });

  it("ends with 0 where the log could not be written, after one line", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [join(ROOT, "dist/server.js")], {
      env: { ...environment(), ...SMALL() },
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    onTestFinished(() => void child.kill("SIGKILL"));
    let stderr = "";
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    const hasLine = () => stderr.includes("\n");
    await until(hasLine, () => "it prints a line");
    expect(stderr).toBe(
      "standard output: cannot be written, so the server goes on without its log (ENOSPC: no space left on device, write); free space there, or send it somewhere else\n",
    );
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  it.each([
    ["a start that fails", { EVALUATIONS_PATH: "/nowhere" }, 1],
    ["a stop", {}, 0],
  ])("ends %s too where the reader of the log has left", async (_, given, code) => {
    const child = spawn(process.execPath, [join(ROOT, "dist/server.js")], {
      env: { ...environment(), ...SMALL(), ...given },
      stdio: ["ignore", "pipe", "ignore"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = once(child, "close");
    if (code === 0) {
      let stdout = "";
      child.stdout.on("data", (text) => {
        stdout += text;
      });
      const isReady = () => stdout.includes('"msg":"ready"');
      await until(isReady, () => `it is ready; output: ${stdout}`);
    }
    child.stdout.destroy();
    if (code === 0) child.kill("SIGTERM");
    expect(await ended).toEqual([code, null]);
  });

  it("while the data is loading exits with 0", async () => {
    const { url } = await holdFile(smallParquet);
    const server = start({ EVALUATIONS_PATH: url, CACHE_DIR: join(folder, "never") });
    await server.port();
    server.signal("SIGTERM");
    expect(await server.exitCode()).toBe(0);
    expect(server.log.at(-1)?.msg).toBe("stopped");
    expect(server.log.some(({ msg }) => msg === "ready")).toBe(false);
    expect(server.stderr).toBe("");
  });

  it("without any connection exits with 0 at once", async () => {
    const server = start();
    await server.line("ready");
    server.signal("SIGTERM");
    expect(await server.exitCode()).toBe(0);
  });
});
