/**
 * The rows of the full table: one per (params, data, seed, step) of either raw table, with tokens and compute; and
 * their checkpoints, which are all seeds together.
 */
import { type DictionaryColumn, gatherRows, type NumberColumn } from "../../table/column.js";
import type { Finding } from "../report.js";
import type { Names } from "./names.js";

const MAX_EXAMPLES = 5;

/** A run at a step, with params, data and seed as indexes of names. */
export interface RunKey {
  readonly params: number;
  readonly data: number;
  readonly seed: number;
  readonly step: number;
}

/** Tokens and compute of one step. */
export interface StepRate {
  readonly tokens: number;
  readonly compute: number;
}

/** The runs of both tables, sorted by their key. */
export class Runs {
  readonly keys: readonly RunKey[];
  /** 1 for a run with a row in the evaluation table. */
  readonly isEvaluated: Uint8Array;
  /** 1 for a run with a row in the perplexity table. */
  readonly hasPerplexities: Uint8Array;
  /** The run of each row of the perplexity table. */
  readonly perplexityRuns: readonly number[];
  /** By params, data and seed: the runs by step. */
  readonly #byStep: (Map<number, number> | undefined)[] = [];

  /** Takes the keys of either table in any order, repeated ones too. */
  constructor(
    evaluated: readonly RunKey[],
    withPerplexities: readonly RunKey[],
    readonly names: Names,
  ) {
    this.keys = this.#sortDistinct([...evaluated, ...withPerplexities]);
    for (const [run, key] of this.keys.entries()) this.#stepsOf(key)?.set(key.step, run);
    const runOf = (key: RunKey) => this.get(key.params, key.data, key.seed, key.step);
    this.isEvaluated = new Uint8Array(this.keys.length);
    for (const key of evaluated) this.isEvaluated[runOf(key)] = 1;
    this.perplexityRuns = withPerplexities.map(runOf);
    this.hasPerplexities = new Uint8Array(this.keys.length);
    for (const run of this.perplexityRuns) this.hasPerplexities[run] = 1;
  }

  /** The run of one of the keys. */
  get(params: number, data: number, seed: number, step: number): number {
    return this.#byStep[this.#offsetOf(params, data, seed)]?.get(step) as number;
  }

  label(run: number): string {
    return labelRun(this.keys[run], this.names);
  }

  #sortDistinct(keys: readonly RunKey[]): RunKey[] {
    const distinct: RunKey[] = [];
    for (const key of keys) {
      const steps = this.#stepsOf(key) ?? new Map<number, number>();
      this.#byStep[this.#offsetOf(key.params, key.data, key.seed)] = steps;
      if (steps.has(key.step)) continue;
      steps.set(key.step, -1);
      distinct.push(key);
    }
    const numberOf = ({ seed }: RunKey) => this.names.seedNumbers[seed];
    return distinct.sort(
      (a, b) => a.params - b.params || a.data - b.data || numberOf(a) - numberOf(b) || a.step - b.step,
    );
  }

  #stepsOf({ params, data, seed }: RunKey): Map<number, number> | undefined {
    return this.#byStep[this.#offsetOf(params, data, seed)];
  }

  #offsetOf(params: number, data: number, seed: number): number {
    return (params * this.names.recipes.length + data) * this.names.seeds.length + seed;
  }
}

