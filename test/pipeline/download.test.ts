import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PipelineError, type PipelineErrorCode } from "../../src/errors.js";
import { downloadSources } from "../../src/pipeline/download.js";
import { type DownloadedFile, downloadFile, type Patience } from "../../src/pipeline/download-file.js";
import { buildHub, type Location, parseLocation } from "../../src/pipeline/hub.js";
import { listSources, placeOf } from "../../src/pipeline/sources.js";
import { type FakeFile, FakeHub, SIGNATURE, sha256Of } from "../support/fake-hub.js";
import { type RecordingEffects, recordingEffects } from "../support/recording-effects.js";

const TOKEN = "hf_a-token-that-nobody-may-see";
const ADDRESS = "hf://datasets/org/repo/data/train.parquet";
const PATH = "/datasets/org/repo/resolve/main/data/train.parquet";
const CONTENT = contentOf(3_000_000, 7);
const QUICK: Partial<Patience> = { retries: 3, firstPauseMs: 1, longestPauseMs: 5, longestWishMs: 5 };

let hub: FakeHub;
let folder: string;
let target: string;
let effects: RecordingEffects;

beforeEach(async () => {
  hub = await FakeHub.start();
  folder = await mkdtemp(join(tmpdir(), "download-"));
  target = join(folder, "data", "train.parquet");
  effects = recordingEffects();
});

afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Bytes in which every place is recognised. */
function contentOf(length: number, seed: number): Buffer {
  const content = Buffer.alloc(length);
  for (let at = 0; at < length; at++) content[at] = (at * seed + (at >> 8)) & 255;
  return content;
}

function put(content = CONTENT, storage: FakeFile["storage"] = "lfs", token?: string): void {
  hub.files.set(PATH, { content, storage, ...(token === undefined ? {} : { token }) });
}

function locate(address = ADDRESS, token?: string): Location {
  return parseLocation(address, buildHub(hub.endpoint, token));
}

function download(
  location = locate(),
  patience: Partial<Patience> = {},
  knownEtag?: string,
): Promise<DownloadedFile> {
  const request = { location, target, patience: { ...QUICK, ...patience } };
  return downloadFile(knownEtag === undefined ? request : { ...request, knownEtag }, effects);
}

async function failure(promise: Promise<unknown>): Promise<{ code: PipelineErrorCode; message: string }> {
  const error = await promise.then(
    () => new Error("nothing failed"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PipelineError)) throw error;
  expect(error.message).not.toContain("\n");
  expect([error.message, ...effects.notes].join("\n")).not.toMatch(new RegExp(`${TOKEN}|${SIGNATURE}`));
  return { code: error.code, message: error.message };
}

