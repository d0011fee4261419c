/** Reads the keys of the raw tables before their values: the names and the runs. */
import type { Database } from "../database.js";
import type { NameCounts, Names } from "./names.js";
import type { RunKey, StepRate } from "./runs.js";

export interface RawKey {
  readonly params: string;
  readonly data: string;
  readonly seed: string;
  readonly step: number;
}

/** The rows of the evaluation table of a run at a step. */
export interface EvaluationGroup extends RawKey {
  readonly chinchilla: string | null;
  readonly rows: number;
  /** The largest finite value of the group. */
  readonly tokens: number | null;
  readonly compute: number | null;
}

export interface EvaluationKeys {
  readonly groups: readonly EvaluationGroup[];
  /** Rows by task. */
  readonly tasks: ReadonlyMap<string, number>;
}

/** Reads the keys of `raw_evaluations`, of which none is missing. */
export async function readEvaluationKeys(database: Database): Promise<EvaluationKeys> {
  const largest = (name: string) => `max(${name}) FILTER (isfinite(${name})) AS ${name}`;
  const groups = await database.rows<EvaluationGroup>(
    `SELECT params, data, seed, chinchilla, step, count(*) AS rows, ${largest("tokens")}, ${largest("compute")}
     FROM raw_evaluations GROUP BY params, data, seed, chinchilla, step`,
  );
  const tasks = await database.rows<{ task: string; rows: number }>(
    "SELECT task, count(*) AS rows FROM raw_evaluations GROUP BY task",
  );
  return { groups, tasks: new Map(tasks.map(({ task, rows }) => [task, rows])) };
}

/** The names in the keys of both tables, with the rows of both. */
export function countNames(
  { groups, tasks }: EvaluationKeys,
  perplexities: readonly RawKey[],
): Omit<NameCounts, "perplexity"> {
  const count = (name: "params" | "data" | "seed" | "chinchilla") => {
    const counts = new Map<string | null, number>();
    const add = (text: string | null, rows: number) => counts.set(text, (counts.get(text) ?? 0) + rows);
    for (const group of groups) add(group[name], group.rows);
    if (name !== "chinchilla") for (const key of perplexities) add(key[name], 1);
    return counts;
  };
  return {
    ...{ params: count("params"), data: count("data"), seed: count("seed") },
    chinchilla: count("chinchilla"),
    task: tasks,
  };
}

/** The keys with the indexes of their names. */
export function buildRunKeys(keys: readonly RawKey[], names: Names): RunKey[] {
  const indexNames = (list: readonly string[]) => new Map(list.map((name, index) => [name, index]));
  const [sizes, recipes, seeds] = [names.sizes, names.recipes, names.seeds].map(indexNames);
  return keys.map(({ params, data, seed, step }) => ({
    params: sizes.get(params) as number,
    data: recipes.get(data) as number,
    seed: seeds.get(seed) as number,
    step,
  }));
}

/**
 * The rate of each size at which tokens and compute grow with the step, as the evaluations have it: the largest over
 * the last step. Undefined for a size without an evaluation after step 0.
 */
export function findRates(
  groups: readonly EvaluationGroup[],
  { sizes }: Names,
): readonly (StepRate | undefined)[] {
  return sizes.map((name) => {
    const own = groups.filter(({ params }) => params === name);
    const lastStep = findLargest(own.map(({ step }) => step));
    if (!(lastStep > 0)) return undefined;
    const [tokens, compute] = (["tokens", "compute"] as const).map(
      (column) => findLargest(own.map((group) => group[column] ?? Number.NaN)) / lastStep,
    );
    return { tokens, compute };
  });
}

/** NaN where there is none. */
function findLargest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most || Number.isNaN(most) ? value : most), Number.NaN);
}
