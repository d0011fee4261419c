/**
 * Decision accuracy: how often a small model ranks two recipes as the largest model does. It is the main result of the suite,
 * which no synthetic file reproduces.
 */
import type { Database } from "../database.js";
import { MELTED_TASKS, RECIPE_COUNT, SIZES } from "../suite.js";
import type { CheckList } from "./check-list.js";
import { DECISION_PROFILE, DECISION_TREND } from "./facts.js";

interface Point {
  readonly params: string;
  readonly step: number;
  readonly compute: number;
  /** The macro average of the primary metric, by recipe. */
  readonly scores: ReadonlyMap<string, number>;
}

const TARGET = "1B";
const PROFILE_TOLERANCE = 0.0006;

export async function checkDecisions(database: Database, list: CheckList): Promise<void> {
  const points = await readPoints(database);
  const lastOf = (params: string) => points.filter((point) => point.params === params).at(-1);
  const target = lastOf(TARGET)?.scores;
  if (target === undefined || target.size < RECIPE_COUNT) {
    const found = `${target?.size ?? 0} recipes at ${TARGET}`;
    list.addMeasured("decision accuracy", false, `${RECIPE_COUNT} recipes at ${TARGET}`, found);
    return;
  }
  for (const { name } of SIZES.filter((size) => size.name !== TARGET)) {
    const point = lastOf(name);
    const found = point === undefined ? Number.NaN : measureAgreement(point.scores, target);
    const expected = DECISION_PROFILE[name];
    const isGood = Math.abs(found - expected) <= PROFILE_TOLERANCE;
    list.addMeasured(`decision accuracy of ${name}`, isGood, expected.toFixed(3), found.toFixed(3));
  }
  list.addSkipped("decision accuracy per seed", "150M: 0.803", "seeds are not in the file of their means");
  checkTrend(
    points.filter(({ step }) => step > 0),
    target,
    list,
  );
}

function checkTrend(points: readonly Point[], target: ReadonlyMap<string, number>, list: CheckList): void {
  const { points: count, slope, rankCorrelation } = DECISION_TREND;
  const computes = points.map(({ compute }) => Math.log10(compute));
  const accuracies = points.map(({ scores }) => measureAgreement(scores, target));
  list.addCount("points of the decision trend", count, points.length);
  const foundSlope = fitSlope(computes, accuracies);
  const isSlope = Math.abs(foundSlope - slope) <= 0.0005;
  list.addMeasured(
    "decision accuracy per decade of compute",
    isSlope,
    slope.toFixed(4),
    foundSlope.toFixed(4),
  );
  const found = correlate(rank(computes), rank(accuracies));
  const isRank = Math.abs(found - rankCorrelation) <= 0.005;
  list.addMeasured(
    "rank correlation of compute and decision accuracy",
    isRank,
    rankCorrelation.toFixed(3),
    found.toFixed(3),
  );
}

/** Checkpoints of all recipes by size and step; a score requires all ten tasks. */
async function readPoints(database: Database): Promise<Point[]> {
  const metrics = MELTED_TASKS.map((task) => `'${task}_primary_metric'`).join(", ");
  const rows = await database.rows<{
    params: string;
    step: number;
    compute: number;
    data: string;
    score: number;
  }>(
    `SELECT params::VARCHAR AS params, step, max(compute) AS compute, data::VARCHAR AS data,
       list_sum(list(value ORDER BY metric::VARCHAR)) / count(*) AS score
     FROM melted WHERE metric IN (${metrics}) GROUP BY params, step, data
     HAVING count(*) = ${MELTED_TASKS.length} ORDER BY params, step, data`,
  );
  const points = new Map<string, Point & { scores: Map<string, number> }>();
  for (const { params, step, compute, data, score } of rows) {
    const key = `${params} ${step}`;
    const point = points.get(key) ?? { params, step, compute, scores: new Map<string, number>() };
    point.scores.set(data, score);
    points.set(key, point);
  }
  return [...points.values()];
}

/** The share of pairs that both scores rank alike. */
export function measureAgreement(
  scores: ReadonlyMap<string, number>,
  target: ReadonlyMap<string, number>,
): number {
  const names = [...target.keys()].filter((name) => scores.has(name));
  let alike = 0;
  let pairs = 0;
  for (const [index, left] of names.entries()) {
    for (const right of names.slice(index + 1)) {
      const order = (of: ReadonlyMap<string, number>) =>
        Math.sign((of.get(left) ?? 0) - (of.get(right) ?? 0));
      pairs += 1;
      if (order(scores) === order(target)) alike += 1;
    }
  }
  return alike / pairs;
}

function fitSlope(xs: readonly number[], ys: readonly number[]): number {
  const [meanX, meanY] = [average(xs), average(ys)];
  const products = xs.map((x, index) => (x - meanX) * (ys[index] - meanY));
  return average(products) / average(xs.map((x) => (x - meanX) ** 2));
}

function correlate(xs: readonly number[], ys: readonly number[]): number {
  const deviation = (values: readonly number[]) =>
    Math.sqrt(average(values.map((value) => (value - average(values)) ** 2)));
  return (fitSlope(xs, ys) * deviation(xs)) / deviation(ys);
}

/** Ranks from 1; tied values share the mean of their ranks. */
function rank(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const same = values.filter((other) => other === value).length;
    return below + (same + 1) / 2;
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
