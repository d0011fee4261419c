/** The interface of an engine, which holds the rows of one dataset in one version. */
import type { ColumnValues, Conditions, RowQuery } from "../query/row-query.js";
import type { Selection } from "../table/selection.js";

export interface RowCounts {
  /** Rows that meet the conditions. */
  readonly rows: number;
  /** By column, the rows of each of its names, in their order. */
  readonly byColumn: ReadonlyMap<string, ArrayLike<number>>;
}

/**
 * A result of at most so many cells is collected before any of it is sent, so that a failure has its own status; a larger one is
 * streamed.
 */
export const MAX_WHOLE_CELLS = 150_000;

export interface QueryContext {
  /** Its abort ends the work and rejects the promise. */
  readonly signal: AbortSignal;
}

/** An engine in memory returns results, any other one promises. */
export interface DatasetEngine {
  /** Such as `memory`. */
  readonly name: string;
  /** The values of each column that can be filtered. */
  readonly values: ReadonlyMap<string, ColumnValues>;
  query(query: RowQuery, context: QueryContext): Selection | Promise<Selection>;
  /** Counts the rows of every name of some columns; of a long dataset also of its variable column, by measure. */
  count(
    conditions: Conditions,
    columns: readonly string[],
    context: QueryContext,
  ): RowCounts | Promise<RowCounts>;
  close(): Promise<void>;
}
