/** Responses over melted files of few checkpoints, as awkward as files can be. */
import { expect } from "vitest";
import { queryEvaluations } from "../support/dataset-queries.js";
import { evaluationsOf, type MeltedRow } from "../support/melted.js";
import { SeededRandom } from "../support/seeded-random.js";
import { compareResponse } from "./evaluations-check.js";
import { drawQuestion, EvaluationsOracle, toQueryString } from "./evaluations-oracle.js";

const RECIPES = ["C4", "Dolma1.7 (no math, code)", "Falcon+CC (QC 10%)", "Dolma1.6++", "a mix / of 25%"];
const SIZES = ["4M", "90M", "150M", "1B", "1.5K"];
const METRICS = ["z-valppl", "a_acc", "m b", "mmlu, all", "Ünï+code"];

/** A file of few checkpoints with holes, ties, infinite and missing values, in random order. */
function drawFile(random: SeededRandom): MeltedRow[] {
  const density = random.pick([0.1, 0.5, 0.9, 1]);
  const value = () =>
    random.chance(0.1)
      ? random.pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0])
      : random.chance(0.5)
        ? random.below(4)
        : random.next() - 0.5;
  const rows: MeltedRow[] = [];
  for (const data of random.sample(RECIPES, 3)) {
    for (const params of random.sample(SIZES, 3)) {
      for (const step of random.sample([0, 1250, 2500, 3750.5, 1e6], 4)) {
        const checkpoint = { params, data, step, tokens: step * 2048, compute: random.below(3) * 1.5e18 };
        for (const metric of random.shuffle(METRICS)) {
          if (random.chance(density)) rows.push({ ...checkpoint, metric, value: value() });
        }
      }
    }
  }
  const shuffled = random.shuffle(rows);
  return random.chance(0.1) ? shuffled.slice(0, 1) : shuffled;
}

/** Asserts that twenty responses over each of `count` random files are the oracle's. */
export function checkRandomFiles(seed: number, count: number): void {
  const random = new SeededRandom(seed);
  let resultCount = 0;
  let refused = 0;
  let filled = 0;
  for (let round = 0; round < count; round++) {
    const file = drawFile(random);
    const oracle = new EvaluationsOracle(file);
    if (oracle.rows.length === 0) continue;
    const query = queryEvaluations(evaluationsOf(file));
    for (let count = 0; count < 20; count++) {
      const question = drawQuestion(random, oracle);
      if (compareResponse(query, oracle, question, toQueryString(question, random))) resultCount++;
      else refused++;
      if ((oracle.evaluate(question)?.records.length ?? 0) > 0) filled++;
    }
  }
  expect(resultCount).toBeGreaterThan(count * 7);
  expect(filled).toBeGreaterThan(count * 4);
  expect(refused).toBeGreaterThan(count / 8);
}
