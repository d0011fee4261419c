/** Small data files written by the tests: a melted Parquet of a few rows, in a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParquetSchema, ParquetWriter } from "@dsnp/parquetjs";

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
