import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { DatasetStore } from "../../src/engines/dataset-store.js";
import { PipelineError, type PipelineErrorCode } from "../../src/errors.js";
import { fetchToCache } from "../../src/pipeline/cache.js";
import { buildHub, type Location, parseLocation } from "../../src/pipeline/hub.js";
import { buildLogProgress } from "../../src/pipeline/log-progress.js";
import { buildFetch } from "../../src/pipeline/proxied-fetch.js";
import { parseServedSources } from "../../src/pipeline/served-sources.js";
import { FakeHub } from "../support/fake-hub.js";
import { type RecordingEffects, recordingEffects } from "../support/recording-effects.js";

const ROOT = join(import.meta.dirname, "../..");
const QUICK = { retries: 1, minDelayMs: 1, maxDelayMs: 2 };
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
  return await readFile(await fetchToCache(location, folder, effects, { retryPolicy: QUICK }), "utf8");
}

async function codeOf(promise: Promise<unknown>): Promise<PipelineErrorCode> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof PipelineError) return error.code;
  throw error;
}

describe("the cache", () => {
  it("downloads a file under its own name, in a folder whose name does not reveal the address", async () => {
    const path = await fetchToCache(putPlain("one"), folder, effects, { retryPolicy: QUICK });
    expect(path).toMatch(/\/[0-9a-f]{16}\/x\.parquet$/);
    expect(await readFile(path, "utf8")).toBe("one");
    const manifest = await readFile(join(path, "../manifest.json"), "utf8");
    expect(JSON.parse(manifest).files["x.parquet"].provenance).toBe(`${hub.endpoint}/…/x.parquet`);
    expect(manifest).not.toContain("secret");
  });

  it("checks by ETag whether the copy is current, and fetches no byte then", async () => {
    const location = putPlain("one");
    await fetchText(location);
    expect(await fetchText(location)).toBe("one");
    expect(hub.seen.map(({ status, sentBytes }) => [status, sentBytes])).toEqual([
      [200, 3],
      [304, 0],
    ]);
    expect(hub.seen[1].headers["if-none-match"]).toMatch(/^"v-/);
  });

  it("identifies a large file of the hub by the redirect to it", async () => {
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

  it("requests nothing for a file of a commit", async () => {
    const location = putLinked("one", COMMIT);
    await fetchText(location);
    hub.seen.length = 0;
    expect(await fetchText(location)).toBe("one");
    expect(hub.seen).toEqual([]);
  });

  it("keeps two addresses apart", async () => {
    const first = await fetchToCache(putPlain("one"), folder, effects, { retryPolicy: QUICK });
    const second = await fetchToCache(putLinked("two"), folder, effects, { retryPolicy: QUICK });
    expect([await readFile(first, "utf8"), await readFile(second, "utf8")]).toEqual(["one", "two"]);
  });

  it("gives the copy of an earlier start, with a warning, when the server is unreachable", async () => {
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
    const path = await fetchToCache(location, folder, effects, { retryPolicy: QUICK });
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

  /** Takes what begins with "good". */
  const check = async (path: string) =>
    (await readFile(path, "utf8")).startsWith("good") ? null : "is nothing good";

  it.each([["plain", putPlain] as const, ["hub", putLinked] as const])(
    "keeps the copy of an earlier start when a %s source sends something else with 200",
    async (_, put) => {
      const fetchChecked = (location: Location) =>
        fetchToCache(location, folder, effects, { retryPolicy: QUICK, check });
      const path = await fetchChecked(put("good, one"));
      const before = await readFile(join(path, "../manifest.json"), "utf8");
      const error = await fetchChecked(put("<html>")).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "source-unusable", problem: "is nothing good" });
      expect((error as PipelineError).subject).toBe(put("<html>").name);
      expect((error as PipelineError).message).not.toContain("secret");
      expect(await readFile(path, "utf8")).toBe("good, one");
      expect(await readFile(join(path, "../manifest.json"), "utf8")).toBe(before);
      expect(await readdir(join(path, ".."))).toEqual(["manifest.json", "x.parquet"]);
      const location = put("<html>");
      await hub.stop();
      expect(await fetchChecked(location)).toBe(path);
      expect(effects.notes.at(-1)).toMatch(/the copy of an earlier start is served$/);
    },
  );

  it("takes the next content that is right", async () => {
    const fetchChecked = (location: Location) =>
      fetchToCache(location, folder, effects, { retryPolicy: QUICK, check });
    await fetchChecked(putPlain("good, one"));
    await fetchChecked(putPlain("<html>")).catch(() => undefined);
    expect(await readFile(await fetchChecked(putPlain("good, two")), "utf8")).toBe("good, two");
  });

  it("starts a download anew whose resumed copy is not right", async () => {
    const location = putPlain("good, and long enough to be cut off");
    hub.faults.hub.push({ kind: "drop", afterBytes: 5 });
    // What has arrived is exchanged for the beginning of something else.
    const options = { retryPolicy: { ...QUICK, retries: 0 }, check };
    await fetchToCache(location, folder, effects, options).catch(() => undefined);
    const part = (await readdir(folder, { recursive: true })).find((name) => name.endsWith(".part")) ?? "";
    await writeFile(join(folder, part), "evil,");
    const path = await fetchToCache(location, folder, effects, { ...options, retryPolicy: QUICK });
    expect(await readFile(path, "utf8")).toBe("good, and long enough to be cut off");
  });

  it("recognises a copy by a manifest with a byte-order mark and its hash in capitals", async () => {
    const location = putLinked("one", COMMIT);
    const path = await fetchToCache(location, folder, effects, { retryPolicy: QUICK });
    const manifest = join(path, "../manifest.json");
    const text = await readFile(manifest, "utf8");
    await writeFile(
      manifest,
      `\uFEFF${text.replace(/(?<="sha256": ")[0-9a-f]+/, (hex) => hex.toUpperCase())}`,
    );
    hub.seen.length = 0;
    expect(await fetchText(location)).toBe("one");
    expect(hub.seen).toEqual([]);
  });

  it("gives the copy of an earlier start when the proxy is unreachable", async () => {
    const location = putPlain("one");
    await fetchText(location);
    const behindProxy = { ...effects, fetch: buildFetch({ HTTP_PROXY: "http://127.0.0.1:1" }) };
    const path = await fetchToCache(location, folder, behindProxy, { retryPolicy: QUICK });
    expect(await readFile(path, "utf8")).toBe("one");
    expect(effects.notes.at(-1)).toMatch(
      /cannot be downloaded, the proxy 127\.0\.0\.1:1 refuses connections; the copy of an earlier start is served$/,
    );
  });

  it("names the folder that is not writable", async () => {
    await writeFile(join(folder, "file"), "");
    const fetched = fetchToCache(putPlain("one"), join(folder, "file"), effects, { retryPolicy: QUICK });
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

  it.each([
    [
      { EVALUATIONS_PATH: "hf://models/x" },
      "EVALUATIONS_PATH hf://models/x: does not name a dataset's file; give a path, an https:// address without credentials, or hf://datasets/{org}/{repo}[@revision]/{path}",
    ],
    [{ COMPARISONS_PATH: "https://" }, /^COMPARISONS_PATH: is not a URL; give a path, /],
    [
      { COMPARISONS_PATH: "file:///data/x.pkl" },
      /^COMPARISONS_PATH: is a file:\/\/ address instead of a plain path; give a path, /,
    ],
    [
      { EVALUATIONS_PATH: "http://files.example/x.parquet" },
      /^EVALUATIONS_PATH http:\/\/files.example\/x.parquet: is not https:\/\//,
    ],
    [{ HF_ENDPOINT: "hub" }, /^HF_ENDPOINT: is not a URL; set HF_ENDPOINT to an https:\/\/ address/],
  ])("are named in what is wrong with them: %j", (environment, message) => {
    expect(() => parseServedSources(readConfig(environment))).toThrow(message);
  });

  it("let the store give the reason why there is no data yet", () => {
    const store = new DatasetStore(0);
    expect(() => store.get()).toThrow("The data files are being read");
    store.setReason("The server is downloading x.parquet; try again shortly.");
    expect(() => store.get()).toThrow("downloading x.parquet");
    store.setReason();
    expect(() => store.get()).toThrow("The data files are being read");
  });
});
