/** The responses over random files in their thousands, and over the shipped files, against the oracles. */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { MELTED_COLUMNS } from "../../src/datasets/evaluations.js";
import { parseParquet } from "../../src/ingest/parquet.js";
import { getCell } from "../../src/table/column.js";
import { checkComparisons } from "../oracle/comparisons-oracle.js";
import { compareResponse, expectCompleteResponse } from "../oracle/evaluations-check.js";
import { drawQuestion, EvaluationsOracle, toQueryString } from "../oracle/evaluations-oracle.js";
import { checkRandomFiles } from "../oracle/random-files.js";
import { queryEvaluations } from "../support/dataset-queries.js";
import type { MeltedRow } from "../support/melted.js";
import { SeededRandom } from "../support/seeded-random.js";
import { readShippedDatasets, SHIPPED_PATHS } from "../support/shipped-data.js";

describe("every response over random small files is the oracle's", () => {
  it.each([11, 12, 13, 14, 15, 16, 17, 18])("with seed %d", (seed) => {
    checkRandomFiles(seed, 100);
  });
});

describe("over the shipped evaluations", async () => {
  const { evaluations } = await readShippedDatasets();
  const query = queryEvaluations(evaluations);
  const oracle = new EvaluationsOracle(await readRows());

  it("every response is the oracle's", () => {
    const random = new SeededRandom(11);
    let resultCount = 0;
    for (let round = 0; round < 100; round++) {
      const question = drawQuestion(random, oracle, true);
      if (compareResponse(query, oracle, question, toQueryString(question, random))) resultCount++;
    }
    expect(resultCount).toBeGreaterThan(60);
  });

  it("the response without a filter is complete: 1,787,286 rows, byte for byte the oracle's", () => {
    expect(oracle.rows).toHaveLength(1_787_286);
    expectCompleteResponse(query, oracle);
  });
});

describe("over the shipped comparisons", () => {
  it.each([12, 13, 14])("every response is the oracle's, with seed %d", async (seed) => {
    checkComparisons((await readShippedDatasets()).comparisons, seed, 400);
  });
});

/** The rows of the file itself, as objects. */
async function readRows(): Promise<MeltedRow[]> {
  const bytes = await readFile(SHIPPED_PATHS.evaluations);
  const { table } = await parseParquet(bytes, "the shipped file", MELTED_COLUMNS);
  const [params, data, step, tokens, compute, metric, value] = table.columns;
  return Array.from({ length: table.rowCount }, (_, row) => ({
    params: getCell(params, row) as string,
    data: getCell(data, row) as string,
    step: getCell(step, row) as number,
    tokens: getCell(tokens, row) as number,
    compute: getCell(compute, row) as number,
    metric: getCell(metric, row) as string,
    value: getCell(value, row) as number,
  }));
}
