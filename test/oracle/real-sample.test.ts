import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ParquetReader } from "@dsnp/parquetjs";
import { describe, expect, it } from "vitest";
import { buildEvaluations, MELTED_COLUMNS } from "../../src/datasets/evaluations.js";
import { parseParquet } from "../../src/ingest/parquet.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { queryEvaluations } from "../support/dataset-queries.js";
import { encodeJsonText } from "../support/encoding.js";

const SAMPLE = join(import.meta.dirname, "../../../shared/data/mean_eval_melted_sample.parquet");
const IDS = ["params", "data", "step", "tokens", "compute"] as const;

type MeltedRecord = Record<(typeof IDS)[number] | "metric" | "value", string | number>;

/** The rows as parquetjs itself makes objects of them, which is a way of its own through the file. */
async function readRowsByCursor(): Promise<MeltedRecord[]> {
  const reader = await ParquetReader.openFile(SAMPLE);
  const cursor = reader.getCursor();
  const records: MeltedRecord[] = [];
  for (;;) {
    const row = (await cursor.next()) as Record<string, unknown> | null;
    if (row === null) break;
    const cells = [...IDS, "metric", "value"].map((name) => {
      const cell = row[name];
      return [name, typeof cell === "bigint" ? Number(cell) : cell];
    });
    records.push(Object.fromEntries(cells));
  }
  await reader.close();
  return records;
}

function bitsOf(value: string | number): string {
  return typeof value === "number" ? String(new BigUint64Array(Float64Array.of(value).buffer)[0]) : value;
}

describe.skipIf(!existsSync(SAMPLE))(`the real sample (skipped where ${SAMPLE} is absent)`, () => {
  it("is returned completely: all 7,549 rows of 7 columns, to the last bit", async () => {
    const bytes = await readFile(SAMPLE);
    const { table } = await parseParquet(bytes, SAMPLE, MELTED_COLUMNS);
    const evaluations = buildEvaluations(table, SAMPLE);
    expect([evaluations.rowCount, evaluations.missingCount]).toEqual([7549, 0]);
    expect(evaluations.view.table.rowCount).toBe(34);
    expect(evaluations.view.valueColumns).toHaveLength(271);
    const plan = queryEvaluations(evaluations).parse(parseRawQuery(""), {
      shape: null,
      fixedFilters: {},
      defaultFilters: {},
    });
    const response = JSON.parse(encodeJsonText(plan.select()));
    const served = response.data as MeltedRecord[];
    expect(served).toHaveLength(7549);
    const keyOf = ({ params, data, step, metric }: MeltedRecord) => [params, data, step, metric].join("|");
    const byKey = new Map(served.map((record) => [keyOf(record), record]));
    expect(byKey.size).toBe(7549);
    const expected = await readRowsByCursor();
    expect(expected).toHaveLength(7549);
    for (const record of expected) {
      const found = byKey.get(keyOf(record)) as MeltedRecord;
      expect(Object.keys(found)).toEqual(Object.keys(record));
      expect(Object.values(found).map(bitsOf), keyOf(record)).toEqual(Object.values(record).map(bitsOf));
    }
    const metrics = [...new Set(expected.map(({ metric }) => metric))];
    expect([...new Set(served.map(({ metric }) => metric))]).toEqual(metrics);
  });
});
