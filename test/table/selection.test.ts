import { describe, expect, it } from "vitest";
import { InvariantError } from "../../src/errors.js";
import { type LongFilter, LongView } from "../../src/table/long-view.js";
import { buildSegments } from "../../src/table/segments.js";
import { type SelectOptions, selectLong, selectWide } from "../../src/table/selection.js";
import { listColumn, numberColumn, tableOf, textColumn } from "../support/columns.js";
import { listBlocks, toRecords } from "../support/selection-rows.js";

const gap = Number.NaN;
const key = textColumn("key", ["a", "a", "b", "b"]);
const m = numberColumn("m", [1, gap, 3, 4]);
const n = numberColumn("n", [5, 6, gap, 5]);
const table = tableOf(key, m, n, listColumn("list", [[1], [], null, [2]]));
const view = new LongView({
  table,
  segments: buildSegments([key], 4),
  idColumns: [key],
  valueColumns: [m, n],
  orderColumn: m,
  variableName: "metric",
  valueName: "value",
});
const whole: LongFilter = {
  rows: { segments: [0, 1], mask: null },
  valueColumns: [m, n],
  cells: { range: null, last: null },
};
const LONG: SelectOptions = { fields: ["key", "metric", "value"], sort: [], offset: 0, limit: null };
const LONG_ROWS = [
  { key: "a", metric: "m", value: 1 },
  { key: "b", metric: "m", value: 3 },
  { key: "b", metric: "m", value: 4 },
  { key: "a", metric: "n", value: 5 },
  { key: "a", metric: "n", value: 6 },
  { key: "b", metric: "n", value: 5 },
];

describe("a long selection", () => {
  it("has a block per value column, its rows in order", () => {
    const selection = selectLong(view, whole, LONG);
    expect(toRecords(selection)).toEqual(LONG_ROWS);
    expect(listBlocks(selection).map(({ rows }) => rows.length)).toEqual([3, 3]);
  });

  it("shows any window of its rows, across blocks and beyond the end", () => {
    for (let offset = 0; offset <= 8; offset++) {
      for (const limit of [null, 0, 1, 2, 3, 4, 5, 6, 7, 100]) {
        const selection = selectLong(view, whole, { ...LONG, offset, limit });
        const expected = LONG_ROWS.slice(offset, limit === null ? undefined : offset + limit);
        expect(toRecords(selection)).toEqual(expected);
        expect(selection.rowCount).toBe(expected.length);
        expect(selection.total).toBe(6);
      }
    }
  });

  it.each([
    ["value", false],
    ["value", true],
    ["metric", true],
    ["key", true],
  ])("shows any window of its rows sorted by %s, descending: %s", (name, isDescending) => {
    const sort = [{ name, isDescending }];
    const direction = isDescending ? -1 : 1;
    const sorted = LONG_ROWS.toSorted((rowA, rowB) => {
      const [a, b] = [rowA, rowB].map((row) => row[name as "value"]);
      return a < b ? -direction : a > b ? direction : 0;
    });
    for (let offset = 0; offset <= 7; offset++) {
      for (const limit of [null, 0, 1, 2, 5, 6]) {
        const selection = selectLong(view, whole, { ...LONG, sort, offset, limit });
        const expected = sorted.slice(offset, limit === null ? undefined : offset + limit);
        expect(toRecords(selection)).toEqual(expected);
        expect(selection.rowCount).toBe(expected.length);
      }
    }
  });

  it("has any fields in the requested order", () => {
    const selection = selectLong(view, whole, { ...LONG, fields: ["value", "key"], limit: 2 });
    expect(toRecords(selection).map((record) => Object.entries(record))).toEqual([
      [
        ["value", 1],
        ["key", "a"],
      ],
      [
        ["value", 3],
        ["key", "b"],
      ],
    ]);
  });

  it("can be walked through more than once", () => {
    const selection = selectLong(view, whole, { ...LONG, sort: [{ name: "value", isDescending: true }] });
    expect(toRecords(selection)).toEqual(toRecords(selection));
  });

  it("names the columns that are adjacent in most responses", () => {
    expect([...selectLong(view, whole, LONG).idColumns]).toEqual([key]);
    expect([...selectLong(view, whole, { ...LONG, fields: ["value"] }).idColumns]).toEqual([key]);
  });

  it("has for every field a column of its kind, also without any block", () => {
    for (const limit of [null, 0]) {
      const { columns } = selectLong(view, whole, { ...LONG, limit });
      expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
        ["key", "dictionary"],
        ["metric", "dictionary"],
        ["value", "number"],
      ]);
      expect(columns[0]).toBe(key);
      expect(columns[1]).toMatchObject({ dictionary: ["m", "n"] });
    }
  });
});

describe("a wide selection", () => {
  const wide: SelectOptions = { fields: ["m", "key"], sort: [], offset: 0, limit: null };
  const rows = Uint32Array.of(0, 1, 2, 3);

  it("shows the rows given, in their order", () => {
    expect(toRecords(selectWide(table, [], Uint32Array.of(3, 1), wide))).toEqual([
      { m: 4, key: "b" },
      { m: null, key: "a" },
    ]);
  });

  it("has the columns of its fields, and the id columns that it is given", () => {
    const selection = selectWide(table, [key], rows, { ...wide, limit: 0 });
    expect(selection.columns).toEqual([m, key]);
    expect([...selection.idColumns]).toEqual([key]);
    expect([...selection.blocks()]).toEqual([]);
  });

  it("shows any window of its rows, sorted or not", () => {
    for (const [sort, all] of [
      [[], [1, null, 3, 4]],
      [[{ name: "m", isDescending: false }], [1, 3, 4, null]],
      [[{ name: "m", isDescending: true }], [4, 3, 1, null]],
    ] as const) {
      for (let offset = 0; offset <= 5; offset++) {
        for (const limit of [null, 0, 1, 3, 4, 9]) {
          const selection = selectWide(table, [], rows, { ...wide, sort, offset, limit });
          const expected = all.slice(offset, limit === null ? undefined : offset + limit);
          expect(toRecords(selection).map((record) => record.m)).toEqual(expected);
          expect(selection.rowCount).toBe(expected.length);
          expect(selection.total).toBe(4);
        }
      }
    }
  });

  it("sorts by a column that it does not show", () => {
    const sort = [{ name: "n", isDescending: true }];
    const selection = selectWide(table, [], rows, { ...wide, fields: ["key"], sort });
    expect(toRecords(selection).map((record) => record.key)).toEqual(["a", "a", "b", "b"]);
  });

  it("refuses to sort by lists", () => {
    const sort = [{ name: "list", isDescending: false }];
    expect(() => toRecords(selectWide(table, [], rows, { ...wide, sort }))).toThrow(
      new TypeError('column "list" holds lists, which have no order'),
    );
  });

  it("refuses a field that the table lacks", () => {
    expect(() => selectWide(table, [], rows, { ...wide, fields: ["x"] })).toThrow(
      new InvariantError('there is no column "x"'),
    );
  });
});
