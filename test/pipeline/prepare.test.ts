import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDatasets } from "../../src/datasets/load.js";
import { decodePrepared } from "../../src/datasets/prepared.js";
import { type DatasetPaths, readDatasets } from "../../src/datasets/read.js";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { runProgram } from "../../src/pipeline/program.js";
import type { Report } from "../../src/pipeline/report.js";
import type { Table } from "../../src/table/table.js";
import { recordingEffects } from "../support/recording-effects.js";
import { MELTED_ROWS, makeFolder, writeMelted } from "../support/small-files.js";
import { toTableJson } from "../support/table-json.js";

let folder: string;
let remove: () => Promise<void>;
let paths: DatasetPaths;
let preparedPath: string;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  preparedPath = join(folder, "made/prepared.bin");
  const evaluations = await writeMelted(join(folder, "melted.parquet"), MELTED_ROWS);
  const comparisons = join(folder, "comparisons.parquet");
  await withDatabase({ threads: 1 }, (database) =>
    database.run(
      `COPY (SELECT 'run ' || i AS run_id, 'C4' AS ckpt_data, '4M' AS ckpt_params, '1B' AS comparison_model_size,
          'Dolma1.7' AS comparison_model_recipe, TIMESTAMP '2025-09-12 17:28:12' AS timestamp,
          [i, NULL, 1.5]::DOUBLE[] AS ft_loss_list, (CASE WHEN i = 0 THEN '"6250"' ELSE '29052' END)::JSON AS ckpt_steps,
          i / 8 AS ft_pile, i AS __index_level_0__ FROM range(3) t(i))
        TO ${quoteText(comparisons)} (FORMAT parquet)`,
    ),
  );
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
      /^\/nowhere\/x\.parquet: is not there; /,
    ],
    ["a setting that is wrong", { PORT: "many" }, /^PORT: "many" is not usable/],
    ["an address that is none", { COMPARISONS_PATH: "hf://models/x" }, /hf:\/\/models\/x.*; give a path/],
    [
      "a folder that cannot be made",
      { PREPARED_PATH: "/dev/null/prepared.bin" },
      /^\/dev\/null: cannot be made/,
    ],
  ])("ends with code 1 and one line for %s", async (_, given, line) => {
    const { code, out, err } = await prepare(given);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(line);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("a prepared file is turned down", () => {
  const bytes = async () => {
    await prepare();
    return readFile(preparedPath);
  };
  const hashes = async () => {
    const { evaluations, comparisons } = await readDatasets(paths);
    return { evaluations: evaluations.source.sha256, comparisons: comparisons.source.sha256 };
  };
  const withHeader = (whole: Buffer, from: string | RegExp, to: string) => {
    const end = whole.indexOf("\n") + 1;
    return Buffer.concat([
      Buffer.from(whole.toString("utf8", 0, end).replace(from, to)),
      whole.subarray(end),
    ]);
  };

  it.each<[string, (whole: Buffer) => Buffer, string]>([
    ["that is empty", () => Buffer.alloc(0), "it is no prepared file"],
    ["that is something else", () => Buffer.from("{}\nabc"), "it is no prepared file"],
    [
      "of another form",
      (it) => withHeader(it, /"version":\d+/, '"version":0'),
      "its format is version 0, not",
    ],
    [
      "of another Node",
      (it) => withHeader(it, /"v8":"[^"]*"/, '"v8":"1.2"'),
      "written by another version of Node",
    ],
    ["that is cut short", (it) => it.subarray(0, it.length - 9), "bytes"],
    [
      "with a changed byte",
      (it) => it.fill(it[it.length - 9] ^ 1, it.length - 9, it.length - 8),
      "not those that were",
    ],
  ])("%s", async (_, change, reason) => {
    const changed = change(await bytes());
    expect(decodePrepared(changed, await hashes())).toEqual({ reason: expect.stringContaining(reason) });
  });

  it("when a file has changed since", async () => {
    const before = await bytes();
    const changed = join(folder, "changed.parquet");
    await writeMelted(changed, MELTED_ROWS.slice(1));
    const { evaluations } = await readDatasets({ ...paths, evaluations: changed });
    const sources = { ...(await hashes()), evaluations: evaluations.source.sha256 };
    expect(decodePrepared(before, sources)).toEqual({
      reason: "it was made of other evaluations than are there now",
    });
  });
});
