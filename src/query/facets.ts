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

/** A parsed facets query; no row has been looked at. */
export interface FacetsPlan {
  /** The same for all spellings of a query. */
  readonly key: string;
  readonly filters: Filters;
  count(): Facets;
}

/** A value that a filter takes, and the rows that have it under the filters; 0 where they leave none. */
interface FacetValue {
  readonly value: string;
  readonly rows: number;
}

export interface Facets {
  /** Rows under all filters: the sum over any list that is counted under all of them. */
  readonly rows: number;
  /** By number; `parameters` is that number, null where the name names none. */
  readonly params: readonly (FacetValue & { readonly parameters: number | null })[];
  /** In the order in which they are served; a recipe that is not known has no family. */
  readonly data: readonly (FacetValue & {
    readonly family: string | null;
    readonly aliases: readonly string[];
  })[];
  /** In file order. */
  readonly metric: readonly (FacetValue & MetricDescription)[];
}

const RECIPE_BY_NAME = new Map(RECIPES.map((recipe) => [recipe.name, recipe]));

/** The slices to count: `rows` has all filters; each list may have its own slice, or share that one. */
export type FacetSlices = Readonly<Record<FacetName | "rows", LongFilter>>;

interface SliceCounts {
  readonly total: number;
  /** Valid values by row of the table. */
  readonly byRow: Uint32Array;
  readonly byMetric: ReadonlyMap<string, number>;
}

/** Counts the rows of every size, recipe and metric. A slice that several lists share is counted once. */
export function countFacets(view: LongView, slices: FacetSlices): Facets {
  const counted = new Map<LongFilter, SliceCounts>();
  const countOf = (name: keyof FacetSlices): SliceCounts => {
    const slice = slices[name];
    const counts = counted.get(slice) ?? countSlice(view, slice);
    counted.set(slice, counts);
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
function countSlice(view: LongView, slice: LongFilter): SliceCounts {
  const byRow = new Uint32Array(view.table.rowCount);
  const byMetric = new Map<string, number>();
  let total = 0;
  for (const column of slice.valueColumns) {
    const count = countRows(view.findValid(slice, column), byRow);
    byMetric.set(column.name, count);
    total += count;
  }
  return { total, byRow, byMetric };
}

/** Adds one to the count of every row; returns the number of rows. */
function countRows(rows: Uint32Array, valueCounts: Uint32Array): number {
  // An index, here and below: it is fast from the first call on, where `for (const row of rows)` is not.
  for (let index = 0; index < rows.length; index++) valueCounts[rows[index]]++;
  return rows.length;
}

function countCodes(view: LongView, name: string, valueCounts: Uint32Array): FacetValue[] {
  const { codes, dictionary }: DictionaryColumn = view.table.getOfKind(name, "dictionary");
  const counts = new Float64Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) counts[codes[row]] += valueCounts[row];
  return dictionary.map((value, code) => ({ value, rows: counts[code] }));
}
