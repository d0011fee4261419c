import { describe, expect, it } from "vitest";
import { isInRange, type NumberRange } from "../../src/table/row-filter.js";

const ANY: NumberRange = {
  exact: null,
  min: Number.NEGATIVE_INFINITY,
  isMinOpen: false,
  max: Number.POSITIVE_INFINITY,
  isMaxOpen: false,
};
const SAMPLES = [-1, 0, 1, 2, 3];

describe("a number range", () => {
  it.each<[string, Partial<NumberRange>, number[]]>([
    ["takes every finite number without conditions", {}, SAMPLES],
    ["takes its closed bounds", { min: 0, max: 2 }, [0, 1, 2]],
    ["leaves out an open lower bound", { min: 0, isMinOpen: true }, [1, 2, 3]],
    ["leaves out an open upper bound", { max: 2, isMaxOpen: true }, [-1, 0, 1]],
    ["takes exact values", { exact: new Set([2, -1]) }, [-1, 2]],
    ["takes exact values within bounds", { exact: new Set([2, -1]), min: 0 }, [2]],
    ["takes nothing with an empty list of exact values", { exact: new Set() }, []],
  ])("%s", (_, range, passing) => {
    expect(SAMPLES.filter((value) => isInRange({ ...ANY, ...range }, value))).toEqual(passing);
  });

  it("never takes a missing or infinite number", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(isInRange(ANY, value)).toBe(false);
      expect(isInRange({ ...ANY, exact: new Set([value]) }, value)).toBe(false);
    }
  });

  it("takes a negative zero for zero", () => {
    expect(isInRange({ ...ANY, exact: new Set([0]) }, -0)).toBe(true);
    expect(isInRange({ ...ANY, min: 0 }, -0)).toBe(true);
  });
});
