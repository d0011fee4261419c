import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { downloadSources } from "../../src/pipeline/download.js";
import { getRelativePath, listSources, type Revisions } from "../../src/pipeline/sources.js";
import {
  contentOf,
  type DownloadSetting,
  eachWithDownloads,
  QUICK,
  TOKEN,
} from "../support/download-setting.js";
import { sha256Of } from "../support/fake-hub.js";

let here: DownloadSetting;
eachWithDownloads((setting) => {
  here = setting;
});

describe("the command", () => {
  const COMMITS = Object.fromEntries(listSources().map(({ repository, revision }) => [repository, revision]));

  const MAIN: Revisions = { perplexities: "main", evaluations: "main" };

  /** Every source on the hub, each with a content of its own. */
  function putSources(revision?: string): void {
    for (const [at, source] of listSources(["macro_avg", "scaling_law_fit"]).entries()) {
      const path = `/datasets/${source.repository}/resolve/${revision ?? source.revision}/${source.path}`;
      here.hub.files.set(path, { content: contentOf(40_000 + at, 3), storage: "lfs" });
    }
  }

  function run(options: { revisions?: Revisions; extraSplits?: ("macro_avg" | "scaling_law_fit")[] } = {}) {
    const environment = { HF_ENDPOINT: here.hub.endpoint, HF_TOKEN: TOKEN };
    return downloadSources(
      { out: "sources", retryPolicy: QUICK, ...options },
      { ...here.effects, environment, root: here.folder },
    );
  }

  it("brings five files at their pinned commits", async () => {
    putSources();
    const report = await run();
    expect(report.files.map(({ path }) => path)).toEqual(
      listSources().map((source) => join(here.folder, "sources", getRelativePath(source))),
    );
    expect(report.checks.map(({ verdict }) => verdict)).toEqual(Array(5).fill("passed"));
    expect(report.checks[0].found).toBe("40,000 bytes, downloaded");
    for (const { path, sha256 } of report.files) expect(sha256Of(await readFile(path))).toBe(sha256);
  });

  it("records their origin in a manifest beside them", async () => {
    putSources();
    await run();
    const text = await readFile(
      join(here.folder, "sources/DataDecide-eval-results/data/manifest.json"),
      "utf8",
    );
    const { files } = JSON.parse(text);
    expect(Object.keys(files)).toHaveLength(4);
    const name = "train-00002-of-00004.parquet";
    const commit = COMMITS["allenai/DataDecide-eval-results"];
    expect(files[name]).toMatchObject({
      bytes: 40_003,
      provenance: `hf://datasets/allenai/DataDecide-eval-results@${commit}/data/${name}`,
      commit: here.hub.commit,
    });
    expect(text).not.toContain(TOKEN);
  });

  it("requests nothing if all files exist", async () => {
    putSources();
    await run();
    here.hub.seen.length = 0;
    const report = await run();
    expect(here.hub.seen).toEqual([]);
    expect(report.files).toEqual([]);
    expect(report.checks.map(({ found }) => found)).toContain("40,003 bytes, already exists");
    expect(here.effects.notes).toEqual(["all 5 files already exist"]);
  });

  it("checks whether a branch has moved, without fetching a byte of it", async () => {
    putSources("main");
    await run({ revisions: MAIN, extraSplits: ["macro_avg"] });
    here.hub.seen.length = 0;
    await run({ revisions: MAIN, extraSplits: ["macro_avg"] });
    expect(here.hub.to("store")).toEqual([]);
    expect(here.hub.to("hub").map(({ status, sentBytes }) => [status, sentBytes])).toEqual(
      Array(6).fill([302, 0]),
    );
  });

  it("takes a revision of one repository and leaves the other at its pinned commit", async () => {
    putSources("v2");
    putSources();
    await run({ revisions: { perplexities: "v2" } });
    const requested = here.hub.to("hub").map(({ url }) => url);
    expect(requested[0]).toContain("DataDecide-ppl-results/resolve/v2/");
    const commit = COMMITS["allenai/DataDecide-eval-results"];
    for (const path of requested.slice(1))
      expect(path).toContain(`DataDecide-eval-results/resolve/${commit}/`);
  });

  it("fetches a file again that was damaged on the disk", async () => {
    putSources();
    const [first, second] = (await run()).files;
    await writeFile(second.path, "damaged");
    here.hub.seen.length = 0;
    expect((await run()).files.map(({ path }) => path)).toEqual([second.path]);
    expect(here.hub.to("store")).toHaveLength(1);
    expect(first.path).not.toBe(second.path);
  });

  it("recognises files that were put there by hand", async () => {
    putSources();
    const { files } = await run();
    await rm(join(dirname(files[1].path), "manifest.json"));
    here.hub.seen.length = 0;
    expect((await run()).files).toEqual([]);
    expect(here.hub.to("store")).toEqual([]);
    here.hub.seen.length = 0;
    await run();
    expect(here.hub.seen).toEqual([]);
  });

  it("keeps what is complete when a later file fails", async () => {
    putSources();
    here.hub.files.delete([...here.hub.files.keys()][2]);
    const { code, message } = await here.failure(run());
    expect(code).toBe("source-missing");
    expect(message).toContain("train-00001-of-00004.parquet");
    expect((await here.filesThere()).filter((name) => name.endsWith(".parquet"))).toHaveLength(2);
  });

  it.each([
    ["<html><title>Sign in</title>", 'is an HTML page ("Sign in") and not a data file'],
    [
      "version https://git-lfs.github.com/spec/v1\nsize 9\n",
      "is a Git LFS pointer and not the file of 9 bytes",
    ],
    ['{"error":"busy"}', "does not begin like a Parquet file (PAR1)"],
    ["PAR1, and half of the rest", "does not end like a Parquet file (PAR1), so it is cut short"],
  ])("keeps what is there when %j comes with 200", async (body, problem) => {
    putSources("main");
    const report = await run({ revisions: MAIN });
    const before = await readFile(report.files[0].path);
    for (const [path, file] of [...here.hub.files]) {
      here.hub.files.set(path, { ...file, content: Buffer.from(body), storage: "plain" });
    }
    const { code, message } = await here.failure(run({ revisions: MAIN }));
    expect(code).toBe("source-unusable");
    expect(message).toContain(
      `hf://datasets/allenai/DataDecide-ppl-results/data/train-00000-of-00001.parquet: ${problem}`,
    );
    expect(before.equals(await readFile(report.files[0].path))).toBe(true);
  });
});
