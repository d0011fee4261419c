/** The built server in a process of its own, over files that it downloads from a local hub. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { FakeHub, SIGNATURE } from "../support/fake-hub.js";
import { makeFolder, writeComparisons } from "../support/small-files.js";

const ROOT = join(import.meta.dirname, "../..");
const TOKEN = "hf_a-token-that-nobody-may-see";
const EVALUATIONS = "mean_eval_melted.parquet";
const COMPARISONS = "comparisons.parquet";
const DEADLINE_MS = 600_000;

describe("the server over remote sources", () => {
  let child: ChildProcess | null = null;
  let output = "";
  let hub: FakeHub;
  let folder: string;
  let evaluations: Buffer;
  let comparisons: Buffer;

  beforeAll(async () => {
    evaluations = await buildEvaluations();
    const made = await makeFolder();
    comparisons = await readFile(await writeComparisons(join(made.folder, COMPARISONS)));
    await made.remove();
  });

  beforeEach(async () => {
    hub = await FakeHub.start();
    folder = await mkdtemp(join(tmpdir(), "served-"));
  });

  afterEach(async () => {
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    }
    child = null;
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A few metrics of the shipped file, which loads quickly. */
  async function buildEvaluations(): Promise<Buffer> {
    const path = join(await mkdtemp(join(tmpdir(), "evaluations-")), EVALUATIONS);
    const shipped = quoteText(join(ROOT, "initial_data", EVALUATIONS));
    try {
      await withDatabase({ threads: 1 }, (database) =>
        database.run(
          `COPY (SELECT * FROM ${shipped} WHERE metric LIKE 'pile%') TO ${quoteText(path)} (FORMAT parquet)`,
        ),
      );
      return await readFile(path);
    } finally {
      await rm(dirname(path), { recursive: true });
    }
  }

  async function putFiles(token?: string): Promise<void> {
    const guard = token === undefined ? {} : { token };
    hub.files.set(`/datasets/org/repo/resolve/v1/served/${EVALUATIONS}`, {
      content: evaluations,
      storage: "lfs",
      ...guard,
    });
    hub.files.set(`/files/${COMPARISONS}`, {
      content: comparisons,
      storage: "plain",
    });
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

  async function getHealth(): Promise<{ status: number; body: string }> {
    const address = await until(
      () => /http:\/\/127\.0\.0\.1:\d+/.exec(output.replaceAll(hub.endpoint, ""))?.[0],
    );
    const response = await fetch(`${address}/api/health`);
    return { status: response.status, body: await response.text() };
  }

  async function untilReady(): Promise<void> {
    await until(async () => ((await getHealth()).status === 200 ? true : null));
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

  it("reports that it is downloading, then serves, and the next start fetches no byte", async () => {
    await putFiles(TOKEN);
    hub.faults.store.push({ kind: "stall", afterBytes: 10_000 });
    start({ HF_TOKEN: TOKEN });
    await until(() => (hub.to("store").length > 0 ? true : null));
    const { status, body } = await getHealth();
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
    const { datasets } = JSON.parse((await getHealth()).body);
    expect(datasets.evaluations.provenance).toBe(
      `hf://datasets/org/repo@v1/served/${EVALUATIONS}, commit ${hub.commit}`,
    );
    expect(datasets.comparisons.provenance).toBe(`${hub.endpoint}/…/${COMPARISONS}`);
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
    [{ HF_TOKEN: TOKEN, CACHE_DIR: "/dev/null/cache" }, /cannot be created \(\/dev\/null is not a folder\)/],
  ])("ends with code 1 and one line for %j", async (environment, line) => {
    await putFiles(TOKEN);
    const server = start({ LOG_LEVEL: "silent", ...environment });
    expect(await endOf(server)).toBe(1);
    await until(() => (output.endsWith("\n") ? true : null));
    expect(output.trimEnd().split("\n")).toHaveLength(1);
    expect(output).toMatch(line);
    expect(output).not.toMatch(/hf_one|hf_two|hf_wrong|nobody-may-see/);
  });

  it("starts without a network from the copies of an earlier start", async () => {
    await putFiles();
    start();
    await untilReady();
    child?.kill("SIGTERM");
    if (child !== null) await endOf(child);
    await hub.stop();
    start();
    await untilReady();
    // The log is written in batches.
    await until(() => (output.match(/the copy of an earlier start is served/g)?.length === 2 ? true : null));
  });

  it("keeps the copies of an earlier start when a source sends a page, a pointer or half a file with 200", async () => {
    await putFiles();
    start();
    await untilReady();
    child?.kill("SIGTERM");
    if (child !== null) await endOf(child);
    const page = "<!doctype html><title>Sign in</title>";
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 9926529\n`;
    const hubPath = `/datasets/org/repo/resolve/v1/served/${EVALUATIONS}`;
    const faults = [
      [hubPath, page, `hf://datasets/org/repo@v1/served/${EVALUATIONS}: is an HTML page ("Sign in")`],
      [hubPath, evaluations.subarray(0, -100), "does not end like a Parquet file"],
      [`/files/${COMPARISONS}`, pointer, `${hub.endpoint}/files/${COMPARISONS}: is a Git LFS pointer`],
    ] as const;
    for (const [path, content, problem] of faults) {
      await putFiles();
      hub.files.set(path, { content: Buffer.from(content), storage: "plain" });
      expect(await endOf(start({ LOG_LEVEL: "silent" }))).toBe(1);
      await until(() => (output.endsWith("\n") ? true : null));
      expect(output.trimEnd().split("\n")).toHaveLength(1);
      expect(output).toContain(problem);
    }
    await hub.stop();
    start();
    await untilReady();
    // The log is written in batches.
    await until(() => (output.match(/the copy of an earlier start is served/g)?.length === 2 ? true : null));
  });
});
