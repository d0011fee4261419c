/** The engine over DuckDB against the engine in memory: the same query over the same rows is the same bytes, or the same problem. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { DuckDbDatabase, type DuckDbEngine } from "../../src/engines/duckdb/duckdb-engine.js";
import type { DatasetEngine } from "../../src/engines/engine.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import {
  CONTEXT,
  encode,
  expectSameBytes,
  expectSameCounts,
  readMemoryEngine,
} from "../support/catalog-queries.js";
import { INFERRED_COLUMNS, writeCatalogTable } from "../support/catalog-table.js";

const ROUNDS = 300;

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
  memory = await readMemoryEngine(folder, duckDb.schema);
  query = new DatasetQuery(duckDb.schema, duckDb.values);
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

describe("the engine over DuckDB", () => {
  it("infers types, roles and filters from the file", () => {
    expect(duckDb.schema.columns.map(({ name, type, role, filter }) => [name, type, role, filter])).toEqual(
      INFERRED_COLUMNS,
    );
  });

  it(`gives the bytes of the engine in memory for ${ROUNDS} random queries, or the same problem`, () =>
    expectSameBytes(duckDb, memory, ROUNDS));

  it("counts as the engine in memory does", () => expectSameCounts(duckDb, memory, 60));

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
