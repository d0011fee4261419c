import { describe, expect, it } from "vitest";
import { gatherRows } from "../../src/table/column.js";
import { type CellFilter, type LongFilter, LongView } from "../../src/table/long-view.js";
import { buildSegments } from "../../src/table/segments.js";
import { Table } from "../../src/table/table.js";
import { numberColumn, tableOf, textColumn } from "../support/columns.js";
import { toTableJson } from "../support/table-json.js";

const gap = Number.NaN;
const key = textColumn("key", ["a", "a", "a", "b", "b"]);
const step = numberColumn("step", [1, 2, 3, 1, 2]);
const m = numberColumn("m", [10, 20, gap, 40, Number.POSITIVE_INFINITY]);
const n = numberColumn("n", [gap, gap, 30, gap, gap]);
const view = new LongView({
  table: tableOf(key, step, m, n),
  segments: buildSegments([key], 5),
  idColumns: [key, step],
  valueColumns: [m, n],
  orderColumn: step,
  variableName: "metric",
  valueName: "value",
});
const ALL: CellFilter = { range: null, last: null };
const FINAL: CellFilter = { range: null, last: { kind: "final" } };

function atLeast(min: number, isFinal = false): CellFilter {
  const range = { exact: null, min, isMinOpen: false, max: Number.POSITIVE_INFINITY, isMaxOpen: false };
  return { range, last: isFinal ? { kind: "final" } : null };
}

/** What is selected of a table, as a table of its own. */
function rowsOf({ table, rows }: ReturnType<LongView["pivot"]>) {
  const columns = table.columns.map((column) =>
    column.kind === "list" ? expect.fail("there are no lists here") : gatherRows(column, rows),
  );
  return toTableJson(new Table(columns, rows.length));
}

function slice(rows: readonly number[], cells: CellFilter): LongFilter {
  const mask = Uint8Array.from({ length: 5 }, (_, row) => (rows.includes(row) ? 1 : 0));
  return { rows: { segments: [0, 1], mask }, valueColumns: [m, n], cells };
}

describe("the rows of a slice that have a value", () => {
  it.each<[string, readonly number[], CellFilter, number[], number[]]>([
    ["leave out missing values and keep infinite ones", [0, 1, 2, 3, 4], ALL, [0, 1, 3, 4], [2]],
    ["are among the rows of the slice", [1, 2, 4], ALL, [1, 4], [2]],
    ["leave infinite values out under a condition", [0, 1, 2, 3, 4], atLeast(20), [1, 3], [2]],
    ["are the last of each segment with a value", [0, 1, 2, 3, 4], FINAL, [1, 4], [2]],
    ["are none where the last row of the segment is not in the slice", [0, 3], FINAL, [], []],
    ["are none where the last value does not pass", [0, 1, 2, 3, 4], atLeast(25, true), [], [2]],
    ["are none without rows", [], ALL, [], []],
  ])("%s", (_, rows, cells, rowsOfM, rowsOfN) => {
    const given = slice(rows, cells);
    expect([...view.findValid(given, m)]).toEqual(rowsOfM);
    expect([...view.findValid(given, n)]).toEqual(rowsOfN);
    expect(view.countValid(given, m)).toBe(rowsOfM.length);
    expect(view.countValid(given, n)).toBe(rowsOfN.length);
  });

  it("are known without reading the values if whole segments are requested", () => {
    const segments = (...numbers: number[]): LongFilter => ({
      rows: { segments: numbers, mask: null },
      valueColumns: [m, n],
      cells: ALL,
    });
    expect([...view.findValid(segments(0, 1), m)]).toEqual([0, 1, 3, 4]);
    expect(view.findValid(segments(0, 1), m)).toBe(view.findValid(segments(0, 1), m));
    expect([...view.findValid(segments(1), m)]).toEqual([3, 4]);
    expect([...view.findValid(segments(0), n)]).toEqual([2]);
    expect(view.countValid(segments(1), m)).toBe(2);
    expect(view.countValid(segments(1), n)).toBe(0);
  });
});

describe("the wide form of a slice", () => {
  it("has the rows with any selected value, and missing values where a cell is not selected", () => {
    const pivoted = view.pivot(slice([0, 1, 2, 3, 4], FINAL));
    expect([...pivoted.rows]).toEqual([1, 2, 4]);
    expect(rowsOf(pivoted)).toEqual({
      rows: 3,
      columns: [
        { name: "key", kind: "dictionary", cells: ["a", "a", "b"] },
        { name: "step", kind: "number", cells: [2, 3, 2] },
        { name: "m", kind: "number", cells: [20, null, { $number: "Infinity" }] },
        { name: "n", kind: "number", cells: [null, 30, null] },
      ],
    });
  });

  it("has no rows when nothing is selected", () => {
    const pivoted = view.pivot(slice([0], atLeast(1000)));
    expect(pivoted.rows).toHaveLength(0);
    expect(pivoted.table.columns.map(({ name }) => name)).toEqual(["key", "step", "m", "n"]);
  });

  it("is the table itself without conditions on the values, less the rows that have none", () => {
    const pivoted = view.pivot({ ...slice([1, 2, 3], ALL), valueColumns: [n] });
    expect(pivoted.table).toBe(view.table);
    expect([...pivoted.rows]).toEqual([2]);
  });

  it("keeps an infinite value, and leaves it out under a range", () => {
    expect([...view.pivot(slice([4], ALL)).rows]).toEqual([4]);
    expect([...view.pivot(slice([4], FINAL)).rows]).toEqual([4]);
    expect([...view.pivot(slice([4], atLeast(0))).rows]).toEqual([]);
  });
});
