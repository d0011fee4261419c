/** What a query was understood to ask for, before any row is looked at. */
import type { Format } from "../formats/format.js";
import type { RowFilter } from "../table/row-filter.js";
import type { Selection } from "../table/selection.js";
import { type FilterField, readFilter } from "./filter-field.js";
import type { OutputOptions } from "./output-options.js";
import type { QueryReader } from "./query-reader.js";
import type { NormalizedFilter } from "./range.js";
import type { KeyedSelectOptions } from "./select-options.js";

export type Filters = Readonly<Record<string, NormalizedFilter>>;

export interface QueryPlan {
  /** The same for all spellings of a query, different for queries that may differ in an answer's rows or columns. */
  readonly key: string;
  /** By parameter; a parameter that does not filter is absent. */
  readonly filters: Filters;
  /** The filters as JSON. */
  readonly filtersJson: string;
  readonly offset: number;
  readonly limit: number | null;
  /** The format that the query names, or null where it leaves the choice to the Accept header. */
  readonly format: Format | null;
  readonly isDownload: boolean;
  /** Finds the rows. */
  select(): Selection;
}

/** Puts an answer together; `scope` is what besides filters and options decides over its content. */
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

/** Reads every filter of a dataset; the normalizedFilters are added to `filters`. */
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
