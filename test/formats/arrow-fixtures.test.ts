/**
 * What pyarrow reads in the streams of this encoder: `stream.arrow` is what was sent and `expected.json` what pyarrow
 * found in it, so that as long as the bytes stay the same that holds, and so does all that is said of it here.
 *
 *     UPDATE_FIXTURES=1 npx vitest run test/formats/arrow-fixtures.test.ts     writes the streams
 *     python3 scripts/read_arrow_fixtures.py                                   has pyarrow read them
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arrowFormat } from "../../src/formats/arrow.js";
import type { Selection } from "../../src/table/selection.js";
import { buildArrowCases } from "../support/arrow-cases.js";
import { expectDecoded } from "../support/decoding.js";
import { encodeBytes } from "../support/encoding.js";
import { toRecords } from "../support/selection-rows.js";

const FIXTURES = new URL("../fixtures/arrow/", import.meta.url).pathname;

interface Expected {
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  /** The rows of each record batch. */
  readonly batches: readonly number[];
  readonly rows: readonly (readonly unknown[])[];
}

const cases = buildArrowCases();

if (process.env.UPDATE_FIXTURES !== undefined) {
  it.each(Object.entries(cases))("writes the stream of %s", async (name, selection) => {
    await mkdir(join(FIXTURES, name), { recursive: true });
    await writeFile(join(FIXTURES, name, "stream.arrow"), encodeBytes(arrowFormat, selection));
  });
}

describe("pyarrow's reading of an Arrow stream", () => {
  it("is kept for every case", async () => {
    expect((await readdir(FIXTURES)).sort()).toEqual(Object.keys(cases).sort());
  });

  it.each(Object.entries(cases))("is of the very bytes that are sent: %s", async (name, selection) => {
    const stream = await readFile(join(FIXTURES, name, "stream.arrow"));
    expect(encodeBytes(arrowFormat, selection).equals(stream)).toBe(true);
  });

  it.each(Object.entries(cases))("finds the cells of the selection: %s", async (name, selection) => {
    const { fields, batches, rows } = await readExpected(name);
    expect(fields.map((field) => field.name)).toEqual(selection.fields);
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(selection.rowCount);
    expect(rows).toEqual(cellsOf(selection));
  });

  it("has params, data and metric as dictionaries, whole numbers as integers, and others as doubles", async () => {
    const text = "dictionary<values=string, indices=int32, ordered=0>";
    for (const name of ["long", "long-empty"]) {
      expect((await readExpected(name)).fields).toEqual([
        ...["params", "data"].map((field) => ({ name: field, type: text })),
        ...["step", "tokens"].map((field) => ({ name: field, type: "int64" })),
        { name: "compute", type: "double" },
        { name: "metric", type: text },
        { name: "value", type: "double" },
      ]);
    }
  });

  it("has timestamps as timestamps and lists as lists", async () => {
    for (const name of ["comparisons", "comparisons-empty"]) {
      const { fields } = await readExpected(name);
      const typeOf = new Map(fields.map((field) => [field.name, field.type]));
      expect(typeOf.get("timestamp")).toBe("timestamp[us]");
      expect(typeOf.get("pt_arc_easy_acc_raw_list")).toBe("list<item: double>");
    }
    const { rows } = await readExpected("comparisons");
    const columns = cases.comparisons.fields;
    for (const row of rows)
      expect(row[columns.indexOf("timestamp")]).toMatch(/^2025-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(rows.some((row) => Array.isArray(row[columns.indexOf("pt_arc_easy_acc_raw_list")]))).toBe(true);
  });

  it("takes an empty selection for a table without rows", async () => {
    for (const name of ["long-empty", "comparisons-empty", "every-kind-empty"]) {
      const { fields, batches, rows } = await readExpected(name);
      expect(fields.length, name).toBeGreaterThan(0);
      expect(batches, name).toEqual([]);
      expect(rows, name).toEqual([]);
    }
  });
});

async function readExpected(name: string): Promise<Expected> {
  return JSON.parse(await readFile(join(FIXTURES, name, "expected.json"), "utf8"));
}

/** What Arrow should hold, with timestamps as their text. */
function cellsOf(selection: Selection): unknown[][] {
  const { rows } = expectDecoded("arrow", selection);
  const records = toRecords(selection);
  return rows.map((cells, row) =>
    cells.map((cell, index) =>
      selection.columns[index].kind === "timestamp" ? records[row][selection.fields[index]] : cell,
    ),
  );
}
