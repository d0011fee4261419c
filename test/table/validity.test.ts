import { describe, expect, it } from "vitest";
import { buildSegments } from "../../src/table/segments.js";
import { ValidityIndex } from "../../src/table/validity.js";
import { textColumn } from "../support/columns.js";

const gap = Number.NaN;

describe("the validity of values", () => {
  const segments = buildSegments([textColumn("key", ["a", "a", "b", "b", "c"])], 5);

  it("lists the rows that have one, segment by segment, infinite ones among them", () => {
    const { rows, starts } = new ValidityIndex(segments).get(
      Float64Array.of(gap, 1, gap, gap, Number.NEGATIVE_INFINITY),
    );
    expect([...rows]).toEqual([1, 4]);
    expect([...starts]).toEqual([0, 1, 1, 2]);
  });

  it("is one for all arrays that have their values in the same rows, and for no others", () => {
    const index = new ValidityIndex(segments);
    const first = index.get(Float64Array.of(1, gap, 3, 4, gap));
    expect(index.get(Float64Array.of(5, gap, 6, 7, gap))).toBe(first);
    expect(index.get(Float64Array.of(5, gap, 6, 7, 8))).not.toBe(first);
    expect(index.get(Float64Array.of(5, gap, 6, gap, gap))).not.toBe(first);
    expect([...index.get(new Float64Array(5).fill(gap)).rows]).toEqual([]);
  });
});
