/** Small data files written by the tests, in a folder of their own: a melted Parquet and a frame of comparisons. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParquetSchema, ParquetWriter } from "@dsnp/parquetjs";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";

export interface MeltedRow {
  readonly params: string;
  readonly data: string;
  readonly step: number;
  readonly tokens: number;
  readonly compute: number;
  readonly metric: string;
  readonly value: number;
}

/** Two recipes, two sizes, three steps and two metrics. */
export const MELTED_ROWS: readonly MeltedRow[] = ["pile-valppl", "c4_en-valppl"].flatMap((metric, offset) =>
  ["C4", "Dolma1.7"].flatMap((data) =>
    ["4M", "1B"].flatMap((params) =>
      [0, 1250, 5000].map((step, index) => ({
        params,
        data,
        step,
        tokens: step * 1000,
        compute: step * 1e12,
        metric,
        value: 100 - index + offset,
      })),
    ),
  ),
);

/** Makes a folder for one test file; the function it comes with removes it. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "datadecide-test-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Writes rows as the melted Parquet file; `without` leaves out a column. Returns the path. */
export async function writeMelted(path: string, rows: readonly MeltedRow[], without?: keyof MeltedRow) {
  const text = { type: "UTF8" } as const;
  const number = { type: "DOUBLE" } as const;
  const types = {
    params: text,
    data: text,
    step: number,
    tokens: number,
    compute: number,
    metric: text,
    value: number,
  };
  const kept = Object.entries(types).filter(([name]) => name !== without);
  const writer = await ParquetWriter.openFile(new ParquetSchema(Object.fromEntries(kept)), path);
  for (const row of rows) {
    await writer.appendRow(Object.fromEntries(Object.entries(row).filter(([name]) => name !== without)));
  }
  await writer.close();
  return path;
}

/** Writes so many rows that their response outgrows what the kernel buffers, some 130 bytes each. Returns the path. */
export async function writeLongMelted(path: string, rowCount: number): Promise<string> {
  await withDatabase({ threads: 1 }, (database) =>
    database.run(
      `COPY (SELECT '1B' AS params, 'C4' AS data, i::DOUBLE AS step, i * 65536::DOUBLE AS tokens, i * 1e15 AS compute,
          'pile-valppl' AS metric, 1 / (i + 3) AS value FROM range(${rowCount}) t(i))
        TO ${quoteText(path)} (FORMAT parquet)`,
    ),
  );
  return path;
}

/** Writes three comparisons as Parquet, with a column of every kind that a frame can have. Returns the path. */
export async function writeComparisons(path: string): Promise<string> {
  await withDatabase({ threads: 1 }, (database) =>
    database.run(
      `COPY (SELECT 'run ' || i AS run_id, 'C4' AS ckpt_data, '4M' AS ckpt_params, '1B' AS comparison_model_size,
          'Dolma1.7' AS comparison_model_recipe, TIMESTAMP '2025-09-12 17:28:12' AS timestamp,
          [i, NULL, 1.5]::DOUBLE[] AS ft_loss_list, (CASE WHEN i = 0 THEN '"6250"' ELSE '29052' END)::JSON AS ckpt_steps,
          i / 8 AS ft_pile, i AS __index_level_0__ FROM range(3) t(i))
        TO ${quoteText(path)} (FORMAT parquet)`,
    ),
  );
  return path;
}
