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

describe.skipIf(WITHOUT_SAMPLES)(`build evaluations${WITHOUT_SAMPLES ? `: ${WITHOUT_SAMPLES}` : ""}`, () => {
  it("rebuilds the melted sample from metrics written as a Python dict with nan, inf and None", async () => {
    await expectMeltedSample(await readRawTables(asPythonWithHoles));
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
