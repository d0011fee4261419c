/**
 * The fields of a fine-tuning run, parsed from its name, configuration and summary, with display names, numbers and filled
 * gaps. Runs of one type are processed together, because a gap is filled only in a column that the name of
 * some run of the type has.
 */
import { RECIPES } from "../datasets/recipes.js";
import type { NameField, RunName, RunType } from "./run-names.js";

/** An exported run and its parsed name. */
export interface NamedRun {
  readonly id: string;
  readonly name: RunName;
  readonly config: Readonly<Record<string, unknown>>;
  readonly summary: Readonly<Record<string, unknown>>;
}

/** A parsed run, under the column names of the parsed runs. */
export interface RunFields {
  readonly run_id: string;
  /** Milliseconds since 1970; the time in the name counts as UTC. */
  readonly timestamp: number | null;
  readonly exp_name: string | null;
  readonly pattern_name: string | null;
  readonly _run_type: RunType;
  readonly initial_checkpoint_recipe: string | null;
  readonly initial_checkpoint_size: string | null;
  readonly initial_checkpoint_steps: string | null;
  readonly comparison_model_recipe: string | null;
  readonly comparison_model_size: string | null;
  readonly comparison_metric: string | null;
  readonly seed: string | null;
  readonly lr: string | null;
  readonly lr1: string | null;
  readonly lr2: string | null;
  readonly reduce_loss: string | null;
  readonly num_finetune_tokens_per_epoch: number | null;
  readonly num_finetune_epochs: number | null;
  readonly num_finetune_tokens: number | null;
  /** The logged count; kept if it differs from the plan, as in a real `_Ft_` run with 665,079,539 for twice the dataset. */
  readonly num_finetuned_tokens_real: number | null;
  readonly abs_difference_ft_tokens_pct: number | null;
}

/**
 * The dates of two earlier parses that a build can reproduce, faults included. Both read `100Mt` as 1e14 tokens. That of
 * 2025-09-17, the origin of the served pickle, leaves the tokens of an `_Ft_` run empty; that of 2025-09-23 uses the
 * planned count of such a run as the real one.
 */
export const COMPAT_DATES = ["2025-09-17", "2025-09-23"] as const;
export type CompatDate = (typeof COMPAT_DATES)[number];

/** The recipe of every model that runs are compared with. */
export const COMPARED_RECIPE = "Dolma1.7";

/** One epoch of the whole fine-tuning dataset; `_Ft_` runs train for two. */
const FULL_SET_MARK = "_Ft_";
const FULL_SET_TOKENS = 665_127_434;
const FULL_SET_EPOCHS = 2;

/** The matching perplexity of a matched run whose name has none. */
const DEFAULT_METRIC = "pile";

const DEFAULTS: Readonly<Partial<Record<NameField, string>>> = {
  num_finetune_epochs: "1",
  initial_checkpoint_steps: "main",
  comparison_metric: DEFAULT_METRIC,
};

const CONFIG_KEYS: Readonly<Partial<Record<NameField, string>>> = {
  lr: "learning_rate",
  seed: "seed",
  num_finetune_epochs: "num_train_epochs",
};

const RECIPE_BY_NAME = new Map(
  RECIPES.flatMap(({ name, aliases }) => [name, ...aliases].map((text) => [text.toLowerCase(), name])),
);

/** The fields of every run in the given order; with `compat`, as in the parse of that date. */
export function buildRunFields(runs: readonly NamedRun[], compat: CompatDate | null = null): RunFields[] {
  const columnsByType = new Map<RunType, Set<string>>();
  for (const { name } of runs) {
    const columns = columnsByType.get(name.type) ?? new Set();
    for (const column of Object.keys(name.fields)) columns.add(column);
    columnsByType.set(name.type, columns);
  }
  return runs.map((run) => buildFields(run, columnsByType.get(run.name.type) ?? new Set(), compat));
}

function buildFields(run: NamedRun, columns: ReadonlySet<string>, compat: CompatDate | null): RunFields {
  const { id, name, summary } = run;
  const text = (field: NameField) => readText(run, field, columns);
  const recipe = text("initial_checkpoint_recipe");
  return {
    run_id: id,
    timestamp: parseStart(text("timestamp")),
    exp_name: text("exp_name"),
    pattern_name: name.pattern === null ? null : `${name.pattern}_PATTERN`,
    _run_type: name.type,
    initial_checkpoint_recipe: recipe === null ? null : (findRecipe(recipe) ?? recipe),
    initial_checkpoint_size: text("initial_checkpoint_size"),
    initial_checkpoint_steps: text("initial_checkpoint_steps"),
    comparison_model_recipe: columns.has("comparison_model_size") ? COMPARED_RECIPE : null,
    comparison_model_size: text("comparison_model_size"),
    comparison_metric: nameMetric(name.type, text("comparison_metric")),
    seed: text("seed"),
    lr: text("lr"),
    lr1: text("lr1"),
    lr2: text("lr2"),
    reduce_loss: text("reduce_loss"),
    ...buildTokenFields(id, text, findNumber(summary.total_tokens), compat),
  };
}

