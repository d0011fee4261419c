import { describe, expect, it } from "vitest";
import { sampleDomain } from "../../src/explorer/charts/comparison-chart.js";

describe("the diagonal of the comparison", () => {
  it("is sampled evenly on the scale of the x axis, from end to end", () => {
    const linear = sampleDomain([1, 3], "linear");
    expect([linear.length, linear[0], linear[30], linear.at(-1)]).toEqual([61, 1, 2, 3]);
    const log = sampleDomain([1, 100], "log");
    expect([log[0], log.at(-1)]).toEqual([1, 100]);
    expect(log[30]).toBeCloseTo(10, 9);
  });
});
