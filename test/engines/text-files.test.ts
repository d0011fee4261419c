/** Text files as datasets of a catalog: what is read, and what ends the start with its reason. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { DuckDbDatabase } from "../../src/engines/duckdb/duckdb-engine.js";
import { FORMATS } from "../../src/formats/registry.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { CONTEXT, encode } from "../support/catalog-queries.js";

const CSV = FORMATS.findIndex(({ name }) => name === "csv");
const NAMES = Array.from({ length: 19 }, (_, row) => `${row + 1}M,${row + 1}.5`).join("\n");

let folder: string;
let database: DuckDbDatabase;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-text-"));
  database = await DuckDbDatabase.open({ memoryLimit: "256MB", threads: 1 });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function open(file: string, content: string) {
  const path = join(folder, `${count++}-${file}`);
  await writeFile(path, content);
  return database.openDataset(defineDataset(`t${count}`, { source: path }));
}

describe("a text file", () => {
  it.each([
    [
      "a longer last row",
      "a.csv",
      `size,loss\n${NAMES}\n20M,1,extra\n`,
      "another number of cells than its header",
    ],
    ["an unquoted comma", "a.csv", "size,loss,note\n1B,1.5,ok\n4M,2,ok, slow\n", "another number of cells"],
    ["rows of every length", "a.tsv", "a\tb\n1\t2\n3\n4\t5\t6\n", "another number of cells"],
    ["no bytes", "a.csv", "", "is empty"],
    ["no bytes", "a.json", "", "is empty"],
  ])("with %s ends the start: %s", async (_, file, content, message) => {
    await expect(open(file, content)).rejects.toMatchObject({
      code: "bad-value",
      problem: expect.stringContaining(message),
    });
  });

  it.each([
    ["commas", "a.csv", 'a,b\n1,x\n2,"y,z"\n', 'a,b\r\n1,x\r\n2,"y,z"\r\n'],
    ["semicolons", "a.csv", "a;b\n1;x\n", "a,b\r\n1,x\r\n"],
    ["empty and missing text", "a.csv", 'a,b\nx,""\ny,\n', 'a,b\r\nx,""\r\ny,\r\n'],
    [
      "values of several types",
      "a.ndjson",
      '{"a":1,"m":5}\n{"a":"x","m":{"b":1}}\n',
      'a,m\r\n1,5\r\n"""x""","{""b"":1}"\r\n',
    ],
  ])("with %s is served as it is", async (_, file, content, expected) => {
    const engine = await open(file, content);
    const { query } = new DatasetQuery(engine.schema, engine.values).parse({});
    expect((await encode(await engine.query(query, CONTEXT), CSV)).toString()).toBe(expected);
  });

  it("may have columns named like parameters, which filter nothing", async () => {
    const engine = await open("a.csv", "limit,format,step,step__gte\n1,x,10,7\n2,y,20,8\n");
    const query = new DatasetQuery(engine.schema, engine.values);
    expect(query.parse(parseRawQuery("limit=1&format=csv")).limit).toBe(1);
    expect(query.parse(parseRawQuery("step__gte=15")).filters).toEqual({ step: { gte: 15 } });
    expect(query.parse(parseRawQuery("columns=limit&sort=-format")).query.fields).toEqual(["limit"]);
  });

  it("of a database needs the name of its table", async () => {
    const source = `duckdb:${join(folder, "x.duckdb")}`;
    const opening = database.openDataset(defineDataset("no_table", { source }));
    await expect(opening).rejects.toThrow("names no table: a table of a DuckDB file is");
  });
});