/** The perplexity's column for a matched run, which always has one; for others the word in their names. */
function nameMetric(type: RunType, metric: string | null): string | null {
  if (type !== "matched") return metric;
  return metric === "c4" ? "c4_en-valppl" : `${metric ?? DEFAULT_METRIC}-valppl`;
}

type TokenFields = Pick<
  RunFields,
  | "num_finetune_tokens_per_epoch"
  | "num_finetune_epochs"
  | "num_finetune_tokens"
  | "num_finetuned_tokens_real"
  | "abs_difference_ft_tokens_pct"
>;

function buildTokenFields(
  id: string,
  text: (field: NameField) => string | null,
  counted: number | null,
  compat: CompatDate | null,
): TokenFields {
  const isFullSet = id.includes(FULL_SET_MARK) && compat !== "2025-09-17";
  const parse = (field: NameField) => parseTokens(text(field), compat !== null);
  const perEpoch = isFullSet ? FULL_SET_TOKENS : parse("num_finetune_tokens_per_epoch");
  const epochs = isFullSet ? FULL_SET_EPOCHS : parse("num_finetune_epochs");
  const named = isFullSet ? null : parse("num_finetune_tokens");
  const planned = named ?? (perEpoch === null || epochs === null ? null : perEpoch * epochs);
  const real = isFullSet && compat === "2025-09-23" ? planned : counted;
  return {
    num_finetune_tokens_per_epoch: perEpoch,
    num_finetune_epochs: epochs,
    num_finetune_tokens: planned,
    num_finetuned_tokens_real: real,
    abs_difference_ft_tokens_pct: getDifferencePct(planned, real),
  };
}

/** The difference of the real count from the plan, in percent of the plan; null without a plan. */
function getDifferencePct(planned: number | null, real: number | null): number | null {
  if (planned === null || planned === 0 || real === null) return null;
  return (Math.abs(planned - real) / planned) * 100;
}

/** The value in the name, otherwise the default of the column, otherwise the value in the configuration. */
function readText({ name, config }: NamedRun, field: NameField, columns: ReadonlySet<string>): string | null {
  if (!columns.has(field)) return null;
  const named = name.fields[field] ?? DEFAULTS[field];
  if (named !== undefined) return named;
  const key = CONFIG_KEYS[field];
  const value = key === undefined ? undefined : config[key];
  if (typeof value === "number") return formatPythonNumber(value);
  return typeof value === "string" ? value : null;
}

/** The display name of a recipe under any of its names, or undefined. */
export function findRecipe(name: string): string | undefined {
  return RECIPE_BY_NAME.get(name.toLowerCase());
}

/**
 * A count such as `100M`, `1G`, `2B`, `100Mt` or `200`, or null for anything else. The earlier parses read a trailing T
 * as tera and drop the letter before it.
 */
export function parseTokens(text: string | null, isTera: boolean): number | null {
  const match = text === null ? null : /^(\d+)([MGB]?)(T?)$/.exec(text.toUpperCase());
  if (match === null) return null;
  const [, digits, unit, end] = match;
  if (isTera && end === "T") return Number(digits) * 1e12;
  return Number(digits) * (unit === "" ? 1 : unit === "M" ? 1e6 : 1e9);
}

/** The timestamp of `2025_08_21-08_24_43` or `250821-082443` in ms, as if in UTC; null if it is invalid. */
export function parseStart(text: string | null): number | null {
  const digits = text?.replace(/\D/g, "") ?? "";
  const full = digits.length === 12 ? `20${digits}` : digits;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(full);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const epochMs = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date turns 32 January into 1 February.
  return new Date(epochMs).toISOString().replace(/\D/g, "").startsWith(full) ? epochMs : null;
}

/**
 * A number as Python prints it: below 1e-4 with an exponent of at least two digits (`5e-05`), while JavaScript starts
 * at 1e-6 and prints `5e-7`. 8.0 is printed as the integer 8, because parsed JSON does not distinguish them.
 */
export function formatPythonNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const [mantissa, exponent] = value.toExponential().split("e");
  if (Number(exponent) >= -4) return String(value);
  return `${mantissa}e-${exponent.slice(1).padStart(2, "0")}`;
}

function findNumber(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
