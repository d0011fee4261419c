/** What a query was understood to ask for: the selection, and the filters in words for the answer's meta. */
import type { RowFilter } from "../table/row-filter.js";
import type { Selection } from "../table/selection.js";
import { type FilterField, readFilter } from "./filter-field.js";
import type { QueryReader } from "./query-reader.js";
import type { FilterMeaning } from "./range.js";

export interface Answer {
  readonly selection: Selection;
  readonly offset: number;
  readonly limit: number | null;
  /** By parameter; a parameter that does not filter is absent. */
  readonly filters: Readonly<Record<string, FilterMeaning>>;
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
