/** Random raw tables of the evaluations: gaps, orders, types and numbers of every kind that pandas can take. */
import {
  DROPPED_METRICS,
  MMLU_TASKS,
  OLMES_TASKS,
  PPL_COLUMNS,
  SEED_NUMBERS,
  SIZES,
  TASK_METRICS,
} from "../../src/pipeline/suite.js";
import type { RawEvaluation, RawPerplexity, RawTables } from "../pipeline/evaluations/raw-from-sample.js";
import type { SeededRandom } from "./seeded-random.js";

const RECIPES = ["C4", "Dolma1.7", "DCLM-Baseline 25% / Dolma 75%"];

/** A way to draw the numbers of a table. */
type Draw = (random: SeededRandom) => number;

const DRAWS: readonly Draw[] = [
  (random) => random.next(),
  (random) => random.next() * 10 ** (random.below(40) - 20),
  (random) => (random.next() - 0.5) * 10 ** (random.below(600) - 300),
  (random) => random.below(10),
  (random) => random.pick([0.1, 0.2, 0.3, 0.7]),
  (random) => random.pick([0, -0, 1e16, 1, -1e16, 5e-324, 1 / 3]),
  () => 0.3782874617737003,
];

/** Tables of a few hundred rows; keys are unique, and numbers are finite. */
export function drawRawTables(random: SeededRandom): RawTables {
  const sizes = random.some(SIZES, 3);
  const recipes = random.some(RECIPES, 3);
  const steps = random.some([0, 1, 1250, 2500, 5725, 69_369], 4);
  const gaps = random.pick([0, 0, 0.1, 0.5]);
  const tables: RawTables = { evaluations: [], perplexities: [] };
  const row = drawRows(random);
  for (const { name: params, seeds, batchSize, exactParameters } of sizes) {
    for (const data of recipes) {
      for (const [seed, number] of Object.entries(SEED_NUMBERS)) {
        if (!seeds.includes(number)) continue;
        for (const step of steps) {
          const key = { params, data, seed, step };
          const tokens = step * batchSize * 2048;
          if (!random.chance(gaps)) tables.evaluations.push(...row.evaluations(key, tokens, exactParameters));
          if (step > 0 && !random.chance(gaps)) tables.perplexities.push(row.perplexity(key));
        }
      }
    }
  }
  // Each of three files needs a row, a build a metric, and a column a value.
  for (const step of [1_000_000, 1_001_250, 1_002_500]) {
    const key = { params: "4M", data: "C4", seed: "default", step };
    const counts = { chinchilla: "5xC", tokens: step * 65_536, compute: step * 1e12 };
    tables.evaluations.push({ ...key, task: "boolq", ...counts, metrics: "{'acc_raw': 0.5, 'margin': 1}" });
    tables.perplexities.push({ ...key, ...Object.fromEntries(PPL_COLUMNS.map(({ raw }) => [raw, 7])) });
  }
  return random.chance(0.5)
    ? tables
    : { evaluations: random.shuffle(tables.evaluations), perplexities: random.shuffle(tables.perplexities) };
}

type Key = Pick<RawEvaluation, "params" | "data" | "seed" | "step">;

/** How the rows of one table are drawn. */
function drawRows(random: SeededRandom) {
  const tasks = [...random.some(OLMES_TASKS, 4), ...random.sample(MMLU_TASKS, random.pick([0, 3, 57]))];
  const metrics = [...random.some(TASK_METRICS, 8), ...random.some(DROPPED_METRICS, 2)];
  const draw = random.pick(DRAWS);
  const missing = random.pick([0, 0, 0.1, 0.6]);
  const unevenness = random.pick([0, 0, 0.01]);
  const isJson = random.chance(0.5);
  const text = (): string => {
    const names = random.chance(0.3) ? random.shuffle(metrics) : metrics;
    const entries = names.filter(() => !random.chance(missing)).map((name) => [name, draw(random)] as const);
    if (random.chance(0.02)) return "{}";
    if (!isJson) return `{${entries.map(([name, value]) => `'${name}': ${printNumber(value)}`).join(", ")}}`;
    const values = entries.map(
      ([name, value]) => `"${name}": ${random.chance(0.1) ? null : printNumber(value)}`,
    );
    return `{${values.join(random.pick([",", ", ", ",\n  "]))}}`;
  };
  return {
    evaluations: (key: Key, tokens: number, parameters: number): RawEvaluation[] =>
      tasks
        .filter(() => !random.chance(missing / 4))
        .map((task) => ({
          ...key,
          ...{ task, chinchilla: "5xC", metrics: text() },
          tokens: tokens * (1 + unevenness * random.next()),
          compute: 6 * parameters * tokens * (1 + unevenness * random.next()),
        })),
    perplexity: (key: Key): RawPerplexity => {
      const values = PPL_COLUMNS.map(({ raw }) => [
        raw,
        random.chance(missing) ? null : Math.abs(draw(random)) + 1,
      ]);
      return { ...key, ...Object.fromEntries(values) };
    },
  };
}

/** As Python prints it: with a sign of zero. */
function printNumber(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value);
}
