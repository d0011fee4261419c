import { describe, expect, it } from "vitest";
import { GroupDeviations, GroupMeans } from "../../../src/pipeline/evaluations/seed-statistics.js";

const [INF, NONE] = [Number.POSITIVE_INFINITY, Number.NaN];

/** Values of a group, whether as floats of four bytes, and the `mean` and `std` of pandas 2.3 and 3.0's groupby. */
const CASES: readonly [values: number[], isSingle: boolean, mean: number, deviation: number][] = [
  [[0.1, 0.2, 0.3], false, 0.19999999999999998, 0.09999999999999998],
  [[3.1, 2.7, 9.3], false, 5.033333333333334, 3.7004504230341118],
  [[1e16, 1, -1e16], false, 0, 1e16],
  [[5e-324, 5e-324, 1e-323], false, 5e-324, 0],
  [[0.3782874617737003, 0.3782874617737003, 0.3782874617737003], false, 0.37828746177370026, 0],
  [[NONE, 2], false, 2, NONE],
  [[NONE], false, NONE, NONE],
  [[7], false, 7, NONE],
  [[1e-300, 1e300], false, 5e299, INF],
  [[1.7e308, 1.7e308, 1.7e308], false, NONE, 0],
  [[1.7e308, 1.7e308], false, INF, 0],
  [[1.7e308, -1.7e308], false, 0, NONE],
  [[1.79e308, 1, 1.79e308], false, INF, INF],
  [[-1.7e308, -1.7e308, 5], false, NONE, INF],
  [[1, INF, 2], false, INF, NONE],
  [[0.1, 0.2, 0.3], true, 0.20000000298023224, 0.10000000894069672],
  [[3.1, 2.7, 9.3], true, 5.0333333015441895, 3.7004506587982178],
  [[1e16, 1, -1e16], true, 0, 1.0000000272564224e16],
  [[0.3782874617737003, 0.3782874617737003, 0.3782874617737003], true, 0.3782874643802643, 0],
  [[7], true, 7, NONE],
];

describe("mean and deviation of a group", () => {
  it.each(CASES)("of %j (four bytes: %s) are those of pandas", (values, isSingle, mean, deviation) => {
    const means = new GroupMeans(3);
    const deviations = new GroupDeviations(3);
    for (const column of [[9, 9], values]) {
      // What a column before left behind does not count, nor what other groups have.
      means.begin(isSingle);
      deviations.begin();
      for (const value of column.map((each) => (isSingle ? Math.fround(each) : each))) {
        for (const [group, other] of [0.5, value, -value].entries()) {
          means.add(group, other);
          deviations.add(group, other);
        }
      }
    }
    expect(means.mean(1)).toBe(mean);
    const found = deviations.deviation(1);
    expect(isSingle ? Math.fround(found) : found).toBe(deviation);
    expect(means.hasValue(1)).toBe(values.some((value) => !Number.isNaN(value)));
  });
});
