import { describe, expect, it } from "vitest";
import { ModelSizes } from "../../src/explorer/model-sizes.js";
import { chooseRankSize, findFinalValues, rankRecipes } from "../../src/explorer/ranking.js";
import { buildEvaluations } from "../../src/explorer/rows.js";

const EVALUATIONS = buildEvaluations({
  data: {
    params: ["1B", "1B", "1B", "90M", "90M"],
    data: ["A", "A", "B", "A", "B"],
    step: [10, 20, 20, 20, 20],
    metric: ["m", "m", "m", "m", "m"],
    value: [1, 5, 3, 2, 4],
  },
});

const MODEL_SIZES = new ModelSizes([
  { value: "90M", rows: 3, parameters: 90e6 },
  { value: "1B", rows: 3, parameters: 1e9 },
]);

describe("the ranking", () => {
  const values = findFinalValues(EVALUATIONS, "m", MODEL_SIZES);

  it("is by the last values, with sizes in numeric order", () => {
    expect([...values.keys()]).toEqual(["90M", "1B"]);
    expect(rankRecipes(values, "1B", false).map(({ data, value }) => [data, value])).toEqual([
      ["B", 3],
      ["A", 5],
    ]);
  });

  it("puts the lowest first where lower is better, otherwise the highest", () => {
    const names = (isHigherBetter: boolean | null) =>
      rankRecipes(values, "90M", isHigherBetter).map(({ data }) => data);
    expect([names(false), names(true), names(null)]).toEqual([
      ["A", "B"],
      ["B", "A"],
      ["B", "A"],
    ]);
  });

  it("is at the largest size unless another size with values is preferred", () => {
    expect([null, "90M", "4M"].map((size) => chooseRankSize(values, size))).toEqual(["1B", "90M", "1B"]);
    expect(chooseRankSize(new Map(), "4M")).toBeNull();
  });
});

describe("model sizes", () => {
  it("compare as numbers, and unlisted ones come last by name", () => {
    const sizes = ["x", "7B", "1B", "90M"];
    expect(sizes.sort((a, b) => MODEL_SIZES.compare(a, b))).toEqual(["90M", "1B", "7B", "x"]);
  });

  it("have their parameters from the API, NaN without", () => {
    expect(["90M", "7B"].map((size) => MODEL_SIZES.parametersOf(size))).toEqual([90e6, Number.NaN]);
    const nameless = new ModelSizes([{ value: "tiny", rows: 1, parameters: null }]);
    expect([nameless.has("tiny"), nameless.parametersOf("tiny")]).toEqual([true, Number.NaN]);
  });
});
