/** The same melted rows in memory and in DuckDB, and random queries over both. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tableFromIPC, type Vector } from "apache-arrow";
import { expect } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import type { DatasetSchema } from "../../src/catalog/schema.js";
import { buildEvaluations, MELTED_COLUMNS } from "../../src/datasets/evaluations.js";
import { buildEvaluationsSchema } from "../../src/datasets/schemas.js";
import { DuckDbDatabase, type DuckDbEngine } from "../../src/engines/duckdb/duckdb-engine.js";
import { MemoryEngine } from "../../src/engines/memory-engine.js";
import { ProblemError } from "../../src/errors.js";
import type { Format } from "../../src/formats/format.js";
import { FORMATS } from "../../src/formats/registry.js";
import { parseParquet, parseParquetFrame } from "../../src/ingest/parquet.js";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import type { Selection } from "../../src/table/selection.js";
import { NO_CACHE } from "./encoding.js";
import type { MeltedRow } from "./melted.js";
import type { SeededRandom } from "./seeded-random.js";
import { buildSmallRows } from "./small-datasets.js";

const CONTEXT = { signal: new AbortController().signal };

/** The rows of the small suite, of which some values are infinite. */
export function buildRowsWithInfinities(): MeltedRow[] {
  return buildSmallRows().map((row, index) =>
    index % 97 === 5
      ? { ...row, value: index % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY }
      : row,
  );
}

/** Writes rows in their order as a melted Parquet file. Returns the path. */
export async function writeMeltedRows(folder: string, rows: readonly MeltedRow[]): Promise<string> {
  const path = join(folder, "melted.parquet");
  const literal = ({ params, data, step, tokens, compute, metric, value }: MeltedRow) => {
    const texts = [params, data, metric].map((text) => (text === null ? "NULL" : quoteText(text)));
    const shown = Number.isFinite(value) ? String(value) : `'${value}'`;
    return `(${texts[0]}, ${texts[1]}, ${step}, ${tokens}, ${compute}, ${texts[2]}, ${shown}::DOUBLE)`;
  };
  await withDatabase({ threads: 1 }, (database) =>
    database.run(
      `COPY (SELECT params, data, step::DOUBLE AS step, tokens::DOUBLE AS tokens, compute::DOUBLE AS compute, metric, value
        FROM (VALUES ${rows.map(literal).join(", ")}) v(params, data, step, tokens, compute, metric, value))
        TO ${quoteText(path)} (FORMAT parquet, ROW_GROUP_SIZE 4096)`,
    ),
  );
  return path;
}

interface DrawnNames {
  readonly metrics: readonly string[];
  readonly recipes: readonly string[];
  readonly sizes: readonly string[];
  readonly steps: readonly number[];
}

export class LongEngines {
  readonly #query: DatasetQuery;
  readonly #memoryQuery: DatasetQuery;

  private constructor(
    readonly schema: DatasetSchema,
    readonly memory: MemoryEngine,
    readonly duckDb: DuckDbEngine,
    readonly names: DrawnNames,
    readonly database: DuckDbDatabase,
  ) {
    this.#query = new DatasetQuery({ ...duckDb.schema, name: schema.name }, duckDb.values);
    this.#memoryQuery = new DatasetQuery(schema, memory.values);
  }

  /** Opens a melted Parquet file in both engines. */
  static async open(path: string, memoryLimit = "512MB"): Promise<LongEngines> {
    const { table } = await parseParquet(await readFile(path), path, MELTED_COLUMNS);
    const evaluations = {
      ...buildEvaluations(table, path),
      source: null as never,
      ignoredColumns: [],
      loadMs: 0,
    };
    const schema = buildEvaluationsSchema(evaluations);
    const { view } = evaluations;
    const memory = new MemoryEngine(schema, { ...view, long: view });
    const database = await DuckDbDatabase.open({ memoryLimit, threads: 2 });
    const duckDb = await database.openDataset(
      defineDataset("melted", { source: path, long: { variable: "metric", value: "value" } }),
    );
    const listNames = (column: string) => {
      const values = memory.values.get(column);
      return values?.kind === "names" ? values.names : [];
    };
    const steps = memory.values.get("step");
    const names = {
      metrics: schema.long?.measures ?? [],
      recipes: listNames("data"),
      sizes: listNames("params"),
      steps: steps?.kind === "numbers" ? [...(steps.distinct ?? [])] : [],
    };
    return new LongEngines(schema, memory, duckDb, names, database);
  }

