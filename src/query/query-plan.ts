/** Query plans: a parsed query, before any row is visited. */
import type { Format } from "../formats/format.js";
import { type FilterField, readFilter } from "./filter-field.js";
import type { OutputOptions } from "./output-options.js";
import type { QueryReader } from "./query-reader.js";
import type { NormalizedFilter } from "./range.js";
import type { Conditions, Predicate, RowQuery, RowShape } from "./row-query.js";
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
  readonly query: RowQuery;
}

/** Builds a plan; `scope` distinguishes queries with the same filters and options, such as those of two datasets. */
export function buildQueryPlan(
  scope: string,
  shape: RowShape,
  filters: Filters,
  { where, measures }: Conditions,
  options: KeyedSelectOptions,
  output: OutputOptions,
): QueryPlan {
  const { fields, sort, offset, limit } = options;
  const filtersJson = JSON.stringify(filters);
  return {
    key: `${scope} ${filtersJson} ${options.key}`,
    filters,
    filtersJson,
    offset,
    limit,
    format: output.format,
    isDownload: output.isDownload,
    query: { shape, where, measures, fields, sort, offset, limit },
  };
}

/** Reads the conditions of all fields, and adds their normalized form to `filters`. */
export function readPredicates(
  reader: QueryReader,
  fields: readonly FilterField[],
  filters: Record<string, NormalizedFilter>,
): Predicate[] {
  const predicates: Predicate[] = [];
  for (const field of fields) {
    const read = readFilter(reader, field);
    if (read === null) continue;
    predicates.push(read.predicate);
    filters[field.parameter] = read.normalized;
  }
  return predicates;
}
