/** Query plans: a parsed query, before any row is visited. */
import type { Format } from "../formats/format.js";
import type { RowFilter } from "../table/row-filter.js";
import type { Selection } from "../table/selection.js";
import { type FilterField, readFilter } from "./filter-field.js";
import type { OutputOptions } from "./output-options.js";
import type { QueryReader } from "./query-reader.js";
import type { NormalizedFilter } from "./range.js";
import type { KeyedSelectOptions } from "./select-options.js";

/** Filters by parameter; a parameter without a filter is absent. */
export type Filters = Readonly<Record<string, NormalizedFilter>>;

export interface QueryPlan {
  /** Equal for all spellings of a query, and different for queries whose rows or columns may differ. */
  readonly key: string;
  readonly filters: Filters;
  /** The filters as JSON. */
  readonly filtersJson: string;
  readonly offset: number;
  readonly limit: number | null;
  /** Null leaves the choice to the Accept header. */
  readonly format: Format | null;
  readonly isDownload: boolean;
  /** Selects the rows. */
  select(): Selection;
}

/** Builds a plan; `scope` distinguishes queries with the same filters and options, such as those of two datasets. */
export function buildQueryPlan(
  scope: string,
  filters: Filters,
  options: KeyedSelectOptions,
  output: OutputOptions,
  select: () => Selection,
): QueryPlan {
  const { offset, limit } = options;
  const filtersJson = JSON.stringify(filters);
  return {
    key: `${scope} ${filtersJson} ${options.key}`,
    filters,
    filtersJson,
    offset,
    limit,
    format: output.format,
    isDownload: output.isDownload,
    select,
  };
}

/** Reads the row filters of all fields, and adds their normalized form to `filters`. */
export function readRowFilters(
  reader: QueryReader,
  fields: readonly FilterField[],
  filters: Record<string, NormalizedFilter>,
): RowFilter[] {
  const rowFilters: RowFilter[] = [];
  for (const field of fields) {
    const read = readFilter(reader, field);
    if (read === null) continue;
    rowFilters.push(read.filter);
    filters[field.parameter] = read.normalized;
  }
  return rowFilters;
}
