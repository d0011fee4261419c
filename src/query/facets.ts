/** How many rows of the long form each size, recipe and metric has under the filters of a query. */
import { describeMetric, type MetricDescription } from "../datasets/metrics.js";
import { RECIPES } from "../datasets/recipes.js";
import { parseSize } from "../datasets/sizes.js";
import type { DictionaryColumn } from "../table/column.js";
import type { LongFilter, LongView } from "../table/long-view.js";
import type { Filters } from "./query-plan.js";

/** A facets query that was understood, before any row is looked at. */
export interface FacetsPlan {
  /** The same for all spellings of a query. */
  readonly key: string;
  readonly filters: Filters;
  count(): Facets;
}

/** A value that a filter takes, and the rows that have it under all filters; 0 where they leave none. */
interface FacetValue {
  readonly value: string;
  readonly rows: number;
}

export interface Facets {
  /** Rows under the filters: the sum over any one of the three lists. */
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

/** Counts column by column; every value of the name indexes is listed. */
export function countFacets(view: LongView, filter: LongFilter): Facets {
  const valueCounts = new Uint32Array(view.table.rowCount);
  const metricCounts = new Map<string, number>();
  let total = 0;
  for (const column of filter.valueColumns) {
    const count = countRows(view.findValid(filter, column), valueCounts);
    metricCounts.set(column.name, count);
    total += count;
  }
  return {
    rows: total,
    params: countCodes(view, "params", valueCounts).map((counted) => ({
      ...counted,
      parameters: parseSize(counted.value) ?? null,
    })),
    data: countCodes(view, "data", valueCounts).map((counted) => {
      const { family = null, aliases = [] } = RECIPE_BY_NAME.get(counted.value) ?? {};
      return { ...counted, family, aliases };
    }),
    metric: view.valueColumns.map(({ name }) => ({
      value: name,
      rows: metricCounts.get(name) ?? 0,
      ...describeMetric(name),
    })),
  };
}

/** Adds one to the count of every row, and gives their number. */
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
