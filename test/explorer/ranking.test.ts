import { describe, expect, it } from "vitest";
import { ModelSizes } from "../../src/explorer/model-sizes.js";
import {
  chooseRankSize,
  findCommonValues,
  findFinalValues,
  keepRecipes,
  rankRecipes,
} from "../../src/explorer/ranking.js";
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

describe("the values at equal training", () => {
  // At 1B the recipe A ends early, and at 90M there is no step with a value of both.
  const evaluations = buildEvaluations({
    data: {
      params: ["1B", "1B", "1B", "1B", "1B", "90M", "90M"],
      data: ["A", "A", "B", "B", "B", "A", "B"],
      step: [10, 20, 10, 20, 30, 20, 10],
      metric: ["m", "m", "m", "m", "m", "m", "m"],
      value: [6, 5, 9, 8, 1, 2, 4],
    },
  });

  it("are those of the last step that all recipes have, without sizes that have none", () => {
    const common = findCommonValues(evaluations, "m", MODEL_SIZES, ["A", "B"]);
    expect([...common.keys()]).toEqual(["1B"]);
    expect(rankRecipes(common, "1B", false).map(({ data, step }) => [data, step])).toEqual([
      ["A", 20],
      ["B", 20],
    ]);
    const final = findFinalValues(evaluations, "m", MODEL_SIZES);
    expect(rankRecipes(final, "1B", false).map(({ data }) => data)).toEqual(["B", "A"]);
  });

  it("are none where a requested recipe has no values at all", () => {
    expect(findCommonValues(evaluations, "m", MODEL_SIZES, ["A", "B", "C"]).size).toBe(0);
  });

  it("stay at their step when recipes are hidden", () => {
    const common = findCommonValues(evaluations, "m", MODEL_SIZES, ["A", "B"]);
    expect(rankRecipes(keepRecipes(common, ["B"]), "1B", false).map(({ step }) => step)).toEqual([20]);
    expect(keepRecipes(common, []).size).toBe(0);
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
