import { describe, expect, it } from "vitest";
import { buildEvaluations } from "../../src/explorer/answer-rows.js";
import { parseModelSize } from "../../src/explorer/model-sizes.js";
import { formatAmount, formatCompact, formatValue } from "../../src/explorer/numbers.js";
import { chooseRankSize, findFinalValues, rankRecipes } from "../../src/explorer/ranking.js";

const EVALUATIONS = buildEvaluations({
  meta: { version: "0", rows: 6, provenance: "DataDecide" },
  data: {
    params: ["1B", "1B", "1B", "90M", "90M", "90M"],
    data: ["A", "A", "B", "A", "B", "C"],
    step: [10, 20, 20, 20, 20, 20],
    metric: ["m", "m", "m", "m", "m", "m"],
    value: [1, 5, 3, 2, 4, null],
  },
});

describe("the ranking", () => {
  const values = findFinalValues(EVALUATIONS, "m");

  it("is of the last values, and sizes come as numbers", () => {
    expect([...values.keys()]).toEqual(["90M", "1B"]);
    expect(rankRecipes(values, "1B", false).map(({ data, value }) => [data, value])).toEqual([
      ["B", 3],
      ["A", 5],
    ]);
  });

  it("puts the lowest first where lower is better, the highest otherwise, and leaves out what is missing", () => {
    const names = (isHigherBetter: boolean | null) =>
      rankRecipes(values, "90M", isHigherBetter).map(({ data }) => data);
    expect([names(false), names(true), names(null)]).toEqual([
      ["A", "B"],
      ["B", "A"],
      ["B", "A"],
    ]);
  });

  it("is by the largest size unless another one that is there is wished for", () => {
    expect([null, "90M", "4M"].map((wished) => chooseRankSize(values, wished))).toEqual(["1B", "90M", "1B"]);
    expect(chooseRankSize(new Map(), "4M")).toBeNull();
  });
});

describe("numbers on the page", () => {
  it("have four digits, and units where they are large", () => {
    expect([8.102933554, 0.5, 0.00002, 1234.56, 0].map(formatValue)).toEqual([
      "8.103",
      "0.5",
      "2.00e-5",
      "1,235",
      "0",
    ]);
    expect([0, 999, 15_000, 1_500_000, 1e9, 1.5e20].map(formatAmount)).toEqual([
      "0",
      "999",
      "15K",
      "1.5M",
      "1B",
      "1.5e20",
    ]);
  });

  it("have fewer characters where there is little room", () => {
    const values = [-0.000123456, 0.00123456, -0.0123456, 13.538818, 1234.56, -12_345, -1_234_567];
    expect(values.map(formatCompact)).toEqual([
      "-1.2e-4",
      "1.2e-3",
      "-0.0123",
      "13.54",
      "1,235",
      "-12,350",
      "-1.23M",
    ]);
  });

  it("are read out of sizes", () => {
    expect(["4M", "0.5B", "1b", "x"].map(parseModelSize)).toEqual([4e6, 5e8, 1e9, Number.NaN]);
  });
});