  close(): void {
    this.database.close();
  }

  /** Compares the bytes or the problem of a query. `round` chooses the format. */
  async compare(text: string, round: number): Promise<"rows" | "problems"> {
    const raw = parseRawQuery(text);
    let problem: ProblemError | null = null;
    try {
      this.#memoryQuery.parse(raw);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problem = error;
    }
    if (problem !== null) {
      expect(() => this.#query.parse(raw), text).toThrow(problem);
      return "problems";
    }
    const memoryPlan = this.#memoryQuery.parse(raw);
    const plan = this.#query.parse(raw);
    expect(plan.key).toBe(memoryPlan.key);
    const format = FORMATS[round % FORMATS.length];
    const expected = await encode(this.memory.query(memoryPlan.query), format);
    const found = await encode(await this.duckDb.query(plan.query, CONTEXT), format);
    if (found.equals(expected)) return "rows";
    // Record batches and row groups follow the blocks of an engine, so that a large result may be divided otherwise.
    if (format.name === "arrow" && plan.query.limit === null) expectSameRows(found, expected, text);
    else if (format.name === "parquet" && plan.query.limit === null)
      await expectSameTable(found, expected, text);
    else throw new Error(`${format.name}: ${text} differs: ${describeDifference(found, expected)}`);
    return "rows";
  }

  async compareCounts(text: string): Promise<void> {
    const plan = this.#query.parse(parseRawQuery(text)).query;
    const columns = ["params", "data", "metric"];
    const expected = this.memory.count(plan, columns);
    const found = await this.duckDb.count(plan, columns, CONTEXT);
    expect(found.rows, text).toBe(expected.rows);
    for (const name of columns) {
      expect(Array.from(found.byColumn.get(name) ?? []), `${name} of ${text}`).toEqual(
        Array.from(expected.byColumn.get(name) ?? []),
      );
    }
  }
}

/** Encodes as a response does, awaiting every block that has not arrived. */
async function encode(selection: Selection, format: Format): Promise<Buffer> {
  const { rowCount, total } = selection;
  const input = { selection, meta: JSON.stringify({ rowCount, total }), textCache: NO_CACHE, buffer: null };
  const chunks: Uint8Array[] = [];
  for (const chunk of format.encode(input)) {
    if (chunk instanceof Promise) await chunk;
    else chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

function describeDifference(found: Buffer, expected: Buffer): string {
  const at = found.findIndex((byte, index) => byte !== expected[index]);
  const [a, b] = [found, expected].map((bytes) => bytes.subarray(Math.max(at - 60, 0), at + 100).toString());
  return `${a}\ninstead of\n${b}`;
}

/** Compares all cells of two Arrow streams, bit for bit. */
function expectSameRows(found: Buffer, expected: Buffer, text: string): void {
  const [a, b] = [found, expected].map((bytes) => tableFromIPC(bytes));
  expect(a.schema.toString(), text).toBe(b.schema.toString());
  expect(a.numRows, text).toBe(b.numRows);
  for (const [index, { name }] of a.schema.fields.entries()) {
    const [left, right] = [a, b].map((table) => readCells(table.getChildAt(index) as Vector));
    expect(left.names, `${name} of ${text}`).toEqual(right.names);
    expect(Buffer.compare(left.bytes, right.bytes), `${name} of ${text}`).toBe(0);
  }
}

/** Compares all cells of two Parquet files. */
async function expectSameTable(found: Buffer, expected: Buffer, text: string): Promise<void> {
  const [{ table: a }, { table: b }] = await Promise.all(
    [found, expected].map((bytes) => parseParquetFrame(bytes, "a response")),
  );
  expect(a.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual(
    b.columns.map(({ name, kind }) => `${name} ${kind}`),
  );
  for (const { name } of a.columns) {
    const [left, right] = [a, b].map((table) => table.get(name));
    const areEqual =
      left.kind === "dictionary" && right.kind === "dictionary"
        ? left.dictionary.join() === right.dictionary.join() && isEqualBytes(left.codes, right.codes)
        : left.kind === "number" && right.kind === "number" && isEqualBytes(left.values, right.values);
    expect(areEqual, `${name} of ${text}`).toBe(true);
  }
}

function isEqualBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const view = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return view(a).equals(view(b));
}

/** The numbers, or the codes with their names; a missing value is the greatest code or NaN. */
function readCells(vector: Vector): { readonly bytes: Buffer; readonly names: readonly unknown[] } {
  const cells = new Float64Array(vector.length);
  let row = 0;
  for (const data of vector.data) {
    for (let index = 0; index < data.length; index++, row++) {
      cells[row] = data.getValid(index) ? Number(data.values[index]) : Number.NaN;
    }
  }
  const { dictionary } = vector.data[0] ?? {};
  return { bytes: Buffer.from(cells.buffer), names: dictionary == null ? [] : [...dictionary] };
}

/** Filters that do not contradict each other. */
export function drawConditions(random: SeededRandom, names: DrawnNames): string {
  const parts: string[] = [];
  const list = (name: string, values: readonly (string | number)[], count: number) =>
    parts.push(...random.some(values, count).map((value) => `${name}=${encodeURIComponent(value)}`));
  if (random.chance(0.7)) list("metric", names.metrics, 4);
  if (random.chance(0.6)) list("data", names.recipes, 3);
  if (random.chance(0.5)) list("params", names.sizes, 4);
  else if (random.chance(0.3))
    parts.push(random.pick(["params__gte=90M", "params__lt=20M", "params__gt=1B"]));
  if (random.chance(0.2)) list("step", names.steps, 3);
  else if (random.chance(0.25)) parts.push(`step__${random.pick(["gte", "lt"])}=${random.pick(names.steps)}`);
  if (random.chance(0.15)) parts.push(random.pick(["tokens__gt=1e9", "compute__lte=1e19", "tokens__lt=0"]));
  if (random.chance(0.25)) {
    parts.push(random.pick(["value__gte=0.5", "value__lt=100&value__gt=20", "value=0", "value__lte=-1e-3"]));
  }
  if (random.chance(0.35)) parts.push(`checkpoint=${random.pick(["final", "common"])}`);
  return parts.join("&");
}

/** A query with shape, columns, sort and page; now and then one with a mistake. */
export function drawLongQuery(random: SeededRandom, names: DrawnNames): string {
  const parts = [drawConditions(random, names)].filter((part) => part !== "");
  const isWide = random.chance(0.35);
  if (isWide) parts.push("shape=wide");
  const metric = random.pick(names.metrics);
  const columns = isWide
    ? ["params", "data", "step", "tokens", "compute", metric]
    : ["params", "data", "step", "tokens", "metric", "value"];
  if (random.chance(0.4)) {
    const keys = random.some(columns, 3).map((name) => `${random.chance(0.5) ? "-" : ""}${name}`);
    parts.push(`sort=${keys.join(",")}`);
  }
  if (random.chance(0.3)) parts.push(`columns=${random.some(columns, 4).join(",")}`);
  if (random.chance(0.6))
    parts.push(random.pick(["limit=7", "limit=0", "limit=500", "limit=9&offset=30", "offset=900"]));
  if (random.chance(0.06))
    parts.push(random.pick(["data=C5", "metrics=x", "step=3", "checkpoint=last", "shape=round"]));
  return parts.join("&");
}
