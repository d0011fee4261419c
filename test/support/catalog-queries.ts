/** Random queries of the small table of a catalog, and the engine in memory over it: what other engines are compared with. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { DatasetSchema } from "../../src/catalog/schema.js";
import { compareSizes } from "../../src/datasets/sizes.js";
import type { DatasetEngine } from "../../src/engines/engine.js";
import { MemoryEngine } from "../../src/engines/memory-engine.js";
import { ProblemError } from "../../src/errors.js";
import { FORMATS } from "../../src/formats/registry.js";
import { parseParquetFrame } from "../../src/ingest/parquet.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { type Column, markIntegers } from "../../src/table/column.js";
import { sortDictionary } from "../../src/table/dictionary.js";
import { compareNumericTexts } from "../../src/table/numeric-text.js";
import { buildSegments } from "../../src/table/segments.js";
import type { Selection } from "../../src/table/selection.js";
import { Table } from "../../src/table/table.js";
import { ROW_COUNT } from "./catalog-table.js";
import { NO_CACHE } from "./encoding.js";
import { SeededRandom } from "./seeded-random.js";

export const CONTEXT = { signal: new AbortController().signal };

/** The engine in memory over `table.parquet` of a folder, with the schema of another engine. */
export async function readMemoryEngine(folder: string, schema: DatasetSchema): Promise<MemoryEngine> {
  const path = join(folder, "table.parquet");
  const { table } = await parseParquetFrame(await readFile(path), path);
  const sorted = new Table(table.columns.map(prepareColumn), table.rowCount);
  return new MemoryEngine(schema, { table: sorted, segments: buildSegments([], ROW_COUNT), long: null });
}

/** As loading prepares it: integers are marked, except those of a measure, and dictionaries are sorted. */
function prepareColumn(column: Column): Column {
  if (column.kind !== "dictionary") return column.name === "value" ? column : markIntegers(column);
  if (column.name === "size") return sortDictionary(column, compareSizes);
  return column.name === "seed" ? sortDictionary(column, compareNumericTexts) : sortDictionary(column);
}

/** Encodes as a response does, awaiting every block that has not arrived; the round chooses the format. */
export async function encode(selection: Selection, round: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const { rowCount, total } = selection;
  const input = { selection, meta: JSON.stringify({ rowCount, total }), textCache: NO_CACHE, buffer: null };
  for (const chunk of FORMATS[round % FORMATS.length].encode(input)) {
    if (chunk instanceof Promise) await chunk;
    else chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

export function drawQuery(random: SeededRandom): string {
  const parts: string[] = [];
  const draw = (chance: number, ...texts: string[]) => {
    if (random.chance(chance)) parts.push(random.pick(texts));
  };
  draw(0.3, "size=1b", "size=4M,150M", "size__gte=90M", "size__lt=1B&size=4M", "size=*M");
  draw(
    0.3,
    "recipe=C4",
    "recipe=DCLM-Baseline (QC 7%25, FW2),C4",
    "recipe=dclm*",
    "recipe=falcon_cc",
    "recipe=C5",
  );
  draw(0.3, "step=250,500", "step__gte=5000", "step__gt=1000&step__lte=7500", "step=251", "step__lt=0.5");
  draw(0.2, "seed=1,2", "seed__gte=10", "seed=01");
  draw(0.2, "value__gte=50", "value__lt=1e-8", "value__gt=-1&value__lte=0", "value__lt=abc");
  draw(0.2, "is_final=true", "is_final=false,true", "is_final=yes");
  draw(
    0.2,
    "at__gte=2025-09-13",
    "at=2025-09-12 05:09:44",
    "at=2025-09-12 05:09:45",
    "at__lt=2025-09-12T06:00:00Z",
  );
  draw(
    0.6,
    "sort=size,-step",
    "sort=-value",
    "sort=recipe",
    "sort=seed,value",
    "sort=-at,is_final",
    "sort=-is_final",
    "sort=losses",
  );
  draw(0.4, "columns=row_number", "columns=losses,value,at", "columns=*e*", "columns=is_final,seed");
  draw(0.4, "limit=7", "limit=0", "limit=1000", "limit=20&offset=15", "offset=390");
  return parts.join("&");
}

type ComparedEngine = DatasetEngine & { readonly schema: DatasetSchema };

/** Expects the bytes of the engine in memory for random queries, or the same problem. */
export async function expectSameBytes(
  engine: ComparedEngine,
  memory: DatasetEngine,
  rounds: number,
  seed = 11,
): Promise<void> {
  const random = new SeededRandom(seed);
  const query = new DatasetQuery(engine.schema, engine.values);
  const inMemory = new DatasetQuery(engine.schema, memory.values);
  const outcomes = { rows: 0, problems: 0 };
  for (let round = 0; round < rounds; round++) {
    const text = drawQuery(random);
    const raw = parseRawQuery(text);
    let problem: ProblemError | null = null;
    try {
      inMemory.parse(raw);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problem = error;
    }
    if (problem !== null) {
      expect(() => query.parse(raw), text).toThrow(problem);
      outcomes.problems++;
      continue;
    }
    const expected = await encode(await memory.query(inMemory.parse(raw).query, CONTEXT), round);
    const found = await encode(await engine.query(query.parse(raw).query, CONTEXT), round);
    expect(found.equals(expected), `${FORMATS[round % FORMATS.length].name}: ${text}`).toBe(true);
    outcomes.rows++;
  }
  expect(Math.min(outcomes.rows, outcomes.problems)).toBeGreaterThan(20);
}

/** Expects the counts of the engine in memory under random conditions. */
export async function expectSameCounts(
  engine: ComparedEngine,
  memory: DatasetEngine,
  rounds: number,
): Promise<void> {
  const random = new SeededRandom(12);
  const query = new DatasetQuery(engine.schema, engine.values);
  const columns = ["size", "recipe", "is_final"];
  for (let round = 0; round < rounds; round++) {
    const text = drawQuery(random).replace(/&?(?:sort|columns|limit|offset)=[^&]*/g, "");
    let conditions: ReturnType<DatasetQuery["parse"]>["query"];
    try {
      conditions = query.parse(parseRawQuery(text)).query;
    } catch {
      continue;
    }
    const expected = await memory.count(conditions, columns, CONTEXT);
    const found = await engine.count(conditions, columns, CONTEXT);
    expect(found.rows, text).toBe(expected.rows);
    for (const name of columns) {
      expect([...Array.from(found.byColumn.get(name) ?? [])], `${name} of ${text}`).toEqual(
        Array.from(expected.byColumn.get(name) ?? []),
      );
    }
  }
}
