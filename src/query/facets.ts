/** How many rows of the long form each size, recipe and metric has under the filters of a query. */
import { describeMetric, type MetricDescription } from "../datasets/metrics.js";
import { RECIPES } from "../datasets/recipes.js";
import { parseSize } from "../datasets/sizes.js";
import type { DictionaryColumn } from "../table/column.js";
import type { LongFilter, LongView } from "../table/long-view.js";
import type { Filters } from "./query-plan.js";

/** The parameters that a facets response lists the values of. */
export type FacetName = "params" | "data" | "metric";

/** Which filters a list of values is counted under: all of them, or all but those of its own parameter. */
export const FACET_COUNTS = ["inclusive", "exclusive"] as const;
export type FacetCounts = (typeof FACET_COUNTS)[number];

/** A parsed facets query, before any row is visited. */
export interface FacetsPlan {
  /** Equal for all spellings of a query. */
  readonly key: string;
  readonly filters: Filters;
  count(): Facets;
}

/** A value of a filter parameter, and its number of rows under the filters. */
interface FacetValue {
  readonly value: string;
  readonly rows: number;
}

export interface Facets {
  /** Rows under all filters: the sum over any list that is counted under all of them. */
  readonly rows: number;
  /** Sorted by number; `parameters` is that number, null for an unknown size. */
  readonly params: readonly (FacetValue & { readonly parameters: number | null })[];
  /** In the order of the rows; the family of an unknown recipe is null. */
  readonly data: readonly (FacetValue & {
    readonly family: string | null;
    readonly aliases: readonly string[];
  })[];
  /** In file order. */
  readonly metric: readonly (FacetValue & MetricDescription)[];
}

const RECIPE_BY_NAME = new Map(RECIPES.map((recipe) => [recipe.name, recipe]));

/** The filters to count under: `rows` is that of the query; a list has its own or shares that one. */
export type FacetFilters = Readonly<Record<FacetName | "rows", LongFilter>>;

interface FilterCounts {
  readonly total: number;
  /** Valid values by row of the table. */
  readonly byRow: Uint32Array;
  readonly byMetric: ReadonlyMap<string, number>;
}

/** Counts the rows of every size, recipe and metric. Lists with the same filter are counted once. */
export function countFacets(view: LongView, filters: FacetFilters): Facets {
  const counted = new Map<LongFilter, FilterCounts>();
  const countOf = (name: keyof FacetFilters): FilterCounts => {
    const filter = filters[name];
    const counts = counted.get(filter) ?? countFiltered(view, filter);
    counted.set(filter, counts);
    return counts;
  };
  const { byMetric } = countOf("metric");
  return {
    rows: countOf("rows").total,
    params: countCodes(view, "params", countOf("params").byRow).map((counted) => ({
      ...counted,
      parameters: parseSize(counted.value) ?? null,
    })),
    data: countCodes(view, "data", countOf("data").byRow).map((counted) => {
      const { family = null, aliases = [] } = RECIPE_BY_NAME.get(counted.value) ?? {};
      return { ...counted, family, aliases };
    }),
    metric: view.valueColumns.map(({ name }) => ({
      value: name,
      rows: byMetric.get(name) ?? 0,
      ...describeMetric(name),
    })),
  };
}

/** Counts column by column. */
function countFiltered(view: LongView, filter: LongFilter): FilterCounts {
  const byRow = new Uint32Array(view.table.rowCount);
  const byMetric = new Map<string, number>();
  let total = 0;
  for (const column of filter.valueColumns) {
    const count = countRows(view.findValid(filter, column), byRow);
    byMetric.set(column.name, count);
    total += count;
  }
  return { total, byRow, byMetric };
}

/** Adds one to the count of every row; returns the number of rows. */
function countRows(rows: Uint32Array, valueCounts: Uint32Array): number {
  // An index loop, here and below, is fast even before it is optimized, unlike `for (const row of rows)`.
  for (let index = 0; index < rows.length; index++) valueCounts[rows[index]]++;
  return rows.length;
}

function countCodes(view: LongView, name: string, valueCounts: Uint32Array): FacetValue[] {
  const { codes, dictionary }: DictionaryColumn = view.table.getOfKind(name, "dictionary");
  const counts = new Float64Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) counts[codes[row]] += valueCounts[row];
  return dictionary.map((value, code) => ({ value, rows: counts[code] }));
}
