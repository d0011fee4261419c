import { describe, expect, it } from "vitest";
import { InvariantError } from "../../src/errors.js";
import { Table } from "../../src/table/table.js";
import { numberColumn, textColumn } from "../support/columns.js";

describe("a table", () => {
  const number = numberColumn("n", [1, 2]);
  const text = textColumn("t", ["a", "b"]);
  const table = new Table([number, text], 2);

  it("finds its columns by name", () => {
    expect(table.find("t")).toBe(text);
    expect(table.get("n")).toBe(number);
    expect(table.getOfKind("n", "number")).toBe(number);
    expect(table.find("x")).toBeUndefined();
  });

  it("gives all its rows in an array of the caller's own", () => {
    expect(table.allRows()).toEqual(Uint32Array.of(0, 1));
    expect(table.allRows()).not.toBe(table.allRows());
  });

  it("throws for a column that is not there", () => {
    expect(() => table.get("x")).toThrow(new InvariantError('there is no column "x"'));
  });

  it("throws for a column of another kind", () => {
    expect(() => table.getOfKind("n", "dictionary")).toThrow(
      new InvariantError('column "n" is number, not dictionary'),
    );
  });

  it("throws for columns of different lengths", () => {
    const short = numberColumn("s", [1]);
    expect(() => new Table([number, short], 2)).toThrow(
      new InvariantError('column "s" has 1 rows, its table has 2'),
    );
  });

  it("throws for a duplicate name", () => {
    expect(() => new Table([number, numberColumn("n", [3, 4])], 2)).toThrow(
      new InvariantError('column "n" occurs twice'),
    );
  });
});
