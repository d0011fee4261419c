import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_RETRY_POLICY } from "../../src/pipeline/retry-policy.js";
import {
  ADDRESS,
  CONTENT,
  contentOf,
  type DownloadSetting,
  eachWithDownloads,
  PATH,
} from "../support/download-setting.js";
import { sha256Of } from "../support/fake-hub.js";
import type { RecordingEffects } from "../support/recording-effects.js";

let here: DownloadSetting;
eachWithDownloads((setting) => {
  here = setting;
});

describe("a download that was cut off", () => {
  it("goes on with the rest after a dropped connection", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 });
    await here.download();
    const [first, second] = here.hub.to("store");
    const offset = Number(/^bytes=(\d+)-$/.exec(second.headers.range ?? "")?.[1]);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(first.sentBytes);
    expect(second).toMatchObject({ status: 206, sentBytes: CONTENT.length - offset });
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
    expect(here.effects.notes[0]).toMatch(/^hf:.*closed the connection; received data is kept, next in 1 s$/);
  });

  it("is gone on with by a later run", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 });
    const { code, message } = await here.failure(here.download(undefined, { retries: 0 }));
    expect(code).toBe("download-failed");
    expect(message).toContain("closed the connection");
    const arrived = await here.partSize();
    expect(await here.filesThere()).toEqual(["train.parquet.part", "train.parquet.part.json"]);
    await here.download();
    expect(here.hub.to("store")[1].sentBytes).toBe(CONTENT.length - arrived);
    expect(here.effects.tasks.at(-1)).toMatchObject({ total: CONTENT.length, done: CONTENT.length });
    expect(await here.filesThere()).toEqual(["train.parquet"]);
  });

  it("goes on with a plain server's file under the condition that it is the same", async () => {
    here.put(CONTENT, "plain");
    here.hub.faults.hub.push({ kind: "drop", afterBytes: 2_000_000 });
    await here.download(here.locate(`${here.hub.endpoint}${PATH}`));
    const [, second] = here.hub.to("hub");
    expect(second.headers["if-range"]).toMatch(/^"v-/);
    expect(second.status).toBe(206);
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
  });

  it("starts again when the content has changed meanwhile", async () => {
    for (const storage of ["lfs", "plain"] as const) {
      here.put(CONTENT, storage);
      const location = storage === "lfs" ? here.locate() : here.locate(`${here.hub.endpoint}${PATH}`);
      here.hub.faults[storage === "lfs" ? "store" : "hub"].push({ kind: "drop", afterBytes: 2_000_000 });
      await here.failure(here.download(location, { retries: 0 }));
      const changed = contentOf(2_500_000, 11);
      here.put(changed, storage);
      await here.download(location);
      expect(here.hub.seen.at(-1)).toMatchObject({ status: 200, sentBytes: changed.length });
      expect(changed.equals(await readFile(here.target))).toBe(true);
    }
  });

  it("starts again where the server ignores ranges", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 }, { kind: "ignore-range" });
    await here.download();
    expect(here.hub.to("store").map(({ status }) => status)).toEqual([200, 200]);
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
  });

  it("is not gone on with where the part belongs to another address or its note is broken", async () => {
    here.put();
    for (const note of [JSON.stringify({ name: "hf://datasets/org/other/x", etag: '"1"' }), "{", "null"]) {
      await mkdir(dirname(here.target), { recursive: true });
      await writeFile(`${here.target}.part`, "something else");
      await writeFile(`${here.target}.part.json`, note);
      await here.download();
      expect(here.hub.to("store").at(-1)).toMatchObject({ status: 200, sentBytes: CONTENT.length });
    }
  });

  it("needs only the check where every byte has arrived", async () => {
    here.put();
    await mkdir(dirname(here.target));
    await writeFile(`${here.target}.part`, CONTENT);
    const note = { name: ADDRESS, etag: `"${sha256Of(CONTENT)}"` };
    await writeFile(`${here.target}.part.json`, JSON.stringify(note));
    await here.download();
    expect(here.hub.to("store").map(({ status }) => status)).toEqual([416]);
    expect(await here.filesThere()).toEqual(["train.parquet"]);
  });

  it("starts again where the part is longer than the file, or damaged", async () => {
    here.put();
    const damaged = Buffer.from(CONTENT.subarray(0, 1_000)).fill(0, 0, 10);
    for (const part of [Buffer.concat([CONTENT, CONTENT]), damaged]) {
      await mkdir(dirname(here.target), { recursive: true });
      await writeFile(`${here.target}.part`, part);
      await writeFile(
        `${here.target}.part.json`,
        JSON.stringify({ name: ADDRESS, etag: `"${sha256Of(CONTENT)}"` }),
      );
      await here.download();
      expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
    }
  });

  it("goes on after a body that ended early in good order", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "short", afterBytes: 1_000_000 });
    await here.download();
    expect(here.hub.to("store")[1].headers.range).toBe("bytes=1000000-");
    expect(here.effects.notes[0]).toContain("the connection ended after 1000000 of 3000000 bytes");
  });

  it("gives a silent connection up and goes on", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "stall", afterBytes: 1_000_000 });
    await here.download(undefined, { idleTimeoutMs: 500, retries: 20 });
    expect(here.effects.notes[0]).toContain("sends nothing; attempt 1 of 21, next in 1 s");
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
  });

  it("does not count tries that bring much", async () => {
    const large = contentOf(12_000_000, 5);
    here.put(large);
    for (let times = 0; times < 5; times++) {
      here.hub.faults.store.push({ kind: "drop", afterBytes: 2_000_000 });
    }
    await here.download(undefined, { retries: 1 });
    expect(here.hub.to("store")).toHaveLength(6);
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(large));
  });

  it("leaves no file under its name when it is interrupted", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "stall", afterBytes: 1_000_000 });
    const interruption = new AbortController();
    const { progress } = here.effects;
    const interrupted: RecordingEffects = {
      ...here.effects,
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
    const { code } = await here.failure(here.download(undefined, {}, interrupted));
    expect(code).toBe("interrupted");
    expect(await here.filesThere()).toEqual(["train.parquet.part", "train.parquet.part.json"]);
  });
});

