import { describe, expect, it } from "vitest";
import { queryEvaluations } from "../support/dataset-queries.js";
import { evaluationsOf } from "../support/melted.js";
import { SeededRandom } from "../support/seeded-random.js";
import { buildSmallRows } from "../support/small-datasets.js";
import { compareResponse, expectCompleteResponse } from "./evaluations-check.js";
import { drawQuestion, EvaluationsOracle, toQueryString } from "./evaluations-oracle.js";
import { checkRandomFiles } from "./random-files.js";

describe("every response over random small files is the oracle's", () => {
  it.each([1, 2, 3])("with seed %d", (seed) => {
    checkRandomFiles(seed, 30);
  });
});

describe("over the small suite", () => {
  const rows = buildSmallRows();
  const query = queryEvaluations(evaluationsOf(rows));
  const oracle = new EvaluationsOracle(rows);

  it("every response is the oracle's", () => {
    const random = new SeededRandom(11);
    let resultCount = 0;
    for (let round = 0; round < 25; round++) {
      const question = drawQuestion(random, oracle, true);
      if (compareResponse(query, oracle, question, toQueryString(question, random))) resultCount++;
    }
    expect(resultCount).toBeGreaterThan(15);
  });

  it("the response without a filter is complete, byte for byte the oracle's", () => {
    expectCompleteResponse(query, oracle);
  });
});