/** The files below the test's folder. */
async function filesThere(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function partSize(): Promise<number> {
  return (await readFile(`${target}.part`)).length;
}

describe("a download", () => {
  it("brings a large file whole, over the redirect to the store", async () => {
    put();
    const downloaded = await download();
    expect(downloaded).toMatchObject({
      isNew: true,
      file: { sizeBytes: CONTENT.length, commit: hub.commit, checksum: { kind: "sha256" } },
      content: { sizeBytes: CONTENT.length, sha256: sha256Of(CONTENT) },
    });
    expect(CONTENT.equals(await readFile(target))).toBe(true);
    expect(await filesThere()).toEqual(["train.parquet"]);
    expect(hub.seen.map(({ origin, status }) => [origin, status])).toEqual([
      ["hub", 302],
      ["store", 200],
    ]);
  });

  it("tells the bytes and their total", async () => {
    put();
    await download();
    expect(effects.tasks).toEqual([{ label: "train.parquet", total: CONTENT.length, done: CONTENT.length }]);
  });

  it("brings a small file, checked against git's name for it", async () => {
    put(Buffer.from("a small file"), "git");
    const { file } = await download();
    expect(file.checksum?.kind).toBe("git-blob-sha1");
    expect(await readFile(target, "utf8")).toBe("a small file");
  });

  it("brings an empty file", async () => {
    put(Buffer.alloc(0), "git");
    await download();
    expect(await readFile(target, "utf8")).toBe("");
  });

  it("sends the token to the hub and not to the store", async () => {
    put(CONTENT, "lfs", TOKEN);
    await download(locate(ADDRESS, TOKEN));
    expect(hub.to("hub")[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(hub.to("store")[0].headers).not.toHaveProperty("authorization");
  });

  it.each([301, 302, 303, 307, 308])(
    "follows a relative redirect with %d and keeps the token",
    async (status) => {
      put(CONTENT, "lfs", TOKEN);
      hub.faults.hub.push({ kind: "redirect", status, target: PATH });
      await download(locate("hf://datasets/org/old-name/data/train.parquet", TOKEN));
      expect(hub.to("hub").map(({ headers }) => headers.authorization)).toEqual([
        `Bearer ${TOKEN}`,
        `Bearer ${TOKEN}`,
      ]);
    },
  );

  it("follows no circle and no redirect to an address without encryption", async () => {
    put();
    const circle = { kind: "redirect", status: 302, target: PATH } as const;
    hub.faults.hub.push(...Array(20).fill(circle));
    expect((await failure(download())).message).toContain("redirected in a circle");
    hub.faults.hub.length = 0;
    hub.faults.hub.push({ kind: "redirect", status: 302, target: "http://files.example/x" });
    expect((await failure(download())).message).toContain("without encryption");
  });

  it("replaces an older copy only at the end", async () => {
    await mkdir(dirname(target));
    await writeFile(target, "the older copy");
    put();
    hub.faults.store.push({ kind: "garble" });
    expect((await failure(download())).code).toBe("download-damaged");
    expect(await readFile(target, "utf8")).toBe("the older copy");
    await download();
    expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
  });
});

describe("a download that was cut off", () => {
  it("goes on with the rest after a dropped connection", async () => {
    put();
    hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 });
    await download();
    const [first, second] = hub.to("store");
    const offset = Number(/^bytes=(\d+)-$/.exec(second.headers.range ?? "")?.[1]);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(first.sentBytes);
    expect(second).toMatchObject({ status: 206, sentBytes: CONTENT.length - offset });
    expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
    expect(effects.notes[0]).toMatch(/^hf:.*closed the connection; trying again$/);
  });

  it("is gone on with by a later run", async () => {
    put();
    hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 });
    const { code, message } = await failure(download(locate(), { retries: 0 }));
    expect(code).toBe("download-failed");
    expect(message).toContain("closed the connection");
    const arrived = await partSize();
    expect((await filesThere()).sort()).toEqual(["train.parquet.part", "train.parquet.part.json"]);
    await download();
    expect(hub.to("store")[1].sentBytes).toBe(CONTENT.length - arrived);
    expect(effects.tasks.at(-1)).toMatchObject({ total: CONTENT.length, done: CONTENT.length });
    expect(await filesThere()).toEqual(["train.parquet"]);
  });

  it("goes on with a plain server's file under the condition that it is the same", async () => {
    put(CONTENT, "plain");
    hub.faults.hub.push({ kind: "drop", afterBytes: 2_000_000 });
    await download(locate(`${hub.endpoint}${PATH}`));
    const [, second] = hub.to("hub");
    expect(second.headers["if-range"]).toMatch(/^"v-/);
    expect(second.status).toBe(206);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
  });

  it("starts again when the content has changed meanwhile", async () => {
    for (const storage of ["lfs", "plain"] as const) {
      put(CONTENT, storage);
      const location = storage === "lfs" ? locate() : locate(`${hub.endpoint}${PATH}`);
      hub.faults[storage === "lfs" ? "store" : "hub"].push({ kind: "drop", afterBytes: 2_000_000 });
      await failure(download(location, { retries: 0 }));
      const changed = contentOf(2_500_000, 11);
      put(changed, storage);
      await download(location);
      expect(hub.seen.at(-1)).toMatchObject({ status: 200, sentBytes: changed.length });
      expect(changed.equals(await readFile(target))).toBe(true);
    }
  });

  it("starts again where the server ignores ranges", async () => {
    put();
    hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 }, { kind: "ignore-range" });
    await download();
    expect(hub.to("store").map(({ status }) => status)).toEqual([200, 200]);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
  });

  it("is not gone on with where the part belongs to another address or its note is broken", async () => {
    put();
    for (const note of [JSON.stringify({ name: "hf://datasets/org/other/x", etag: '"1"' }), "{", "null"]) {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(`${target}.part`, "something else");
      await writeFile(`${target}.part.json`, note);
      await download();
      expect(hub.to("store").at(-1)).toMatchObject({ status: 200, sentBytes: CONTENT.length });
    }
  });

  it("needs only the check where every byte has arrived", async () => {
    put();
    await mkdir(dirname(target));
    await writeFile(`${target}.part`, CONTENT);
    const note = { name: ADDRESS, etag: `"${sha256Of(CONTENT)}"` };
    await writeFile(`${target}.part.json`, JSON.stringify(note));
    await download();
    expect(hub.to("store").map(({ status }) => status)).toEqual([416]);
    expect(await filesThere()).toEqual(["train.parquet"]);
  });

  it("starts again where the part is longer than the file, or damaged", async () => {
    put();
    const damaged = Buffer.from(CONTENT.subarray(0, 1_000)).fill(0, 0, 10);
    for (const part of [Buffer.concat([CONTENT, CONTENT]), damaged]) {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(`${target}.part`, part);
      await writeFile(
        `${target}.part.json`,
        JSON.stringify({ name: ADDRESS, etag: `"${sha256Of(CONTENT)}"` }),
      );
      await download();
      expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
    }
  });

  it("goes on after a body that ended early in good order", async () => {
    put();
    hub.faults.store.push({ kind: "short", afterBytes: 1_000_000 });
    await download();
    expect(hub.to("store")[1].headers.range).toBe("bytes=1000000-");
    expect(effects.notes[0]).toContain("the connection ended after 1000000 of 3000000 bytes");
  });

  it("gives a silent connection up and goes on", async () => {
    put();
    hub.faults.store.push({ kind: "stall", afterBytes: 1_000_000 });
    await download(locate(), { silenceMs: 500, retries: 20 });
    expect(effects.notes[0]).toContain("sends nothing; trying again");
    expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
  });

  it("does not count tries that bring much", async () => {
    const large = contentOf(12_000_000, 5);
    put(large);
    for (let times = 0; times < 5; times++) {
      hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 });
    }
    await download(locate(), { retries: 1 });
    expect(hub.to("store")).toHaveLength(6);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(large));
  });

  it("leaves no file under its name when it is interrupted", async () => {
    put();
    hub.faults.store.push({ kind: "stall", afterBytes: 1_000_000 });
    const interruption = new AbortController();
    const { progress } = effects;
    effects = {
      ...effects,
      signal: interruption.signal,
      progress: {
        ...progress,
        begin: (...given) => {
          const task = progress.begin(...given);
          const advance = (amount: number) => {
            task.advance(amount);
            if (amount > 0) interruption.abort();
          };
          return { ...task, advance };
        },
      },
    };
    expect((await failure(download())).code).toBe("interrupted");
    expect((await filesThere()).sort()).toEqual(["train.parquet.part", "train.parquet.part.json"]);
  });
});

