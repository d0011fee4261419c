import { describe, expect, it } from "vitest";
import type { NumberRange } from "../../src/table/row-filter.js";
import { filterRows, listRows, type RowFilter } from "../../src/table/row-filter.js";
import { buildSegments } from "../../src/table/segments.js";
import { numberColumn, textColumn, timestampColumn } from "../support/columns.js";
import { SeededRandom } from "../support/seeded-random.js";

function between(min: number, max: number): NumberRange {
  return { exact: null, min, isMinOpen: false, max, isMaxOpen: false };
}

describe("the rows that fulfil conditions", () => {
  const key = textColumn("key", ["a", "a", "b", "b", null]);
  const text = textColumn("text", ["x", null, "x", "y", "x"]);
  const number = numberColumn("number", [1, 2, Number.NaN, 4, 5]);
  const timestamp = timestampColumn("timestamp", [1000, 2000, 3000, Number.NaN, 5000]);
  const segments = buildSegments([key], 5);

  it.each<[string, RowFilter[], number[]]>([
    ["are all without conditions", [], [0, 1, 2, 3, 4]],
    ["are the segments of an accepted key", [{ column: key, codeMask: Uint8Array.of(0, 1) }], [2, 3]],
    ["are never those of a missing key", [{ column: key, codeMask: Uint8Array.of(1, 1) }], [0, 1, 2, 3]],
    ["are never those of a missing text", [{ column: text, codeMask: Uint8Array.of(1, 1) }], [0, 2, 3, 4]],
    ["are never those of a missing number", [{ column: number, range: between(0, 9) }], [0, 1, 3, 4]],
    [
      "are never those of a missing timestamp",
      [{ column: timestamp, range: between(2000, 9000) }],
      [1, 2, 4],
    ],
    [
      "fulfil every condition",
      [
        { column: key, codeMask: Uint8Array.of(1, 0) },
        { column: number, range: between(2, 9) },
      ],
      [1],
    ],
    ["are none when nothing is accepted", [{ column: key, codeMask: Uint8Array.of(0, 0) }], []],
  ])("%s", (_, filters, rows) => {
    expect([...listRows(segments, filterRows(segments, filters))]).toEqual(rows);
  });

  it("are none in a table without rows", () => {
    const segments = buildSegments([], 0);
    expect([...listRows(segments, filterRows(segments, []))]).toEqual([]);
  });

  it("are those of a plain scan, on random tables with scattered keys", () => {
    const random = new SeededRandom(1);
    for (let round = 0; round < 200; round++) {
      const texts = Array.from({ length: random.below(30) }, () => random.pick(["a", "b", "c", null]));
      const numbers = texts.map(() => random.pick([1, 2, 3, Number.NaN]));
      const column = textColumn("t", texts);
      const codeMask = Uint8Array.from(column.dictionary, () => random.below(2));
      const range = between(random.below(3), 1 + random.below(3));
      const isWanted = (_: unknown, row: number) =>
        texts[row] !== null &&
        codeMask[column.dictionary.indexOf(texts[row])] === 1 &&
        numbers[row] >= range.min &&
        numbers[row] <= range.max;
      const filters = [
        { column, codeMask },
        { column: numberColumn("n", numbers), range },
      ];
      const segments = buildSegments([column], texts.length);
      const found = listRows(segments, filterRows(segments, filters));
      expect([...found]).toEqual([...texts.keys()].filter((row) => isWanted(null, row)));
    }
  });
});
