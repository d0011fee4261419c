/**
 * The comparisons: one row for each fine-tuning run, matched with the pretraining checkpoint it started from. A column is
 * either a base column (of the run, its checkpoint, its group) or belongs to one metric.
 */
import { quote, StartupError } from "../errors.js";
import { type Column, type DictionaryColumn, markIntegers } from "../table/column.js";
import { sortDictionary } from "../table/dictionary.js";
import { compareNumericTexts } from "../table/numeric-text.js";
import { buildSegments, type Segments } from "../table/segments.js";
import { Table } from "../table/table.js";
import { identifyRecipe } from "./recipes.js";
import { compareSizes, parseSize } from "./sizes.js";
import { checkSpelling } from "./spelling.js";

export interface Comparisons {
  readonly table: Table;
  /** One segment of all rows, because the order of the file is kept. */
  readonly segments: Segments;
  /** Names of the columns that belong to no metric, in file order. */
  readonly baseColumns: readonly string[];
  /** The columns of every metric, both in file order. */
  readonly columnsByMetric: ReadonlyMap<string, readonly string[]>;
}

/** The columns of model sizes and of recipes. */
export const SIZE_COLUMNS = ["ckpt_params", "comparison_model_size"] as const;
export const RECIPE_COLUMNS = ["ckpt_data", "comparison_model_recipe"] as const;
const KEY_COLUMN = "run_id";
/** The required columns, all text. */
export const NEEDED_COLUMNS: readonly string[] = [KEY_COLUMN, ...SIZE_COLUMNS, ...RECIPE_COLUMNS];

/** Base columns with the prefix of a metric: token counts, epochs, and the training history. */
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

/** What the columns of a metric hold, by the prefix of their names. */
const STATISTICS = {
  ft_: "finetuned",
  pt_: "pretrained",
  delta_: "delta",
  group_avg_delta_: "group-mean-delta",
  group_med_delta_: "group-median-delta",
  group_std_delta_: "group-std-delta",
  group_mad_delta_: "group-mad-delta",
} as const;
export const COMPARISON_STATISTICS = [...Object.values(STATISTICS), "pretrained-history"] as const;
type Statistic = (typeof COMPARISON_STATISTICS)[number];

const METRIC_COLUMN = /^(ft_|pt_|delta_|group_(?:avg|med|std|mad)_delta_)(.+)$/;

/** What a column of the comparisons is for; metric and statistic are null for the columns of no metric. */
export interface ComparisonColumn {
  readonly role: "key" | "attribute" | "measure";
  readonly metric: string | null;
  readonly statistic: Statistic | null;
}

/**
 * Checks the frame and assigns its columns to metrics. `subject` names the file in errors. Throws StartupError:
 * missing-column, wrong-type, bad-value, and duplicate-key for the name of a run.
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
  const table = new Table(frame.columns.map(prepareColumn), frame.rowCount);
  const baseColumns: string[] = [];
  const columnsByMetric = new Map<string, string[]>();
  for (const { name } of table.columns) {
    const { metric } = describeComparisonColumn(name);
    if (metric === null) baseColumns.push(name);
    else if (columnsByMetric.has(metric)) columnsByMetric.get(metric)?.push(name);
    else columnsByMetric.set(metric, [name]);
  }
  return { table, segments: buildSegments([], frame.rowCount), baseColumns, columnsByMetric };
}

/**
 * Describes a column by its name. `primary_score` of fine-tuning is `primary_metric` of pretraining, and the latter is the name
 * of the metric here.
 */
export function describeComparisonColumn(name: string): ComparisonColumn {
  const match = BASE_COLUMNS_LIKE_METRICS.has(name) ? null : METRIC_COLUMN.exec(name);
  if (match === null)
    return { role: name === KEY_COLUMN ? "key" : "attribute", metric: null, statistic: null };
  const [, prefix, rest] = match;
  const isHistory = prefix === "pt_" && rest.endsWith("_list");
  const bare = isHistory ? rest.slice(0, -"_list".length) : rest;
  return {
    role: "measure",
    metric: bare.replace(/_primary_score(?=$|_)/, "_primary_metric"),
    statistic: isHistory ? "pretrained-history" : STATISTICS[prefix as keyof typeof STATISTICS],
  };
}

function checkKey({ codes, dictionary }: DictionaryColumn, subject: string): void {
  const seen = new Set<number>();
  for (const [row, code] of codes.entries()) {
    if (code < 0) throw new StartupError("bad-value", subject, `row ${row} has no ${KEY_COLUMN}`);
    if (seen.has(code)) {
      throw new StartupError(
        "duplicate-key",
        subject,
        `row ${row} repeats the ${KEY_COLUMN} ${quote(dictionary[code])}`,
      );
    }
    seen.add(code);
  }
}

/** Orders a dictionary, and marks integers. The columns of a metric are doubles, whatever values this file happens to have. */
function prepareColumn(column: Column): Column {
  return describeComparisonColumn(column.name).metric === null
    ? markIntegers(orderDictionary(column))
    : orderDictionary(column);
}

/** Sorts the dictionary: sizes and numeric text as numbers, other text by code unit. */
function orderDictionary(column: Column): Column {
  if (column.kind !== "dictionary") return column;
  if ((SIZE_COLUMNS as readonly string[]).includes(column.name)) return sortDictionary(column, compareSizes);
  const isNumeric = column.dictionary.every((text) => text.trim() !== "" && Number.isFinite(Number(text)));
  return sortDictionary(column, isNumeric ? compareNumericTexts : undefined);
}
