/** The schema of a dataset: what its columns hold and mean, and how queries filter by them. */

/** The types of columns; `mixed` is text with other values among it. */
export const COLUMN_TYPES = ["text", "number", "boolean", "timestamp", "list", "mixed"] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** Keys name a row, measures hold what was measured, attributes describe the row. */
export const COLUMN_ROLES = ["key", "attribute", "measure"] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** What a filter compares: names as text, model sizes, data recipes, or what the values of the column suggest. */
export const FILTER_KINDS = ["names", "sizes", "recipes", "values", "none"] as const;
export type FilterKind = (typeof FILTER_KINDS)[number];

export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: ColumnRole;
  readonly filter: FilterKind;
  /** A query parameter for this column besides its own name, null for none. */
  readonly parameter: string | null;
  /** The metric that the column belongs to, which `metric=` chooses; null for none. */
  readonly metric: string | null;
  /** Other names of its values. */
  readonly aliases: readonly (readonly [alias: string, name: string])[];
  readonly unit: string | null;
  readonly description: string | null;
}

/** The measures of a long dataset: a row for each measure that has a value, with its name and that value. */
export interface LongSchema {
  readonly variable: string;
  readonly value: string;
  readonly measures: readonly string[];
}

export interface DatasetSchema {
  /** As in URLs. */
  readonly name: string;
  /** Of a long dataset, the columns of the long form. */
  readonly columns: readonly ColumnSchema[];
  /** Null for a table, whose measures are columns. */
  readonly long: LongSchema | null;
  /** Pairs of other name and metric. */
  readonly metricAliases: readonly (readonly [alias: string, metric: string])[];
}
