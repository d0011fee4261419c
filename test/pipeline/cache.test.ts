import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { PipelineError, type PipelineErrorCode } from "../../src/errors.js";
import { Readiness } from "../../src/http/readiness.js";
import { fetchToCache } from "../../src/pipeline/cache.js";
import { buildHub, type Location, parseLocation } from "../../src/pipeline/hub.js";
import { buildLogProgress } from "../../src/pipeline/log-progress.js";
import { FakeHub, SIGNATURE } from "../support/fake-hub.js";
import { type RecordingEffects, recordingEffects } from "../support/recording-effects.js";

const ROOT = join(import.meta.dirname, "../..");
const TOKEN = "hf_a-token-that-nobody-may-see";
const QUICK = { retries: 1, firstPauseMs: 1, longestPauseMs: 2 };
const COMMIT = "c4a9fa360a0c8351e71f3ede04dd165995fab68c";

let hub: FakeHub;
let folder: string;
let effects: RecordingEffects;

beforeEach(async () => {
  hub = await FakeHub.start();
  folder = await mkdtemp(join(tmpdir(), "cache-"));
  effects = recordingEffects();
});

afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true, force: true });
});

function putPlain(text: string): Location {
  hub.files.set("/files/x.parquet", { content: Buffer.from(text), storage: "plain" });
  return parseLocation(`${hub.endpoint}/files/x.parquet?key=secret`, buildHub(hub.endpoint));
}

function putLinked(text: string, revision = "main"): Location {
  const content = Buffer.from(text);
  hub.files.set(`/datasets/org/repo/resolve/${revision}/x.parquet`, { content, storage: "lfs" });
  return parseLocation(`hf://datasets/org/repo@${revision}/x.parquet`, buildHub(hub.endpoint));
}

async function fetchText(location: Location): Promise<string> {
  return await readFile(await fetchToCache(location, folder, effects, QUICK), "utf8");
}

async function codeOf(promise: Promise<unknown>): Promise<PipelineErrorCode> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof PipelineError) return error.code;
  throw error;
}

