/**
 * Logical queries: columns and values by name, without codes, masks or SQL, for any engine. Also the values of columns,
 * which a query string is checked against.
 */
import type { NumberRange } from "../table/row-filter.js";
import type { SelectOptions } from "../table/selection.js";

/** A condition on a column. A missing value meets none. */
export type Predicate =
  | { readonly kind: "in"; readonly column: string; readonly names: readonly string[] }
  /** Bounds and values of numbers; of timestamps in milliseconds since 1970. */
  | { readonly kind: "range"; readonly column: string; readonly range: NumberRange };

/** `final` is the last step of a recipe that has a value; `common` the last one that all requested recipes have. */
export const CHECKPOINTS = ["final", "common"] as const;
export type Checkpoint = (typeof CHECKPOINTS)[number];

/** Conditions on the values of a long dataset. */
export interface MeasureFilter {
  /** Names of measures, in the order of the dataset. */
  readonly names: readonly string[];
  readonly range: NumberRange | null;
  readonly checkpoint: Checkpoint | null;
}

/** The rows of a query: those that meet all conditions. */
export interface Conditions {
  readonly where: readonly Predicate[];
  /** Null for a dataset that is not long. */
  readonly measures: MeasureFilter | null;
}

/** `table` for the rows as they are; of a long dataset `long` or `wide`. */
export type RowShape = "table" | "long" | "wide";

export interface RowQuery extends Conditions, SelectOptions {
  readonly shape: RowShape;
}

/** The values that a column can be filtered by. */
export type ColumnValues =
  /** Distinct texts in their order, which is also that of sorting. */
  | { readonly kind: "names"; readonly names: readonly string[] }
  /** Distinct numbers, ascending; null if there are too many to list. Timestamps are in milliseconds since 1970. */
  | { readonly kind: "numbers" | "timestamps"; readonly distinct: Float64Array | null };
