/** What a query was understood to ask for, before any row is looked at. */
import type { Format } from "../formats/format.js";
import type { RowFilter } from "../table/row-filter.js";
import type { Selection } from "../table/selection.js";
import type { KeyedArrangement } from "./arrangement.js";
import { type FilterField, readFilter } from "./filter-field.js";
import type { Presentation } from "./presentation.js";
import type { QueryReader } from "./query-reader.js";
import type { FilterMeaning } from "./range.js";

export type Filters = Readonly<Record<string, FilterMeaning>>;

export interface Answer {
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

/** Puts an answer together; `scope` is what besides filters and arrangement decides over its content. */
export function buildAnswer(
  scope: string,
  filters: Filters,
  arrangement: KeyedArrangement,
  presentation: Presentation,
  select: () => Selection,
): Answer {
  const { offset, limit } = arrangement;
  const filtersJson = JSON.stringify(filters);
  return {
    key: `${scope} ${filtersJson} ${arrangement.key}`,
    filters,
    filtersJson,
    offset,
    limit,
    format: presentation.format,
    isDownload: presentation.isDownload,
    select,
  };
}

/** Reads every filter of a dataset; the meanings are added to `filters`. */
export function readRowFilters(
  reader: QueryReader,
  fields: readonly FilterField[],
  filters: Record<string, FilterMeaning>,
): RowFilter[] {
  const rowFilters: RowFilter[] = [];
  for (const field of fields) {
    const read = readFilter(reader, field);
    if (read === null) continue;
    rowFilters.push(read.filter);
    filters[field.parameter] = read.meaning;
  }
  return rowFilters;
}
