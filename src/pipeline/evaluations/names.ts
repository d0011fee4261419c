/** Compares the names in the raw tables with those of the suite. Unknown names are rejected or, if allowed, reported. */
import { RECIPES } from "../../datasets/recipes.js";
import { PipelineError, quote } from "../../errors.js";
import type { Finding } from "../report.js";
import { BUDGET, PPL_COLUMNS, RAW_TASKS, SEED_NUMBERS, SIZES } from "../suite.js";

/** The names in the tables. */
export interface Names {
  /** Sorted by code point, as the tables are. */
  readonly sizes: readonly string[];
  readonly recipes: readonly string[];
  readonly tasks: readonly string[];
  readonly seeds: readonly string[];
  /** The number of each seed. */
  readonly seedNumbers: readonly number[];
  /** Names outside the suite, by kind. */
  readonly unknown: readonly Finding[];
}

export type NameKind = "params" | "data" | "task" | "seed" | "chinchilla" | "perplexity";
/** Names and their numbers of rows; null for a missing name. */
export type NameCounts = Readonly<Record<NameKind, ReadonlyMap<string | null, number>>>;

const KINDS: Readonly<Record<NameKind, { readonly title: string; readonly known: readonly string[] }>> = {
  params: { title: "size", known: SIZES.map(({ name }) => name) },
  data: { title: "recipe", known: RECIPES.map(({ name }) => name) },
  task: { title: "task", known: RAW_TASKS },
  seed: { title: "seed", known: Object.keys(SEED_NUMBERS) },
  chinchilla: { title: "token budget", known: [BUDGET] },
  perplexity: { title: "perplexity", known: PPL_COLUMNS.map(({ name }) => name) },
};

/** Builds the names of both tables, without the metrics. Throws PipelineError unknown-name. */
export function buildNames(counts: NameCounts, options: UnknownOptions): Names {
  const unknown = Object.entries(KINDS).flatMap(([kind, { title, known }]) => {
    const others = [...counts[kind as NameKind]].filter(([name]) => name === null || !known.includes(name));
    return describeUnknown(title, new Map(others));
  });
  refuseUnknown(unknown, options);
  const seeds = sortNames(counts.seed);
  return {
    sizes: sortNames(counts.params),
    recipes: sortNames(counts.data),
    tasks: sortNames(counts.task),
    seeds,
    seedNumbers: numberSeeds(seeds),
    unknown,
  };
}

export interface UnknownOptions {
  readonly isUnknownAllowed: boolean;
  /** The files, for messages. */
  readonly files: string;
}

/** Throws PipelineError unknown-name for unknown names that are not allowed. */
export function refuseUnknown(
  unknown: readonly Finding[],
  { isUnknownAllowed, files }: UnknownOptions,
): void {
  if (unknown.length === 0 || isUnknownAllowed) return;
  const list = unknown.map(({ reason, examples }) => {
    const rest = examples.length - MAX_LISTED;
    const listed = examples.slice(0, MAX_LISTED).join(", ");
    return `${reason} ${listed}${rest > 0 ? ` and ${rest} more` : ""}`;
  });
  throw new PipelineError("unknown-name", files, list.join("; "));
}

const MAX_LISTED = 10;

/** Describes the unknown names of one kind, if any. */
export function describeUnknown(title: string, counts: ReadonlyMap<string | null, number>): Finding[] {
  if (counts.size === 0) return [];
  const rows = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const examples = [...counts]
    .sort(([a], [b]) => compareNames(a ?? "", b ?? ""))
    .map(([name, n]) => `${quote(name ?? "(none)")} (${n} rows)`);
  return [{ reason: `unknown ${title}`, count: rows, examples }];
}

function sortNames(counts: ReadonlyMap<string | null, number>): string[] {
  return [...counts.keys()].filter((name) => name !== null).sort(compareNames);
}

/** By code point, as Python and the database sort. */
function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The numbers of the suite. Unknown seeds get the next numbers in the order of their names. */
function numberSeeds(seeds: readonly string[]): number[] {
  const numbers = new Map(Object.entries(SEED_NUMBERS));
  let next = Math.max(...numbers.values()) + 1;
  return seeds.map((seed) => numbers.get(seed) ?? next++);
}
