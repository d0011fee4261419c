/** Arrow files of pyarrow as sources: every value as pyarrow has it, in every compression. */
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { DuckDbDatabase } from "../../src/engines/duckdb/duckdb-engine.js";
import { jsonFormat } from "../../src/formats/json.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { encodeBytes } from "../support/encoding.js";
import { makeFolder } from "../support/small-files.js";

const FIXTURES = new URL("../fixtures/arrow-sources/", import.meta.url).pathname;
const FILES = readdirSync(FIXTURES).filter((name) => !name.endsWith(".json"));
const CONTEXT = { signal: new AbortController().signal };

let database: DuckDbDatabase;
let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  database = await DuckDbDatabase.open({ memoryLimit: "256MB", threads: 1 });
  ({ folder, remove } = await makeFolder());
});
afterAll(async () => {
  database.close();
  await remove();
});

async function readRows(name: string, source: string): Promise<unknown[]> {
  const engine = await database.openDataset(defineDataset(name, { source }));
  const { query } = new DatasetQuery(engine.schema, engine.values).parse(parseRawQuery(""));
  return JSON.parse(encodeBytes(jsonFormat, await engine.query(query, CONTEXT)).toString()).data;
}

describe("an Arrow file", () => {
  it.each(FILES)("%s has the rows that pyarrow reads", async (file) => {
    const expected = JSON.parse(readFileSync(join(FIXTURES, "expected.json"), "utf8"));
    const rows = await readRows(`of_${file.replace(".", "_")}`, join(FIXTURES, file));
    expect(rows).toHaveLength(300);
    expect([...rows.slice(0, 40), ...rows.slice(-10)]).toEqual(expected);
  });

  it("is read together with others of the same columns", async () => {
    expect(await readRows("both", join(FIXTURES, "*.arrow"))).toHaveLength(600);
  });

  it.each([
    ["no Arrow", Buffer.from("this is text, and no Arrow file at all")],
    ["cut", readFileSync(join(FIXTURES, "plain.arrow")).subarray(0, 20_000)],
    ["damaged", damage(readFileSync(join(FIXTURES, "lz4.feather")))],
    ["empty", Buffer.alloc(0)],
  ])("that is %s is refused by name", async (what, bytes) => {
    const path = join(folder, `${what.replace(" ", "-")}.arrow`);
    await writeFile(path, bytes);
    await expect(readRows(what.replace(" ", "_").toLowerCase(), path)).rejects.toMatchObject({
      code: "not-arrow",
      message: expect.stringContaining(path),
    });
  });
});

/** Overwrites a part in the middle of the compressed columns. */
function damage(bytes: Buffer): Buffer {
  return Buffer.from(bytes).fill(0xff, 3000, 5000);
}
