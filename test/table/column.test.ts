import { describe, expect, it } from "vitest";
import {
  type Column,
  formatTimestamp,
  gatherRows,
  getCell,
  getColumnLength,
} from "../../src/table/column.js";
import { listColumn, mixedColumn, numberColumn, textColumn, timestampColumn } from "../support/columns.js";

const TIMESTAMP = Date.UTC(2025, 8, 12, 17, 28, 12);

describe("a cell in plain JavaScript", () => {
  it.each<[string, Column, unknown[]]>([
    [
      "is null for missing and infinite numbers",
      numberColumn("n", [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]),
      [1.5, null, null, null, -0],
    ],
    [
      "is null for missing text and keeps blank text",
      textColumn("t", ["a", null, "", "a"]),
      ["a", null, "", "a"],
    ],
    [
      "is text for a timestamp and null for a missing one",
      timestampColumn("m", [TIMESTAMP, Number.NaN]),
      ["2025-09-12 17:28:12", null],
    ],
    [
      "distinguishes a missing list from an empty one, and is null inside lists",
      listColumn("l", [[1, Number.NaN, Number.POSITIVE_INFINITY], null, [], [2]]),
      [[1, null, null], null, [], [2]],
    ],
    [
      "is the value itself in a mixed column",
      mixedColumn("x", ["a", 1, null, true, 9007199254740992, ["b", [null]]]),
      ["a", 1, null, true, 9007199254740992, ["b", [null]]],
    ],
  ])("%s", (_, column, cells) => {
    expect(getColumnLength(column)).toBe(cells.length);
    expect(cells.map((_cell, row) => getCell(column, row))).toEqual(cells);
  });
});

describe("rows gathered from a column", () => {
  const rows = Uint32Array.of(2, 0, 2);

  it.each<[Exclude<Column, { kind: "list" }>, unknown[]]>([
    [numberColumn("n", [1, 2, 3]), [3, 1, 3]],
    [textColumn("t", ["a", "b", null]), [null, "a", null]],
    [
      timestampColumn("m", [0, 1000, 2000]),
      ["1970-01-01 00:00:02", "1970-01-01 00:00:00", "1970-01-01 00:00:02"],
    ],
    [mixedColumn("x", ["a", 1, null]), [null, "a", null]],
  ])("are in the requested order: $kind", (column, cells) => {
    const gathered = gatherRows(column, rows) as Column;
    expect(gathered).toMatchObject({ kind: column.kind, name: column.name });
    expect(getColumnLength(gathered)).toBe(3);
    expect([0, 1, 2].map((row) => getCell(gathered, row))).toEqual(cells);
  });
});

describe("the text of a timestamp", () => {
  it.each([
    [0, "1970-01-01 00:00:00"],
    [TIMESTAMP, "2025-09-12 17:28:12"],
    [TIMESTAMP + 500, "2025-09-12 17:28:12.5"],
    [TIMESTAMP + 120, "2025-09-12 17:28:12.12"],
    [TIMESTAMP + 0.001, "2025-09-12 17:28:12.000001"],
    [1.5, "1970-01-01 00:00:00.0015"],
    [-1, "1969-12-31 23:59:59.999"],
    [-1000, "1969-12-31 23:59:59"],
    [-86_400_000 * 62_091, "1800-01-01 00:00:00"],
    [253_402_300_799_000, "9999-12-31 23:59:59"],
  ])("%d ms is %s", (epochMs, text) => {
    expect(formatTimestamp(epochMs)).toBe(text);
  });

  it("carries over to the next second when a fraction rounds up to it", () => {
    expect(formatTimestamp(999.9999)).toBe("1970-01-01 00:00:01");
  });

  it("is null for a missing timestamp", () => {
    expect(formatTimestamp(Number.NaN)).toBeNull();
  });

  it("is refused outside of the calendar", () => {
    expect(() => formatTimestamp(9e15)).toThrow(
      new RangeError("9000000000000000 ms is outside the calendar"),
    );
  });
});
