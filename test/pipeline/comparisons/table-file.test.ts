import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseParquetFrame } from "../../../src/ingest/parquet.js";
import { writeTableFile } from "../../../src/pipeline/comparisons/table-file.js";
import { withDatabase } from "../../../src/pipeline/database.js";
import { getCell } from "../../../src/table/column.js";
import { Table } from "../../../src/table/table.js";

const TIMESTAMPS = [
  ["0001-01-01 00:00:00.001", -62_135_596_799_999],
  ["1969-12-31 23:59:59.999999", -0.001],
  ["2025-09-01 12:34:56.789123", 1_756_730_096_789.123],
  ["9999-12-31 23:59:59.001", 253_402_300_799_001],
] as const;

test("timestamps are the same in a written file, also far from 1970", async () => {
  const folder = await mkdtemp(join(tmpdir(), "datadecide-table-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "table.parquet");
  const values = Float64Array.from(TIMESTAMPS, ([, epochMs]) => epochMs);
  const written = new Table([{ kind: "timestamp", name: "timestamp", values }], values.length);
  await withDatabase({}, (database) => writeTableFile(database, written, path));
  const { table } = await parseParquetFrame(await readFile(path), path);
  const texts = TIMESTAMPS.map((_, row) => getCell(table.columns[0], row));
  expect(texts).toEqual(TIMESTAMPS.map(([text]) => expect.stringMatching(new RegExp(`^${text}0*$`))));
});