describe("two downloads of one file", () => {
  const NOTE = JSON.stringify({ name: ADDRESS, etag: `"${sha256Of(CONTENT)}"` });
  const HOST = hostname().replace(/[^A-Za-z0-9]/g, "_");

  /** What a process leaves when it is killed: half of the file under the name of its own. */
  async function leavePart(pid: number): Promise<string> {
    await mkdir(dirname(here.target), { recursive: true });
    const path = `${here.target}.${HOST}-${pid}-0123abcd.part`;
    await writeFile(path, CONTENT.subarray(0, 1_500_000));
    await writeFile(`${path}.json`, NOTE);
    return path;
  }

  it("at a time do not write one file, and both are whole", async () => {
    here.put();
    await Promise.all([here.download(), here.download(), here.download()]);
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
    expect(await here.filesThere()).toEqual(["train.parquet"]);
  });

  it("go on from what a killed process has left", async () => {
    here.put();
    const { pid } = spawnSync(process.execPath, ["--version"]);
    await leavePart(pid);
    await here.download();
    expect(here.hub.to("store").map(({ sentBytes }) => sentBytes)).toEqual([1_500_000]);
    expect(await here.filesThere()).toEqual(["train.parquet"]);
  });

  it("leave alone what a living process is writing, until it has not grown for long", async () => {
    here.put();
    const path = await leavePart(process.ppid);
    await here.download();
    expect(here.hub.to("store").map(({ sentBytes }) => sentBytes)).toEqual([CONTENT.length]);
    const longAgo = new Date(Date.now() - 600_000);
    await utimes(path, longAgo, longAgo);
    await rm(here.target);
    await here.download();
    expect(here.hub.to("store").at(-1)?.sentBytes).toBe(1_500_000);
    expect(await here.filesThere()).toEqual(["train.parquet"]);
  });
});

describe("a server in trouble", () => {
  it("is given up within half a minute as a rule", () => {
    const { retries, minDelayMs, maxDelayMs } = DEFAULT_RETRY_POLICY;
    const longest = Array.from({ length: retries }, (_, at) =>
      Math.min(minDelayMs * 2 ** at * 1.5, maxDelayMs),
    );
    expect(longest.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(30_000);
  });

  it("is requested again after 500s", async () => {
    here.put();
    here.hub.faults.hub.push({ kind: "status", status: 500 }, { kind: "status", status: 503 });
    here.hub.faults.store.push({ kind: "status", status: 502 });
    await here.download();
    expect(here.hub.to("hub").map(({ status }) => status)).toEqual([500, 503, 302, 302]);
    expect(sha256Of(await readFile(here.target))).toBe(sha256Of(CONTENT));
  });

  it("is given up after the tries are used up", async () => {
    here.put();
    for (let times = 0; times < 9; times++) here.hub.faults.hub.push({ kind: "status", status: 500 });
    const { code, message } = await here.failure(here.download());
    expect(code).toBe("download-failed");
    expect(message).toContain("returned 500");
    expect(here.hub.seen).toHaveLength(4);
  });

  it("gets the pause of its Retry-After, up to a limit", async () => {
    here.put();
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    here.hub.faults.hub.push(
      { kind: "status", status: 429, headers: { "retry-after": "7" } },
      { kind: "status", status: 503, headers: { "retry-after": inAnHour } },
      { kind: "status", status: 429, headers: { "retry-after": "soon" } },
    );
    await here.download();
    expect(here.effects.notes[0]).toContain(
      "returned 429 and a Retry-After of 7 s; attempt 1 of 4, next in 1 s",
    );
    expect(here.effects.notes[1]).toMatch(/returned 503 and a Retry-After of 3[56]\d\d s; attempt 2 of 4/);
    expect(here.effects.notes[2]).toContain("returned 429; attempt 3 of 4, next in 1 s");
  });

  it.each([204, 206, 304, 302, 416])("is not trusted when it returns %d out of turn", async (status) => {
    here.put();
    here.hub.faults.hub.push({ kind: "status", status });
    const { code } = await here.failure(here.download());
    expect(code).toBe("download-failed");
    expect(await here.filesThere()).toEqual([]);
  });

  it("gets a new request when the signature of the storage has expired", async () => {
    here.put();
    here.hub.faults.store.push({ kind: "status", status: 403 });
    await here.download();
    expect(here.hub.seen.map(({ origin }) => origin)).toEqual(["hub", "store", "hub", "store"]);
  });
});
