import { describe, expect, it } from "vitest";
import { chooseLogTicks } from "../../src/explorer/charts/chart-style.js";
import { chooseTicks } from "../../src/explorer/charts/scaling-chart.js";

describe("the ticks of a logarithmic axis", () => {
  it("are at 1, 2 and 5, and fewer in a narrow chart", () => {
    expect(chooseLogTicks([1250, 69_000], 300)).toEqual([2000, 5000, 10_000, 20_000, 50_000]);
    expect(chooseLogTicks([1250, 69_000], 150)).toEqual([3000, 10_000, 30_000]);
    expect(chooseLogTicks([1e15, 1e20], 200)).toEqual([1e15, 1e16, 1e17, 1e18, 1e19, 1e20]);
  });

  it("are left to Plot where the range is too short", () => {
    expect([chooseLogTicks([7], 300), chooseLogTicks([], 300), chooseLogTicks([6, 7], 300)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("the sizes on the axis", () => {
  it("include the smallest and the largest at any width", () => {
    const sizes = [4e6, 6e6, 8e6, 10e6, 150e6, 1e9, 1e9, Number.NaN];
    for (const width of [300, 700, 1400]) {
      const ticks = chooseTicks(sizes, "log", width);
      expect([Math.min(...ticks), Math.max(...ticks)]).toEqual([4e6, 1e9]);
    }
    expect(chooseTicks(sizes.slice(0, 1), "log", 700)).toEqual([4e6]);
  });
});
