import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDatasets } from "../../src/datasets/load.js";
import { type DatasetPaths, readDatasets } from "../../src/datasets/read.js";
import { runProgram } from "../../src/pipeline/program.js";
import type { Report } from "../../src/pipeline/report.js";
import type { Table } from "../../src/table/table.js";
import { recordingEffects } from "../support/recording-effects.js";
import { MELTED_ROWS, makeFolder, writeComparisons, writeMelted } from "../support/small-files.js";
import { toTableJson } from "../support/table-json.js";

let folder: string;
let remove: () => Promise<void>;
let paths: DatasetPaths;
let preparedPath: string;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  preparedPath = join(folder, "made/prepared.bin");
  const evaluations = await writeMelted(join(folder, "melted.parquet"), MELTED_ROWS);
  const comparisons = await writeComparisons(join(folder, "comparisons.parquet"));
  paths = { evaluations, comparisons };
});
afterAll(() => remove());

async function prepare(given: Readonly<Record<string, string>> = {}) {
  const texts = { out: "", err: "" };
  const environment = {
    EVALUATIONS_PATH: paths.evaluations,
    COMPARISONS_PATH: paths.comparisons,
    PREPARED_PATH: preparedPath,
    ...given,
  };
  const code = await runProgram(["prepare", "--json"], recordingEffects({ environment }), {
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
  });
  return { code, ...texts };
}

function describeTables(tables: readonly Table[]): unknown {
  return tables.map(toTableJson);
}

describe("the command prepare", () => {
  it("writes what the server loads, equal to what is in the files, with nothing beside it", async () => {
    const { code, out, err } = await prepare();
    expect([code, err]).toEqual([0, ""]);
    const { files, stages }: Report = JSON.parse(out);
    expect(files).toEqual([
      { path: preparedPath, sizeBytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(stages.map(({ name, rowsIn, rowsOut }) => [name, rowsIn, rowsOut])).toEqual([
      ["evaluations", 24, 24],
      ["checkpoints", 24, 12],
      ["comparisons", 3, 3],
    ]);
    expect(await readdir(join(folder, "made"))).toEqual(["prepared.bin"]);

    const log: string[] = [];
    const report = (details: object, message: string) =>
      void log.push(`${message} ${JSON.stringify(details)}`);
    const loaded = await loadDatasets(paths, preparedPath, { info: report, warn: report });
    const read = await readDatasets(paths);
    expect(log.join("\n")).not.toMatch(/files are read/);
    expect(describeTables([loaded.evaluations.view.table, loaded.comparisons.table])).toEqual(
      describeTables([read.evaluations.view.table, read.comparisons.table]),
    );
    expect(loaded.comparisons.ignoredColumns).toEqual(["__index_level_0__"]);
    expect({ ...loaded.comparisons, loadMs: 0 }).toEqual({ ...read.comparisons, loadMs: 0 });
    expect({ ...loaded.evaluations, loadMs: 0 }).toEqual({ ...read.evaluations, loadMs: 0 });
  });

  it.each([
    [
      "a file that is not there",
      { EVALUATIONS_PATH: "/nowhere/x.parquet" },
      /^EVALUATIONS_PATH \/nowhere\/x\.parquet: is not there; /,
    ],
    ["a setting that is wrong", { PORT: "many" }, /^PORT: "many" is not usable/],
    ["an address that is none", { COMPARISONS_PATH: "hf://models/x" }, /hf:\/\/models\/x.*; give a path/],
    [
      "a folder that is none",
      { PREPARED_PATH: "/dev/null/prepared.bin" },
      /^\/dev\/null: is not a folder; check the folder's permissions/,
    ],
  ])("ends with code 1 and one line for %s", async (_, given, line) => {
    const { code, out, err } = await prepare(given);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(line);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("the log of a start", () => {
  /** Warnings of loading both small files, with the evaluations listed under a provenance. */
  async function listWarnings(evaluations: string, comparisons: string): Promise<string[]> {
    const sha256 = async (path: string) =>
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
    const files = {
      a: { sha256: await sha256(paths.evaluations), provenance: evaluations },
      b: { sha256: await sha256(paths.comparisons), provenance: comparisons },
    };
    await writeFile(join(folder, "manifest.json"), JSON.stringify({ files }));
    await prepare();
    const warnings: string[] = [];
    const warn = (details: object, message: string) =>
      void warnings.push(`${message} ${JSON.stringify(details)}`);
    await loadDatasets(paths, preparedPath, { info: () => {}, warn });
    await rm(join(folder, "manifest.json"));
    return warnings.filter((warning) => warning.includes("synthetic"));
  }

  it("warns when one file is synthetic and the other is not", async () => {
    expect(await listWarnings("hf://datasets/org/repo", "synthetic stand-in")).toEqual([
      'one of the two files is synthetic and the other is not {"evaluations":"hf://datasets/org/repo","comparisons":"synthetic stand-in"}',
    ]);
  });

  it("does not where both are of one kind", async () => {
    expect(await listWarnings("synthetic stand-in", "synthetic stand-in")).toEqual([]);
    expect(await listWarnings("hf://datasets/org/repo", "exported")).toEqual([]);
  });
});
