/** How many rows each name of a filter has under the filters of a query. */
import type { Filters } from "./query-plan.js";
import type { Conditions } from "./row-query.js";

/** Which filters a list of values is counted under: all of them, or all but those of its own parameter. */
export const FACET_COUNTS = ["inclusive", "exclusive"] as const;
export type FacetCounts = (typeof FACET_COUNTS)[number];

/** A parsed facets query, before any row is visited. */
export interface FacetsPlan {
  /** Equal for all spellings of a query. */
  readonly key: string;
  readonly filters: Filters;
  /** Of the whole query. */
  readonly conditions: Conditions;
  /** What is counted: the names of a column, each list under its own conditions or those of the query. */
  readonly lists: readonly FacetList[];
}

export interface FacetList {
  readonly parameter: string;
  readonly column: string;
  /** The same object as that of the query if they are equal. */
  readonly conditions: Conditions;
}
