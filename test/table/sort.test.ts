import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/table/column.js";
import { buildSortKeys, rankKeys, type SortKey, sortPositions } from "../../src/table/sort.js";
import { mixedColumn, numberColumn, textColumn, timestampColumn } from "../support/columns.js";
import { SeededRandom } from "../support/seeded-random.js";

type DoubleKey = Extract<SortKey, { readonly keys: Float64Array }>;

/** A comparator sort by the same keys: missing last in both directions, ties in the order they came. */
function sortSlowly(count: number, sortKeys: readonly DoubleKey[]): number[] {
  return Array.from({ length: count }, (_, position) => position).sort((a, b) => {
    for (const { keys, isDescending } of sortKeys) {
      const isMissingA = Number.isNaN(keys[a]);
      const isMissingB = Number.isNaN(keys[b]);
      if (isMissingA !== isMissingB) return isMissingA ? 1 : -1;
      if (isMissingA || keys[a] === keys[b]) continue;
      return keys[a] < keys[b] !== isDescending ? -1 : 1;
    }
    return a - b;
  });
}

const SPECIAL = [0, -0, 1, -1, 1e-320, -1e-320, 5e-324, 1e308, -1e308, Number.NaN, 65536, -65536, 0.1, 0.2];

describe("sorted positions", () => {
  it("are those of a comparator sort, on random keys with ties, zeros, negatives and gaps", () => {
    const random = new SeededRandom(2);
    const draws = [
      () => random.pick(SPECIAL),
      () => random.anyDouble(),
      () => random.below(5),
      () => (random.next() - 0.5) * 1e6,
    ];
    for (let round = 0; round < 300; round++) {
      const count = random.below(60);
      const sortKeys = Array.from({ length: 1 + random.below(3) }, (): DoubleKey => {
        const draw = random.pick(draws);
        return { keys: Float64Array.from({ length: count }, draw), isDescending: random.chance(0.5) };
      });
      expect([...sortPositions(count, sortKeys)]).toEqual(sortSlowly(count, sortKeys));
      const ranked = sortKeys.map(({ keys, isDescending }): SortKey => {
        const ranks = rankKeys(keys, isDescending);
        if (ranks === undefined) throw new Error("so few keys have ranks");
        return { ranks };
      });
      expect([...sortPositions(count, ranked)]).toEqual(sortSlowly(count, sortKeys));
    }
  });

  it("have no ranks where 16 bits do not hold them", () => {
    const keys = Float64Array.from({ length: 65_537 }, (_, index) => index);
    expect(rankKeys(keys, false)).toBeUndefined();
    expect(rankKeys(keys.subarray(1), true)?.[0]).toBe(65_535);
  });

  it("are those of a comparator sort on many positions", () => {
    const random = new SeededRandom(3);
    const keys = Float64Array.from({ length: 100_000 }, () => random.below(30_000) - 15_000);
    const sortKeys = [{ keys, isDescending: true }];
    expect(sortPositions(keys.length, sortKeys)).toEqual(Uint32Array.from(sortSlowly(keys.length, sortKeys)));
  });

  it("are as they came without keys, and none without positions", () => {
    expect([...sortPositions(3, [])]).toEqual([0, 1, 2]);
    expect([...sortPositions(0, [{ keys: new Float64Array(), isDescending: false }])]).toEqual([]);
  });

  it("keep ties in the order they came, a zero and a negative zero among them", () => {
    const keys = Float64Array.of(0, -0, 0, -0);
    expect([...sortPositions(4, [{ keys, isDescending: false }])]).toEqual([0, 1, 2, 3]);
    expect([...sortPositions(4, [{ keys, isDescending: true }])]).toEqual([0, 1, 2, 3]);
  });

  it("have missing keys last in both directions", () => {
    const keys = Float64Array.of(Number.NaN, 2, 1);
    expect([...sortPositions(3, [{ keys, isDescending: false }])]).toEqual([2, 1, 0]);
    expect([...sortPositions(3, [{ keys, isDescending: true }])]).toEqual([1, 2, 0]);
  });

  it("leave the keys as they were", () => {
    const keys = Float64Array.of(3, -0, Number.NaN);
    sortPositions(3, [{ keys, isDescending: true }]);
    expect(keys).toEqual(Float64Array.of(3, -0, Number.NaN));
  });
});

describe("the sort keys of a column", () => {
  it("take infinite numbers for missing", () => {
    const keys = buildSortKeys(numberColumn("n", [2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1]));
    expect([...keys]).toEqual([2, Number.NaN, Number.NaN, 1]);
  });

  it("are codes for text and milliseconds for timestamps", () => {
    expect([...buildSortKeys(textColumn("t", ["a", null, "b"]))]).toEqual([0, Number.NaN, 1]);
    expect([...buildSortKeys(timestampColumn("m", [5, Number.NaN]))]).toEqual([5, Number.NaN]);
  });

  it("order mixed cells as numbers and numeric text by value, then text, then the rest, missing last", () => {
    const cells: Cell[] = [null, "text", "10", 9, true, "Text", "1e1", 2 ** 60, " ", ["b"], "-3"];
    const keys = buildSortKeys(mixedColumn("x", cells));
    const order = [...sortPositions(cells.length, [{ keys, isDescending: false }])];
    expect(order.map((position) => cells[position])).toEqual([
      "-3",
      9,
      "10",
      "1e1",
      2 ** 60,
      " ",
      "Text",
      "text",
      ["b"],
      true,
      null,
    ]);
    expect(keys[cells.indexOf("10")]).toBe(keys[cells.indexOf("1e1")]);
  });

  it("order integers beyond doubles by every digit, numbers and texts alike", () => {
    const cells: Cell[] = [
      "1152921504606846978",
      2 ** 60,
      "1152921504606846977",
      "-9007199254740993",
      "+9",
      -(2 ** 53),
    ];
    const keys = buildSortKeys(mixedColumn("x", cells));
    const order = [...sortPositions(cells.length, [{ keys, isDescending: false }])];
    expect(order.map((position) => cells[position])).toEqual([
      "-9007199254740993",
      -(2 ** 53),
      "+9",
      2 ** 60,
      "1152921504606846977",
      "1152921504606846978",
    ]);
  });

  it("treat nulls of a mixed column as missing", () => {
    const cells: Cell[] = [Number.NaN, [2 ** 53, 1], Number.POSITIVE_INFINITY, null, 5];
    const keys = buildSortKeys(mixedColumn("x", cells));
    expect([...keys].map(Number.isNaN)).toEqual([true, false, true, true, false]);
    expect(keys[4]).toBeLessThan(keys[1]);
  });
});
