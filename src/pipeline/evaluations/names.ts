/** The names in the raw tables, held against those of the suite: what is not known is refused or, if allowed, reported. */
import { RECIPES } from "../../datasets/recipes.js";
import { PipelineError } from "../../errors.js";
import type { Database } from "../database.js";
import type { Finding } from "../report.js";
import { BUDGET, PPL_COLUMNS, RAW_TASKS, SEED_NUMBERS, SIZES, TASK_METRICS } from "../suite.js";
import type { InputColumns } from "./inputs.js";
import type { MetricsSurvey } from "./metrics-text.js";

/** The names that the tables will have, known ones first where the order is the suite's. */
export interface Names {
  /** Sorted by code unit, as the tables are. */
  readonly sizes: readonly string[];
  readonly recipes: readonly string[];
  readonly tasks: readonly string[];
  readonly seedNumbers: Readonly<Record<string, number>>;
  /** Those that some row has. */
  readonly metrics: readonly string[];
  /** Names that are not the suite's, by kind. */
  readonly unknown: readonly Finding[];
}

type Kind = "params" | "data" | "task" | "seed" | "chinchilla";

const KINDS: Readonly<Record<Kind, { readonly title: string; readonly known: readonly string[] }>> = {
  params: { title: "size", known: SIZES.map(({ name }) => name) },
  data: { title: "recipe", known: RECIPES.map(({ name }) => name) },
  task: { title: "task", known: RAW_TASKS },
  seed: { title: "seed", known: Object.keys(SEED_NUMBERS) },
  chinchilla: { title: "token budget", known: [BUDGET] },
};

/** Reads the names of both tables. Throws PipelineError unknown-name, unless unknown names are allowed. */
export async function readNames(
  database: Database,
  inputs: InputColumns,
  survey: MetricsSurvey,
  { subject, isUnknownAllowed }: { subject: string; isUnknownAllowed: boolean },
): Promise<Names> {
  const found = {} as Record<Kind, string[]>;
  const unknown: Finding[] = [];
  for (const [kind, { title, known }] of Object.entries(KINDS) as [Kind, (typeof KINDS)[Kind]][]) {
    const counts = await countNames(database, kind);
    found[kind] = [...counts.keys()];
    addUnknown(unknown, title, new Map([...counts].filter(([name]) => !known.includes(name))));
  }
  addUnknown(unknown, "metric", survey.unknown);
  const knownPerplexities = new Set(PPL_COLUMNS.map(({ name }) => name));
  const otherPerplexities = inputs.perplexities.filter(({ name }) => !knownPerplexities.has(name));
  const perplexityRows = otherPerplexities.length > 0 ? await database.count("raw_perplexities") : 0;
  addUnknown(unknown, "perplexity", new Map(otherPerplexities.map(({ name }) => [name, perplexityRows])));
  if (unknown.length > 0 && !isUnknownAllowed) {
    const list = unknown.map(({ reason, examples }) => `${reason} ${examples.join(", ")}`).join("; ");
    throw new PipelineError("unknown-name", subject, list);
  }
  return {
    sizes: found.params,
    recipes: found.data,
    tasks: found.task,
    seedNumbers: numberSeeds(found.seed),
    metrics: [...TASK_METRICS.filter((name) => !survey.absent.includes(name)), ...survey.unknown.keys()],
    unknown,
  };
}

/** Names by code unit, each with its number of rows. */
async function countNames(database: Database, kind: Kind): Promise<Map<string, number>> {
  const isInBoth = kind === "params" || kind === "data" || kind === "seed";
  const perplexities = isInBoth ? `UNION ALL SELECT ${kind} FROM raw_perplexities` : "";
  const rows = await database.rows<{ name: string | null; n: number }>(
    `SELECT ${kind} AS name, count(*) AS n FROM (SELECT ${kind} FROM raw_evaluations ${perplexities})
     GROUP BY name ORDER BY name`,
  );
  return new Map(rows.map(({ name, n }) => [name ?? "(none)", n]));
}

function addUnknown(unknown: Finding[], title: string, counts: ReadonlyMap<string, number>): void {
  if (counts.size === 0) return;
  const rows = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const examples = [...counts].map(([name, n]) => `${JSON.stringify(name)} (${n} rows)`);
  unknown.push({ reason: `unknown ${title}`, count: rows, examples });
}

/** The suite's numbers; seeds that it does not have get the numbers after them, in the order of their names. */
function numberSeeds(seeds: readonly string[]): Record<string, number> {
  const others = seeds.filter((seed) => !(seed in SEED_NUMBERS)).sort();
  const first = Math.max(...Object.values(SEED_NUMBERS)) + 1;
  return { ...SEED_NUMBERS, ...Object.fromEntries(others.map((seed, index) => [seed, first + index])) };
}
