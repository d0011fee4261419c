import { describe, expect, it } from "vitest";
import { getCell } from "../../src/table/column.js";
import { sortDictionary } from "../../src/table/dictionary.js";
import { textColumn } from "../support/columns.js";

describe("a sorted dictionary", () => {
  const texts = ["b", null, "a", "B", "ä", "b", "10", "9"];

  it("is in order of code units without a comparator, and every row keeps its text", () => {
    const sorted = sortDictionary(textColumn("t", texts));
    expect(sorted.dictionary).toEqual(["10", "9", "B", "a", "b", "ä"]);
    expect(texts.map((_, row) => getCell(sorted, row))).toEqual(texts);
  });

  it("is in the order of a comparator", () => {
    const sorted = sortDictionary(textColumn("t", ["10", "9", "100"]), (a, b) => Number(a) - Number(b));
    expect(sorted.dictionary).toEqual(["9", "10", "100"]);
    expect([...sorted.codes]).toEqual([1, 0, 2]);
  });

  it("leaves the column that it was made of as it was", () => {
    const column = textColumn("t", ["b", "a"]);
    sortDictionary(column);
    expect(column.dictionary).toEqual(["b", "a"]);
    expect([...column.codes]).toEqual([0, 1]);
  });
});
