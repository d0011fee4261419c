import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import {
  type BuildEvaluationsOptions,
  buildEvaluationsFile,
  MELTED_FILE,
} from "../../../src/pipeline/evaluations/build.js";
import {
  asJson,
  asPython,
  asPythonWithHoles,
  buildEffects,
  type Folder,
  FULL_SAMPLE,
  MELTED_SAMPLE,
  type RawTables,
  readRawTables,
  WITHOUT_SAMPLES,
  type WriteOptions,
  writeRawTables,
} from "./raw-from-sample.js";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

async function write(tables: RawTables, options?: WriteOptions): Promise<Folder> {
  const folder = await writeRawTables(tables, options);
  folders.push(folder.path);
  return folder;
}

function build({ path, ...folder }: Folder, options: Partial<BuildEvaluationsOptions> = {}) {
  return buildEvaluationsFile({ ...folder, ...options }, buildEffects(path));
}

/** The largest relative difference between two long tables over all their keys; infinite where a key is in one only. */
async function compareMelted(left: string, right: string): Promise<{ rows: number; worst: number }> {
  return withDatabase({}, (database) =>
    database.row(
      `SELECT count(*) AS rows, max(CASE WHEN a.value IS NULL OR b.value IS NULL THEN 'inf'::DOUBLE
           ELSE greatest(${["value", "tokens", "compute"].map(relative).join(", ")}) END) AS worst
       FROM ${quoteText(left)} a FULL OUTER JOIN ${quoteText(right)} b USING (params, data, step, metric)`,
    ),
  );
}

function relative(name: string): string {
  return `CASE WHEN a.${name} = b.${name} THEN 0 ELSE abs(a.${name} - b.${name}) / greatest(abs(a.${name}), abs(b.${name})) END`;
}

describe.skipIf(WITHOUT_SAMPLES)(`build evaluations${WITHOUT_SAMPLES ? `: ${WITHOUT_SAMPLES}` : ""}`, () => {
  it.each([
    ["a Python dict", asPython],
    ["JSON with nulls", asJson],
    ["a Python dict with nan, inf and None", asPythonWithHoles],
  ])("rebuilds the melted sample from metrics written as %s", async (_, form) => {
    const folder = await write(await readRawTables(form));
    const report = await build(folder);
    const { rows, worst } = await compareMelted(join(folder.out, MELTED_FILE), MELTED_SAMPLE);
    expect(rows).toBe(7549);
    expect(worst).toBe(0);
    expect(report.stages.map(({ name, rowsIn, rowsOut }) => [name, rowsIn, rowsOut])).toEqual([
      ["parse perplexities", 29, 29],
      ["expand metrics", 2178, 2178],
      ["parse evaluations", 2178, 2178],
      ["mmlu_average", 1881, 33],
      ["pivot", 2211, 33],
      ["outer join", { perplexities: 29, evaluations: 33 }, 34],
      ["mean over seeds", 34, 34],
      ["melt to mean_eval_melted.parquet", 34 * 271, 7549],
    ]);
  });

  it("rebuilds every column of the full sample", { timeout: 240_000 }, async () => {
    const folder = await write(await readRawTables());
    await build(folder, { keep: true });
    await withDatabase({}, async (database) => {
      const built = `${quoteText(join(folder.out, "full_eval.parquet"))}`;
      const describeTable = async (table: string) =>
        (
          await database.rows<{ column_name: string; column_type: string }>(`DESCRIBE SELECT * FROM ${table}`)
        ).map(({ column_name: name, column_type: type }) => ({ name, type }));
      const expected = await describeTable(quoteText(FULL_SAMPLE));
      const found = await describeTable(built);
      // No row of the sample has bits_per_byte_corr; a table of more models has it.
      expect(found).toEqual(expected.filter(({ name }) => !name.endsWith("_bits_per_byte_corr")));
      const read = (table: string) =>
        database.rows<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY params, data, seed, step`);
      const [rows, expectedRows] = [await read(built), await read(quoteText(FULL_SAMPLE))];
      expect(rows).toHaveLength(34);
      const differences = rows.flatMap((row, index) =>
        found
          .filter(({ name }) => !Object.is(row[name], expectedRows[index][name]))
          .map(({ name }) => [index, name]),
      );
      expect(differences).toEqual([]);
    });
  });
});
