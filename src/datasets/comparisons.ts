/**
 * The comparisons: one row per fine-tuning run, matched with the pre-training checkpoint it started from. A column is
 * either a base column (the run, its checkpoint, its group) or belongs to one metric.
 */
import { StartupError } from "../errors.js";
import type { Column, DictionaryColumn } from "../table/column.js";
import { sortDictionary } from "../table/dictionary.js";
import { buildRuns, type Runs } from "../table/runs.js";
import { Table } from "../table/table.js";
import { identifyRecipe } from "./recipes.js";
import { compareSizes, parseSize } from "./sizes.js";
import { checkSpelling } from "./spelling.js";

export interface Comparisons {
  readonly table: Table;
  /** One run of all rows: the file's order is kept, so no key is contiguous. */
  readonly runs: Runs;
  /** Names of the columns that belong to no metric, in file order. */
  readonly baseColumns: readonly string[];
  /** The columns of every metric, both in file order. */
  readonly columnsByMetric: ReadonlyMap<string, readonly string[]>;
}

/** The columns that hold model sizes and those that hold recipes; both kinds are needed and hold text. */
export const SIZE_COLUMNS = ["ckpt_params", "comparison_model_size"] as const;
export const RECIPE_COLUMNS = ["ckpt_data", "comparison_model_recipe"] as const;
const KEY_COLUMN = "run_id";
/** Columns that there have to be, all of text. */
export const NEEDED_COLUMNS: readonly string[] = [KEY_COLUMN, ...SIZE_COLUMNS, ...RECIPE_COLUMNS];

/** Columns that begin like a metric's and are none: counts of tokens, epochs, and the training history. */
const BASE_COLUMNS_LIKE_METRICS = new Set([
  "ft_tok_per_epoch",
  "ft_epochs",
  "ft_tok",
  "ft_tok_real",
  "ft_steps_list",
  "ft_lrs_list",
  "ft_toks_list",
  "ft_loss_list",
  "pt_ft_toks",
]);

const METRIC_COLUMN = /^(?:ft_|pt_|delta_|group_(?:avg|med|std|mad)_delta_)(.+)$/;

/**
 * Checks the frame and sorts its columns into base and metrics. `subject` names the file in errors.
 * Throws StartupError: missing-column, wrong-type, bad-value and duplicate-key for the run's name.
 */
export function buildComparisons(frame: Table, subject: string): Comparisons {
  for (const name of NEEDED_COLUMNS) {
    const column = frame.find(name);
    if (column === undefined) throw new StartupError("missing-column", subject, `has no column "${name}"`);
    if (column.kind !== "dictionary") {
      throw new StartupError(
        "wrong-type",
        subject,
        `column "${name}" is ${column.kind}, where text is needed`,
      );
    }
  }
  checkKey(frame.getOfKind(KEY_COLUMN, "dictionary"), subject);
  for (const name of SIZE_COLUMNS)
    checkSpelling(frame.getOfKind(name, "dictionary"), "size", parseSize, subject);
  for (const name of RECIPE_COLUMNS) {
    checkSpelling(frame.getOfKind(name, "dictionary"), "recipe", identifyRecipe, subject);
  }
  const table = new Table(frame.columns.map(orderDictionary), frame.rowCount);
  const baseColumns: string[] = [];
  const columnsByMetric = new Map<string, string[]>();
  for (const { name } of table.columns) {
    const metric = findMetric(name);
    if (metric === undefined) baseColumns.push(name);
    else if (columnsByMetric.has(metric)) columnsByMetric.get(metric)?.push(name);
    else columnsByMetric.set(metric, [name]);
  }
  return { table, runs: buildRuns([], frame.rowCount), baseColumns, columnsByMetric };
}

/**
 * The metric that a column belongs to, undefined for a base column. What fine-tuning calls `primary_score`,
 * pre-training calls `primary_metric`; the latter is the metric's name here.
 */
function findMetric(column: string): string | undefined {
  if (BASE_COLUMNS_LIKE_METRICS.has(column)) return undefined;
  const match = METRIC_COLUMN.exec(column);
  if (match === null) return undefined;
  const bare = column.startsWith("pt_") ? match[1].replace(/_list$/, "") : match[1];
  return bare.replace(/_primary_score(?=$|_)/, "_primary_metric");
}

function checkKey({ codes, dictionary }: DictionaryColumn, subject: string): void {
  const seen = new Set<number>();
  for (const [row, code] of codes.entries()) {
    if (code < 0) throw new StartupError("bad-value", subject, `row ${row} has no ${KEY_COLUMN}`);
    if (seen.has(code)) {
      throw new StartupError(
        "duplicate-key",
        subject,
        `row ${row} repeats the ${KEY_COLUMN} "${dictionary[code]}"`,
      );
    }
    seen.add(code);
  }
}

/** Puts the dictionary in sort order: sizes and numeric text as numbers, other text by code unit. */
function orderDictionary(column: Column): Column {
  if (column.kind !== "dictionary") return column;
  if ((SIZE_COLUMNS as readonly string[]).includes(column.name)) return sortDictionary(column, compareSizes);
  const isNumeric = column.dictionary.every((text) => text.trim() !== "" && Number.isFinite(Number(text)));
  return sortDictionary(column, isNumeric ? (a, b) => Number(a) - Number(b) : undefined);
}