/** The number of flags that are set. */
export function countOnes(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

/** The label of a run in reports. */
export function labelRun(
  { params, data, seed, step }: RunKey,
  { sizes, recipes, seedNumbers }: Names,
): string {
  return `${sizes[params]}, ${recipes[data]}, seed ${seedNumbers[seed]}, step ${step}`;
}

/** The first columns of the full table and of the means. */
export interface IdColumns {
  readonly rowCount: number;
  readonly params: DictionaryColumn;
  readonly data: DictionaryColumn;
  /** Only in the full table. */
  readonly seed?: NumberColumn;
  readonly step: NumberColumn;
  readonly tokens: NumberColumn;
  readonly compute: NumberColumn;
}

/** The ids of runs. Tokens and compute are missing for a size without a rate. */
export function buildIds(
  keys: readonly RunKey[],
  names: Names,
  rates: readonly (StepRate | undefined)[],
): IdColumns {
  const texts = (name: "params" | "data", dictionary: readonly string[]): DictionaryColumn => ({
    ...{ kind: "dictionary", name, dictionary },
    codes: Int32Array.from(keys, (key) => key[name]),
  });
  const numbers = (name: string, read: (key: RunKey) => number): NumberColumn => ({
    ...{ kind: "number", name, values: Float64Array.from(keys, read) },
  });
  return {
    rowCount: keys.length,
    params: texts("params", names.sizes),
    data: texts("data", names.recipes),
    seed: numbers("seed", ({ seed }) => names.seedNumbers[seed]),
    step: numbers("step", ({ step }) => step),
    tokens: numbers("tokens", ({ params, step }) => step * (rates[params]?.tokens ?? Number.NaN)),
    compute: numbers("compute", ({ params, step }) => step * (rates[params]?.compute ?? Number.NaN)),
  };
}

/** The checkpoints and their runs. */
export interface Checkpoints {
  readonly ids: IdColumns;
  /** The checkpoint of every run, -1 for a run without tokens or compute. */
  readonly ofRun: Int32Array;
  /** The number of runs of each checkpoint. */
  readonly seeds: Uint32Array;
}

/** Groups the runs by size, recipe and step, in the order of the served file. */
export function groupSeeds(runs: IdColumns): Checkpoints {
  const { params, data, step, tokens, compute } = runs;
  const hasCounts = (run: number) => !Number.isNaN(tokens.values[run]) && !Number.isNaN(compute.values[run]);
  const grouped = Array.from({ length: runs.rowCount }, (_, run) => run).filter(hasCounts);
  const compare = (a: number, b: number) =>
    params.codes[a] - params.codes[b] || data.codes[a] - data.codes[b] || step.values[a] - step.values[b];
  // The sort is stable, so the seeds of a checkpoint keep their order.
  grouped.sort(compare);
  const ofRun = new Int32Array(runs.rowCount).fill(-1);
  const firsts: number[] = [];
  const seeds: number[] = [];
  for (const [index, run] of grouped.entries()) {
    if (index === 0 || compare(grouped[index - 1], run) !== 0) {
      firsts.push(run);
      seeds.push(0);
    }
    seeds[seeds.length - 1]++;
    ofRun[run] = firsts.length - 1;
  }
  const gather = <C extends DictionaryColumn | NumberColumn>(column: C): C =>
    gatherRows(column, Uint32Array.from(firsts));
  const ids = {
    rowCount: firsts.length,
    ...{ params: gather(params), data: gather(data), step: gather(step) },
    ...{ tokens: gather(tokens), compute: gather(compute) },
  };
  return { ids, ofRun, seeds: Uint32Array.from(seeds) };
}

/** Runs that belong to no checkpoint. */
export function findWithoutRate({ ofRun }: Checkpoints, label: (run: number) => string): Finding[] {
  const runs = [...ofRun.keys()].filter((run) => ofRun[run] < 0);
  if (runs.length === 0) return [];
  const reason = "no tokens or compute: the size has no evaluation after step 0";
  return [{ reason, count: runs.length, examples: runs.slice(0, MAX_EXAMPLES).map(label) }];
}

/** Checkpoints by their number of seeds. */
export function countSeeds({ seeds }: Checkpoints): Finding[] {
  const counts = new Map<number, number>();
  for (const count of seeds) counts.set(count, (counts.get(count) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([count, checkpoints]) => ({
      reason: `checkpoints with ${count} seed${count === 1 ? "" : "s"}`,
      count: checkpoints,
      examples: [],
    }));
}