describe("a download that cannot be", () => {
  it("names a checksum that does not match and keeps nothing", async () => {
    put();
    hub.faults.store.push({ kind: "garble" });
    const { code, message } = await failure(download());
    expect(code).toBe("download-damaged");
    expect(message).toContain(`its sha256 is not ${sha256Of(CONTENT)}`);
    expect(await filesThere()).toEqual([]);
  });

  it("names a git checksum that does not match", async () => {
    put(Buffer.from("a small file"), "git");
    hub.faults.hub.push({ kind: "garble" });
    expect((await failure(download())).message).toContain("its git-blob-sha1 is not");
  });

  it("names a size that does not match and keeps nothing", async () => {
    put();
    hub.faults.store.push({ kind: "long" });
    const { code, message } = await failure(download());
    expect(code).toBe("download-damaged");
    expect(message).toContain("3000008 bytes instead of 3000000");
    expect(await filesThere()).toEqual([]);
  });

  it.each([
    [401, {}, "source-refused", "may not be read"],
    [401, { "x-error-code": "RepoNotFound" }, "source-refused", "no such repository, or a private one"],
    [403, { "x-error-code": "GatedRepo" }, "source-refused", "the repository's terms must be accepted first"],
    [404, { "x-error-code": "RepoNotFound" }, "source-missing", "no such repository"],
    [404, { "x-error-code": "RevisionNotFound" }, "source-missing", "no such revision"],
    [404, { "x-error-code": "EntryNotFound" }, "source-missing", "no such file"],
    [404, {}, "source-missing", "is not there"],
    [410, {}, "source-missing", "is not there"],
    [418, {}, "download-failed", "answered 418"],
  ] as const)(
    "says in one line what %d %j means, and does not try again",
    async (status, headers, code, text) => {
      put();
      hub.faults.hub.push({ kind: "status", status, headers });
      const failed = await failure(download(locate(ADDRESS, TOKEN)));
      expect(failed.code).toBe(code);
      expect(failed.message).toContain(text);
      expect(failed.message).toContain(ADDRESS);
      expect(hub.seen).toHaveLength(1);
      expect(await filesThere()).toEqual([]);
    },
  );

  it("tells the three kinds of a 404 apart as the hub does", async () => {
    put();
    const problemOf = async (address: string) => (await failure(download(locate(address)))).message;
    expect(await problemOf("hf://datasets/org/other/x.parquet")).toContain("no such repository");
    expect(await problemOf("hf://datasets/org/repo@v9/x.parquet")).toContain("no such revision");
    expect(await problemOf("hf://datasets/org/repo/x.parquet")).toContain("no such file");
  });

  it("refuses a private file to a wrong token without saying it", async () => {
    put(CONTENT, "lfs", TOKEN);
    expect((await failure(download(locate(ADDRESS, "hf_wrong")))).code).toBe("source-refused");
    expect((await failure(download())).code).toBe("source-refused");
  });

  it("says that nobody listens", async () => {
    const location = locate();
    await hub.stop();
    const { code, message } = await failure(download(location));
    expect(code).toBe("download-failed");
    expect(message).toMatch(/^hf:.*127\.0\.0\.1:\d+ refuses connections; check the network/);
    expect(effects.notes).toHaveLength(3);
    expect(await filesThere()).toEqual([]);
  });

  it("says that the host is not found", async () => {
    effects = recordingEffects({
      fetch: () =>
        Promise.reject(
          new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) }),
        ),
    });
    const location = parseLocation(ADDRESS, buildHub());
    const { message } = await failure(download(location));
    expect(message).toContain("huggingface.co is not found; is this machine offline?");
  });

  it("says that the place cannot be written to", async () => {
    put();
    await writeFile(join(folder, "data"), "a file where a folder should be");
    const { code, message } = await failure(download());
    expect(code).toBe("cannot-write");
    expect(message).toContain("EEXIST");
  });

  it("says that the disk is full", async () => {
    put();
    await mkdir(dirname(target));
    await symlink("/dev/full", `${target}.part`);
    const { code, message } = await failure(download());
    expect(code).toBe("cannot-write");
    expect(message).toContain("the disk is full");
    expect(await filesThere()).not.toContain("train.parquet");
  });

  it("goes on once a full disk has room again", async ({ skip }) => {
    put();
    const disk = dirname(target);
    await mkdir(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      skip("a small file system cannot be mounted here");
    }
    try {
      const { code, message } = await failure(download());
      expect(code).toBe("cannot-write");
      expect(message).toContain("the disk is full");
      expect(await filesThere()).not.toContain("train.parquet");
      const arrived = await partSize();
      expect(arrived).toBeGreaterThan(500_000);
      execFileSync("mount", ["-o", "remount,size=8m", disk]);
      await download();
      expect(hub.to("store").at(-1)?.sentBytes).toBe(CONTENT.length - arrived);
      expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

describe("a server in trouble", () => {
  it("is asked again after 500s", async () => {
    put();
    hub.faults.hub.push({ kind: "status", status: 500 }, { kind: "status", status: 503 });
    hub.faults.store.push({ kind: "status", status: 502 });
    await download();
    expect(hub.to("hub").map(({ status }) => status)).toEqual([500, 503, 302, 302]);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(CONTENT));
  });

  it("is given up after the tries are used up", async () => {
    put();
    for (let times = 0; times < 9; times++) hub.faults.hub.push({ kind: "status", status: 500 });
    const { code, message } = await failure(download());
    expect(code).toBe("download-failed");
    expect(message).toContain("answered 500");
    expect(hub.seen).toHaveLength(4);
  });

  it("is given the pause that it asks for, up to a limit", async () => {
    put();
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    hub.faults.hub.push(
      { kind: "status", status: 429, headers: { "retry-after": "7" } },
      { kind: "status", status: 503, headers: { "retry-after": inAnHour } },
      { kind: "status", status: 429, headers: { "retry-after": "soon" } },
    );
    await download();
    expect(effects.notes[0]).toContain("answered 429 and asks to wait 7 s; trying again");
    expect(effects.notes[1]).toMatch(/answered 503 and asks to wait 3[56]\d\d s; trying again/);
    expect(effects.notes[2]).toContain("answered 429; trying again");
  });

  it("is asked for a new signature when the store finds the old one expired", async () => {
    put();
    hub.faults.store.push({ kind: "status", status: 403 });
    await download();
    expect(hub.seen.map(({ origin }) => origin)).toEqual(["hub", "store", "hub", "store"]);
  });
});

describe("the command", () => {
  const COMMITS = Object.fromEntries(listSources().map(({ repository, revision }) => [repository, revision]));

  /** Every source on the hub, each with a content of its own. */
  function putSources(revision?: string): void {
    for (const [at, source] of listSources(["macro_avg", "scaling_law_fit"]).entries()) {
      const path = `/datasets/${source.repository}/resolve/${revision ?? source.revision}/${source.path}`;
      hub.files.set(path, { content: contentOf(40_000 + at, 3), storage: "lfs" });
    }
  }

  function run(options: { revision?: string; extraSplits?: ("macro_avg" | "scaling_law_fit")[] } = {}) {
    const environment = { HF_ENDPOINT: hub.endpoint, HF_TOKEN: TOKEN };
    return downloadSources(
      { out: "sources", patience: QUICK, ...options },
      { ...effects, environment, root: folder },
    );
  }

  it("brings five files at their pinned commits", async () => {
    putSources();
    const report = await run();
    expect(report.files.map(({ path }) => path)).toEqual(
      listSources().map((source) => join(folder, "sources", placeOf(source))),
    );
    expect(report.checks.map(({ verdict }) => verdict)).toEqual(Array(5).fill("passed"));
    expect(report.checks[0].found).toBe("40,000 bytes, downloaded");
    for (const { path, sha256 } of report.files) expect(sha256Of(await readFile(path))).toBe(sha256);
  });

  it("says in a manifest beside them where they come from", async () => {
    putSources();
    await run();
    const text = await readFile(join(folder, "sources/DataDecide-eval-results/data/manifest.json"), "utf8");
    const { files } = JSON.parse(text);
    expect(Object.keys(files)).toHaveLength(4);
    const name = "train-00002-of-00004.parquet";
    const commit = COMMITS["allenai/DataDecide-eval-results"];
    expect(files[name]).toMatchObject({
      bytes: 40_003,
      provenance: `hf://datasets/allenai/DataDecide-eval-results@${commit}/data/${name}`,
      commit: hub.commit,
    });
    expect(text).not.toContain(TOKEN);
  });

  it("asks nothing when everything is there", async () => {
    putSources();
    await run();
    hub.seen.length = 0;
    const report = await run();
    expect(hub.seen).toEqual([]);
    expect(report.files).toEqual([]);
    expect(report.checks.map(({ found }) => found)).toContain("40,003 bytes, already there");
    expect(effects.notes).toEqual(["all 5 files are there already"]);
  });

  it("asks whether a branch has moved, without fetching a byte of it", async () => {
    putSources("main");
    await run({ revision: "main", extraSplits: ["macro_avg"] });
    hub.seen.length = 0;
    await run({ revision: "main", extraSplits: ["macro_avg"] });
    expect(hub.to("store")).toEqual([]);
    expect(hub.to("hub").map(({ status, sentBytes }) => [status, sentBytes])).toEqual(
      Array(6).fill([302, 0]),
    );
  });

  it("fetches a file again that was damaged on the disk", async () => {
    putSources();
    const [first, second] = (await run()).files;
    await writeFile(second.path, "damaged");
    hub.seen.length = 0;
    expect((await run()).files.map(({ path }) => path)).toEqual([second.path]);
    expect(hub.to("store")).toHaveLength(1);
    expect(first.path).not.toBe(second.path);
  });

  it("recognises files that were put there by hand", async () => {
    putSources();
    const { files } = await run();
    await rm(join(dirname(files[1].path), "manifest.json"));
    hub.seen.length = 0;
    expect((await run()).files).toEqual([]);
    expect(hub.to("store")).toEqual([]);
    hub.seen.length = 0;
    await run();
    expect(hub.seen).toEqual([]);
  });

  it("keeps what is complete when a later file fails", async () => {
    putSources();
    hub.files.delete([...hub.files.keys()][2]);
    const { code, message } = await failure(run());
    expect(code).toBe("source-missing");
    expect(message).toContain("train-00001-of-00004.parquet");
    expect((await filesThere()).filter((name) => name.endsWith(".parquet"))).toHaveLength(2);
  });
});
