/** The types that columns of a catalog's dataset have in Arrow and Parquet: the same whatever the rows are. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { DuckDbDatabase, type DuckDbEngine } from "../../src/engines/duckdb/duckdb-engine.js";
import { arrowFormat } from "../../src/formats/arrow.js";
import type { Format } from "../../src/formats/format.js";
import { parquetFormat } from "../../src/formats/parquet.js";
import { parseMetadata } from "../../src/ingest/parquet/metadata.js";
import { parseParquetFrame } from "../../src/ingest/parquet.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { getCell } from "../../src/table/column.js";
import { NO_CACHE } from "../support/encoding.js";

const CONTEXT = { signal: new AbortController().signal };
const ROWS = 25_000;

let folder: string;
let database: DuckDbDatabase;
let engine: DuckDbEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-types-"));
  const path = join(folder, "table.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT
      i AS small, i * 1000000000 AS wide, CAST(i AS DOUBLE) AS step, CAST(i % 2 AS DOUBLE) AS accuracy,
      CASE WHEN i = 7 THEN 1152921504606846976 ELSE i END AS hash, NULL::BIGINT AS nothing,
      [i, i + 1] AS steps, [i / 3] AS losses, i % 3 = 0 AS flag, 'text ' || i AS text
    FROM range(${ROWS}) t(i)) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  database = await DuckDbDatabase.open({ memoryLimit: "256MB", threads: 2 });
  engine = await database.openDataset(defineDataset("types", { source: path }));
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function encode(format: Format, text: string): Promise<Buffer> {
  const { query } = new DatasetQuery(engine.schema, engine.values).parse(parseRawQuery(text));
  const selection = await engine.query(query, CONTEXT);
  const chunks: Uint8Array[] = [];
  for (const chunk of format.encode({ selection, meta: "{}", textCache: NO_CACHE, buffer: null })) {
    if (chunk instanceof Promise) await chunk;
    else chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

describe("the types of a dataset of the catalog", () => {
  it.each(["limit=0", "limit=1", "small__gte=24000", ""])("are these for '%s'", async (text) => {
    const { fields } = tableFromIPC(await encode(arrowFormat, text)).schema;
    expect(Object.fromEntries(fields.map(({ name, type }) => [name, String(type)]))).toEqual({
      ...{
        small: "Int64",
        wide: "Int64",
        step: "Int64",
        accuracy: "Float64",
        hash: "Float64",
        nothing: "Float64",
      },
      ...{ steps: "List<Int64>", losses: "List<Float64>", flag: "Bool", text: "Utf8" },
    });
    const { schema } = parseMetadata(await encode(parquetFormat, text));
    const types = Object.fromEntries(schema.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      ...{ small: 2, wide: 2, step: 2, accuracy: 5, hash: 5, nothing: 5, flag: 0, text: 6 },
    });
  });

  it("keep the cells, also of text with too many values for a dictionary", async () => {
    const { table } = await parseParquetFrame(await encode(parquetFormat, "sort=small"), "f");
    expect(table.rowCount).toBe(ROWS);
    const row = Object.fromEntries(table.columns.map((column) => [column.name, getCell(column, 7)]));
    expect(row).toEqual({
      ...{ small: 7, wide: 7e9, step: 7, accuracy: 1, hash: 2 ** 60, nothing: null },
      ...{ steps: [7, 8], losses: [7 / 3], flag: false, text: "text 7" },
    });
    const arrow = tableFromIPC(await encode(arrowFormat, "sort=small"));
    expect(arrow.getChild("text")?.get(ROWS - 1)).toBe(`text ${ROWS - 1}`);
    expect(arrow.getChild("wide")?.get(ROWS - 1)).toBe(BigInt(ROWS - 1) * 1_000_000_000n);
  });
});
