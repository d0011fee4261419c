/** The engine over DuckDB against the engine in memory: the same query over the same rows is the same bytes, or the same problem. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { compareSizes } from "../../src/datasets/sizes.js";
import { DuckDbDatabase, type DuckDbEngine } from "../../src/engines/duckdb/duckdb-engine.js";
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
import { ROW_COUNT, writeCatalogTable } from "../support/catalog-table.js";
import { NO_CACHE } from "../support/encoding.js";
import { SeededRandom } from "../support/seeded-random.js";

const ROUNDS = 300;
const CONTEXT = { signal: new AbortController().signal };

let folder: string;
let database: DuckDbDatabase;
let duckDb: DuckDbEngine;
let memory: DatasetEngine;
let query: DatasetQuery;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-duckdb-"));
  await writeCatalogTable(folder);
  database = await DuckDbDatabase.open({ memoryLimit: "256MB", threads: 2 });
  duckDb = await database.openDataset(defineDataset("runs", { source: join(folder, "table.parquet") }));
  const path = join(folder, "table.parquet");
  const { table } = await parseParquetFrame(await readFile(path), path);
  const sorted = new Table(table.columns.map(prepareColumn), table.rowCount);
  memory = new MemoryEngine(duckDb.schema, {
    table: sorted,
    segments: buildSegments([], ROW_COUNT),
    long: null,
  });
  query = new DatasetQuery(duckDb.schema, duckDb.values);
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

/** As loading prepares it: integers are marked, except those of a measure, and dictionaries are sorted. */
function prepareColumn(column: Column): Column {
  if (column.kind !== "dictionary") return column.name === "value" ? column : markIntegers(column);
  if (column.name === "size") return sortDictionary(column, compareSizes);
  return column.name === "seed" ? sortDictionary(column, compareNumericTexts) : sortDictionary(column);
}

/** Encodes as a response does, awaiting every block that has not arrived. */
async function encode(selection: Selection, round: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const { rowCount, total } = selection;
  const input = { selection, meta: JSON.stringify({ rowCount, total }), textCache: NO_CACHE, buffer: null };
  for (const chunk of FORMATS[round % FORMATS.length].encode(input)) {
    if (chunk instanceof Promise) await chunk;
    else chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

function drawQuery(random: SeededRandom): string {
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
  draw(
    0.3,
    "step=250,500",
    "step__gte=5000",
    "step__gt=1000&step__lte=7500",
    "step=251",
    "step__lt=0.5",
    "step__lt=1e19",
    "step__gt=-1e300",
  );
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

describe("the engine over DuckDB", () => {
  it("infers types, roles and filters from the file", () => {
    expect(duckDb.schema.columns.map(({ name, type, role, filter }) => [name, type, role, filter])).toEqual([
      ["size", "text", "key", "sizes"],
      ["recipe", "text", "key", "recipes"],
      ["step", "number", "key", "values"],
      ["seed", "text", "key", "values"],
      ["value", "number", "measure", "values"],
      ["is_final", "boolean", "attribute", "values"],
      ["at", "timestamp", "attribute", "values"],
      ["losses", "list", "attribute", "none"],
      ["row_number", "number", "attribute", "values"],
    ]);
  });

  it(`gives the bytes of the engine in memory for ${ROUNDS} random queries, or the same problem`, async () => {
    const random = new SeededRandom(11);
    const inMemory = new DatasetQuery(duckDb.schema, memory.values);
    const outcomes = { rows: 0, problems: 0 };
    for (let round = 0; round < ROUNDS; round++) {
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
      const found = await encode(await duckDb.query(query.parse(raw).query, CONTEXT), round);
      expect(found.equals(expected), `${FORMATS[round % FORMATS.length].name}: ${text}`).toBe(true);
      outcomes.rows++;
    }
    expect(Math.min(outcomes.rows, outcomes.problems)).toBeGreaterThan(20);
  });

  it("counts as the engine in memory does", async () => {
    const random = new SeededRandom(12);
    const columns = ["size", "recipe", "is_final"];
    for (let round = 0; round < 60; round++) {
      const text = drawQuery(random).replace(/&?(?:sort|columns|limit|offset)=[^&]*/g, "");
      let conditions: ReturnType<DatasetQuery["parse"]>["query"];
      try {
        conditions = query.parse(parseRawQuery(text)).query;
      } catch {
        continue;
      }
      const expected = await memory.count(conditions, columns, CONTEXT);
      const found = await duckDb.count(conditions, columns, CONTEXT);
      expect(found.rows, text).toBe(expected.rows);
      for (const name of columns) {
        expect([...Array.from(found.byColumn.get(name) ?? [])], `${name} of ${text}`).toEqual(
          Array.from(expected.byColumn.get(name) ?? []),
        );
      }
    }
  });

  it("ends a query whose client leaves", async () => {
    const path = join(folder, "many.csv");
    await writeFile(path, `n\n${Array.from({ length: 20_000 }, (_, n) => n).join("\n")}\n`);
    const engine = await database.openDataset(defineDataset("many", { source: path }));
    const all = new DatasetQuery(engine.schema, engine.values).parse(parseRawQuery("sort=-n")).query;
    const controller = new AbortController();
    const selection = await engine.query({ ...all, fields: Array(10).fill("n") }, controller);
    const blocks = selection.blocks()[Symbol.iterator]();
    controller.abort();
    await expect(blocks.next().value).rejects.toThrow(/abort|interrupt/i);
    await expect(engine.query(all, controller)).rejects.toThrow(/abort|interrupt/i);
  });

  it.each(["table.csv", "duckdb"])("serves the same rows out of %s", async (file) => {
    const source =
      file === "duckdb" ? `duckdb:${join(folder, "table.duckdb")}?table=runs` : join(folder, file);
    const engine = await database.openDataset(defineDataset(`from_${file.replace(".", "_")}`, { source }));
    const other = new DatasetQuery(engine.schema, engine.values);
    // Text of numbers only is numbers in a CSV file.
    const isCsv = file !== "duckdb";
    for (const text of ["", "sort=-value,size&limit=30", "size=4M&columns=step,at,is_final"]) {
      const fields = engine.schema.columns
        .map(({ name }) => name)
        .filter((name) => !isCsv || name !== "seed")
        .join(",");
      const raw = parseRawQuery(text.includes("columns") ? text : `${text}&columns=${fields}`);
      const expected = await encode(await duckDb.query(query.parse(raw).query, CONTEXT), 0);
      const found = await encode(await engine.query(other.parse(raw).query, CONTEXT), 0);
      expect(found.toString()).toBe(expected.toString());
    }
  });
});
