import { describe, expect, it } from "vitest";
import { ModelSizes } from "../../src/explorer/model-sizes.js";
import { findCommonValues } from "../../src/explorer/ranking.js";
import { describeUnranked, findRequestedNames } from "../../src/explorer/requested-names.js";
import { buildEvaluations, type EvaluationsResponse } from "../../src/explorer/rows.js";

const facet = (value: string) => ({ value, rows: 1 });
const FACETS = {
  metrics: [{ ...facet("m"), task: null, measure: "m", kind: "other", higherIsBetter: null, chance: null }],
  recipes: [
    { ...facet("A"), family: null },
    { ...facet("B"), family: null },
  ],
  sizes: [
    { ...facet("90M"), parameters: 90e6 },
    { ...facet("1B"), parameters: 1e9 },
  ],
} as unknown as Parameters<typeof findRequestedNames>[1];

const respond = (filters: EvaluationsResponse["meta"]["filters"]) =>
  ({ meta: { filters } }) as Pick<EvaluationsResponse, "meta">;

describe("the requested names", () => {
  it("are those of the filters, otherwise all", () => {
    expect(findRequestedNames(respond({ data: ["B"], metric: ["m", "n"] }), FACETS)).toEqual({
      metrics: ["m", "n"],
      recipes: ["B"],
      sizes: ["90M", "1B"],
    });
    expect(findRequestedNames(respond({}), FACETS).recipes).toEqual(["A", "B"]);
  });

  it("are listed where no step has a value of every recipe", () => {
    const sizes = new ModelSizes(FACETS.sizes);
    const requested = { metrics: ["m", "n"], recipes: ["A", "B"], sizes: ["90M", "1B"] };
    const evaluations = buildEvaluations({
      data: {
        params: ["90M", "90M", "1B"],
        data: ["A", "B", "A"],
        step: [1, 1, 1],
        metric: ["m", "m", "m"],
        value: [1, 2, 3],
      },
    });
    const values = new Map([["m", findCommonValues(evaluations, "m", sizes, requested.recipes)]]);
    expect(describeUnranked(values, ["m"], requested)).toBe(
      "Not ranked, because no step has a value of every recipe: m at 1B; n at any size.",
    );
    expect(describeUnranked(values, ["m", "n"], { ...requested, sizes: ["90M"] })).toBeNull();
  });
});
