import { describe, expect, it } from "vitest";
import { buildSchedule, LearningRates } from "../../src/pipeline/learning-rate.js";
import { SIZES } from "../../src/pipeline/suite.js";

function scheduleOf(name: string) {
  const size = SIZES.find((candidate) => candidate.name === name);
  if (size === undefined) throw new Error(`no size ${name}`);
  return buildSchedule(size.scheduleParameters);
}

describe("the training schedule", () => {
  it.each([
    ["150M", 1250, 0.0012937716405908278, 0.8086072753692674],
    ["150M", 5000, 0.00420486107314853, 12.48774817532913],
    ["150M", 10000, 0.003908599948609734, 32.94592647246436],
    ["4M", 3750, 0.014342929560263642, 27.685679133530986],
    ["4M", 5725, 0.00014413241495775283, 41.33407776296192],
    ["4M", 5735, 0.00014413241495775283, 41.33407776296192],
    ["530M", 2500, 0.002618095157250676, 3.2726189465633446],
    ["530M", 10000, 0.0026471094358745807, 23.712620317885307],
  ])("gives the learning rate of %s at step %i, and its sum, to the last digit", (name, step, rate, sum) => {
    const schedule = scheduleOf(name);
    const cosines = Float64Array.from({ length: schedule.decaySteps + 1 }, (_, at) =>
      Math.cos((Math.PI * at) / schedule.decaySteps),
    );
    const rates = new LearningRates(schedule, cosines);
    expect(rates.at(step)).toBe(rate);
    expect(rates.cumulativeAt(step)).toBe(sum);
  });

  it("takes JavaScript's cosines where it has no others, between whole steps too", () => {
    const schedule = scheduleOf("4M");
    const rates = new LearningRates(schedule, new Float64Array());
    expect(rates.at(5000)).toBeCloseTo(0.0044, 3);
    expect(rates.at(5000.5)).toBeLessThan(rates.at(5000));
    expect(rates.cumulativeAt(5000.5)).toBeCloseTo(
      (rates.cumulativeAt(5000) + rates.cumulativeAt(5001)) / 2,
      5,
    );
    expect(rates.cumulativeAt(schedule.warmupSteps + 0.5)).toBeCloseTo(
      rates.cumulativeAt(schedule.warmupSteps),
      1,
    );
  });

  it.each([
    ["4M", 32, 0.014413241495775282, 5715, 3658, 2057, 239669248],
    ["6M", 32, 0.012310332302501465, 9172, 5870, 3302, 384669696],
    ["8M", 32, 0.010950896063906644, 13029, 8339, 4690, 546447360],
    ["10M", 32, 0.010423679783990442, 15107, 9669, 5438, 633627648],
    ["14M", 32, 0.00920415434436902, 21943, 14044, 7899, 920334336],
    ["16M", 32, 0.00888159972992826, 24422, 15630, 8792, 1024291840],
    ["20M", 64, 0.008372985613162071, 14574, 4664, 9910, 611260416],
    ["60M", 96, 0.0058132075487357234, 29032, 6194, 22838, 1217667072],
    ["90M", 160, 0.004855596566382237, 29891, 3827, 26064, 1253716992],
    ["150M", 192, 0.004212520461763735, 38147, 4070, 34077, 1600000000],
    ["300M", 320, 0.0033434797062206595, 45777, 2930, 42847, 1920000000],
    ["530M", 448, 0.002765755724119614, 57766, 2641, 55125, 2422857143],
    ["750M", 576, 0.002463496910556363, 63579, 2261, 61318, 2666666667],
    ["1B", 704, 0.0022382354832751615, 69359, 2018, 67341, 2909090909],
  ])("follows from the parameters of %s", (name, ...expected) => {
    const { batchSize, lrMax, totalSteps, warmupSteps, decaySteps, warmupTokens } = scheduleOf(name);
    expect([batchSize, lrMax, totalSteps, warmupSteps, decaySteps, warmupTokens]).toEqual(expected);
  });

  it("has the batch that the suite's table names for every size", () => {
    expect(SIZES.map(({ scheduleParameters }) => buildSchedule(scheduleParameters).batchSize)).toEqual(
      SIZES.map(({ batchSize }) => batchSize),
    );
  });
});