describe("the cache", () => {
  it("downloads a file under its own name, in a folder that tells nothing of the address", async () => {
    const path = await fetchToCache(putPlain("one"), folder, effects, QUICK);
    expect(path).toMatch(/\/[0-9a-f]{16}\/x\.parquet$/);
    expect(await readFile(path, "utf8")).toBe("one");
    const manifest = await readFile(join(path, "../manifest.json"), "utf8");
    expect(JSON.parse(manifest).files["x.parquet"].provenance).toBe(`${hub.endpoint}/files/x.parquet`);
    expect(manifest).not.toContain("secret");
  });

  it("asks by ETag whether the copy is still right, and fetches no byte then", async () => {
    const location = putPlain("one");
    await fetchText(location);
    expect(await fetchText(location)).toBe("one");
    expect(hub.seen.map(({ status, sentBytes }) => [status, sentBytes])).toEqual([
      [200, 3],
      [304, 0],
    ]);
    expect(hub.seen[1].headers["if-none-match"]).toMatch(/^"v-/);
  });

  it("knows a large file of the hub by the answer that leads to it", async () => {
    const location = putLinked("one");
    await fetchText(location);
    expect(await fetchText(location)).toBe("one");
    expect(hub.to("store")).toHaveLength(1);
  });

  it("fetches a file that has changed", async () => {
    for (const put of [putPlain, putLinked]) {
      expect(await fetchText(put("one"))).toBe("one");
      expect(await fetchText(put("another"))).toBe("another");
      expect(await fetchText(put("another"))).toBe("another");
    }
  });

  it("asks nothing for a file of a commit", async () => {
    const location = putLinked("one", COMMIT);
    await fetchText(location);
    hub.seen.length = 0;
    expect(await fetchText(location)).toBe("one");
    expect(hub.seen).toEqual([]);
  });

  it("keeps two addresses apart", async () => {
    const first = await fetchToCache(putPlain("one"), folder, effects, QUICK);
    const second = await fetchToCache(putLinked("two"), folder, effects, QUICK);
    expect([await readFile(first, "utf8"), await readFile(second, "utf8")]).toEqual(["one", "two"]);
  });

  it("gives the copy of an earlier start, with a warning, when the server is out of reach", async () => {
    const location = putPlain("one");
    await fetchText(location);
    await hub.stop();
    expect(await fetchText(location)).toBe("one");
    expect(effects.notes.at(-1)).toMatch(/refuses connections; the copy of an earlier start is served$/);
    expect(effects.notes.join()).not.toContain("secret");
  });

  it("gives it too when the server fails, but not when it refuses or has no such file", async () => {
    const location = putPlain("one");
    await fetchText(location);
    hub.faults.hub.push({ kind: "status", status: 500 }, { kind: "status", status: 500 });
    expect(await fetchText(location)).toBe("one");
    hub.faults.hub.push({ kind: "status", status: 403 });
    expect(await codeOf(fetchText(location))).toBe("source-refused");
    hub.files.clear();
    expect(await codeOf(fetchText(location))).toBe("source-missing");
  });

  it("does not give a damaged copy", async () => {
    const location = putPlain("one");
    const path = await fetchToCache(location, folder, effects, QUICK);
    await writeFile(path, "oen");
    expect(await fetchText(location)).toBe("one");
    await writeFile(path, "oen");
    await hub.stop();
    expect(await codeOf(fetchText(location))).toBe("download-failed");
  });

  it("has nothing to give at a first start without a network", async () => {
    const location = putPlain("one");
    await hub.stop();
    expect(await codeOf(fetchText(location))).toBe("download-failed");
    expect(effects.notes.join()).not.toContain("earlier start");
  });

  it("says where it may not write", async () => {
    await writeFile(join(folder, "file"), "");
    const fetched = fetchToCache(putPlain("one"), join(folder, "file"), effects, QUICK);
    expect(await codeOf(fetched)).toBe("cannot-write");
  });
});

describe("the log of a download", () => {
  it("has a line at the start, at every tenth, at the end, and for every trouble", () => {
    const lines: string[] = [];
    const progress = buildLogProgress({
      info: (details, message) => void lines.push(`${message} ${JSON.stringify(details)}`),
      warn: (message) => void lines.push(`warning: ${message}`),
    });
    const task = progress.begin("x.parquet", 100, "bytes");
    for (const amount of [5, 5, 1, 29, 60]) task.advance(amount);
    progress.note("trouble");
    task.end();
    expect(lines).toEqual([
      'begun {"label":"x.parquet","total":100,"unit":"bytes"}',
      '10% {"label":"x.parquet","done":10,"total":100,"unit":"bytes"}',
      '40% {"label":"x.parquet","done":40,"total":100,"unit":"bytes"}',
      "warning: trouble",
      'done {"label":"x.parquet","done":100,"unit":"bytes"}',
    ]);
  });
});

describe("the settings of a remote source", () => {
  it("leave addresses as they are and start paths at the project's folder", () => {
    const { sources, cacheFolder, hub } = readConfig({
      EVALUATIONS_PATH: "hf://datasets/org/repo/x.parquet",
      COMPARISONS_PATH: "data/x.pkl",
      HF_ENDPOINT: " ",
    });
    expect(sources).toEqual({
      evaluations: "hf://datasets/org/repo/x.parquet",
      comparisons: join(ROOT, "data/x.pkl"),
    });
    expect(cacheFolder).toBe(join(ROOT, ".cache"));
    expect(hub).toEqual({ endpoint: "https://huggingface.co", token: "" });
  });

  it("let the readiness say what is waited for", () => {
    const readiness = new Readiness();
    expect(() => readiness.get()).toThrow("The data files are being read");
    readiness.waitFor("The server is downloading x.parquet; try again shortly.");
    expect(() => readiness.get()).toThrow("downloading x.parquet");
    readiness.waitFor();
    expect(() => readiness.get()).toThrow("The data files are being read");
  });
});

describe("the server over remote sources", () => {
  const DEADLINE_MS = 45_000;
  const EVALUATIONS = "mean_eval_melted.parquet";
  const COMPARISONS = "combined_plotting_data_matched.pkl";
  let child: ChildProcess | null = null;
  let output = "";

  afterEach(async () => {
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    }
    child = null;
  });

  async function putShipped(token?: string): Promise<void> {
    const content = (name: string) => readFile(join(ROOT, "initial_data", name));
    const guard = token === undefined ? {} : { token };
    hub.files.set(`/datasets/org/repo/resolve/v1/served/${EVALUATIONS}`, {
      content: await content(EVALUATIONS),
      storage: "lfs",
      ...guard,
    });
    hub.files.set(`/files/${COMPARISONS}`, { content: await content(COMPARISONS), storage: "plain" });
  }

  /** Starts dist/server.js; its port is in its log. */
  function start(environment: Record<string, string> = {}): ChildProcess {
    const entry = join(ROOT, "dist/server.js");
    if (!existsSync(entry)) throw new Error("dist/server.js is missing: run `npm run build` first");
    output = "";
    child = spawn(process.execPath, [entry], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOST: "127.0.0.1",
        PORT: "0",
        CACHE_DIR: folder,
        HF_ENDPOINT: hub.endpoint,
        EVALUATIONS_PATH: `hf://datasets/org/repo@v1/served/${EVALUATIONS}`,
        COMPARISONS_PATH: `${hub.endpoint}/files/${COMPARISONS}`,
        ...environment,
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (bytes: Buffer) => {
        output += bytes.toString();
      });
    }
    return child;
  }

  /** Waits until `find` gives something; fails when the server ends first, or after a while. */
  async function until<T>(find: () => T | null | undefined | Promise<T | null | undefined>): Promise<T> {
    const deadlineMs = performance.now() + DEADLINE_MS;
    while (performance.now() < deadlineMs) {
      const found = await find();
      if (found !== null && found !== undefined) return found;
      if (child?.exitCode !== null) throw new Error(`the server ended: ${output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`waited in vain: ${output}`);
  }

  async function askHealth(): Promise<{ status: number; body: string }> {
    const address = await until(
      () => /http:\/\/127\.0\.0\.1:\d+/.exec(output.replaceAll(hub.endpoint, ""))?.[0],
    );
    const response = await fetch(`${address}/api/health`);
    return { status: response.status, body: await response.text() };
  }

  async function untilReady(): Promise<void> {
    await until(async () => ((await askHealth()).status === 200 ? true : null));
  }

  async function partSize(): Promise<number> {
    const names = await readdir(folder, { recursive: true });
    const part = names.find((name) => name.endsWith(".part"));
    return part === undefined ? 0 : (await stat(join(folder, part))).size;
  }

  async function endOf(server: ChildProcess): Promise<number | null> {
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
    return server.exitCode;
  }

  it("says that it is downloading, then serves, and the next start fetches no byte", async () => {
    await putShipped(TOKEN);
    hub.faults.store.push({ kind: "stall", afterBytes: 1_000_000 });
    start({ HF_TOKEN: TOKEN });
    await until(() => (hub.to("store").length > 0 ? true : null));
    const { status, body } = await askHealth();
    expect(status).toBe(503);
    expect(body).toContain(`The server is downloading ${EVALUATIONS}`);
    await until(async () => ((await partSize()) > 0 ? true : null));
    child?.kill("SIGKILL");
    if (child !== null) await endOf(child);
    const names = await readdir(folder, { recursive: true });
    expect(names.filter((name) => name.endsWith(EVALUATIONS))).toEqual([]);
    // The next start goes on with what has arrived.
    start({ HF_TOKEN: TOKEN });
    await untilReady();
    expect(hub.to("store")[1].headers.range).toMatch(/^bytes=\d+-$/);
    expect(hub.to("store")[1].status).toBe(206);
    expect(output).not.toMatch(new RegExp(`${TOKEN}|${SIGNATURE}`));
    child?.kill("SIGTERM");
    if (child !== null) expect(await endOf(child)).toBe(0);
    hub.seen.length = 0;
    start({ HF_TOKEN: TOKEN });
    await untilReady();
    expect(hub.seen.map((each) => [each.status, each.sentBytes])).toEqual([
      [302, 0],
      [304, 0],
    ]);
  });

  it.each([
    [{ HF_TOKEN: "hf_wrong" }, /hf:\/\/datasets\/org\/repo@v1\/.*: may not be read .*; set HF_TOKEN to/],
    [
      { EVALUATIONS_PATH: "hf://datasets/org/repo@v1/none.parquet" },
      /no such file.*; correct the repository/,
    ],
    [{ EVALUATIONS_PATH: "hf://org/repo/x.parquet" }, /does not name a dataset's file; give a path/],
    [{ EVALUATIONS_PATH: "http://files.example/x.parquet" }, /is not https:\/\//],
    [{ HF_TOKEN: "hf_one hf_two" }, /^HF_TOKEN: has characters that a token cannot have/],
    [{ HF_TOKEN: TOKEN, CACHE_DIR: "/dev/null/cache" }, /cannot be written/],
  ])("ends with code 1 and one line for %j", async (environment, line) => {
    await putShipped(TOKEN);
    const server = start({ LOG_LEVEL: "silent", ...environment });
    expect(await endOf(server)).toBe(1);
    await until(() => (output.endsWith("\n") ? true : null));
    expect(output.trimEnd().split("\n")).toHaveLength(1);
    expect(output).toMatch(line);
    expect(output).not.toMatch(/hf_one|hf_two|hf_wrong|nobody-may-see/);
  });

  it("starts without a network from the copies of an earlier start", async () => {
    await putShipped();
    start();
    await untilReady();
    child?.kill("SIGTERM");
    if (child !== null) await endOf(child);
    await hub.stop();
    start();
    await untilReady();
    expect(output.match(/the copy of an earlier start is served/g)).toHaveLength(2);
  });
});
