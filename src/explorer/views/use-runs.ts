/** Derives what the comparison view shows: the runs, the mean change of each recipe, and the chart. */
import { useCallback, useMemo } from "preact/hooks";
import { buildComparisonChart } from "../charts/comparison-chart.js";
import type { RecipeColors } from "../charts/recipe-colors.js";
import type { ComparisonMetric } from "../comparison-metrics.js";
import type { Facets } from "../facets.js";
import { formatRunsHeadline } from "../headline.js";
import { findUnknownNames } from "../ignored-parameters.js";
import type { PageState } from "../page-state.js";
import { buildRows, type ComparisonsResponse, type Row } from "../rows.js";
import { findShownRecipes } from "../shown-recipes.js";
import type { ColorScheme } from "../use-color-scheme.js";

interface RunsInput {
  readonly state: PageState;
  readonly response: ComparisonsResponse;
  readonly metric: ComparisonMetric;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
}

export type Runs = ReturnType<typeof useRuns>;

export function useRuns({ state, response, metric, facets, colors, scheme }: RunsInput) {
  const all = useMemo(() => selectRows(response, metric, state), [response, metric, state]);
  const meanChanges = useMemo(() => findMeanChanges(all, metric, facets), [all, metric, facets.recipes]);
  const shown = useMemo(() => findShownRecipes([...meanChanges.keys()], state), [meanChanges, state]);
  const rows = useMemo(() => all.filter((row) => shown.includes(String(row.ckpt_data))), [all, shown]);
  const facet = facets.metrics.find(({ value }) => value === metric.metric);
  const { xScale, yScale } = state;
  const draw = useCallback(
    (width: number) =>
      buildComparisonChart(
        { rows, recipes: shown, metric, facet, xScale, yScale },
        { scheme, colors, width },
      ),
    [rows, shown, metric, facet, xScale, yScale, scheme, colors],
  );
  const selection = findQuerySelection(shown, rows, state, all.length);
  const foundCount = useMemo(
    () => countRuns(response, selection),
    [response, selection.recipes.join("\n"), selection.sizes.join()],
  );
  return {
    /** By recipe. */
    meanChanges,
    shown,
    rows,
    draw,
    headline: formatRunsHeadline(rows, metric, facet?.higherIsBetter ?? null),
    selection,
    /** Explains a query that also finds runs without both values; null where it does not. */
    note:
      rows.length === foundCount
        ? null
        : `${rows.length} of ${foundCount} runs have both values and are shown; the files and the query contain all ${foundCount}.`,
    isolated: [...meanChanges.keys()].find((recipe) => recipe === state.isolated) ?? null,
    ignored: findUnknownNames(state, {
      facets,
      present: [...meanChanges.keys()],
      columns: Object.keys(response.data),
    }),
  };
}

/** Rows with both values, of the selected recipes and sizes. */
function selectRows(
  response: ComparisonsResponse,
  metric: ComparisonMetric,
  { recipes, sizes }: PageState,
): Row[] {
  return buildRows(response).filter(
    (row) =>
      row[metric.pretrained] !== null &&
      row[metric.finetuned] !== null &&
      (recipes.length === 0 || recipes.includes(String(row.ckpt_data))) &&
      (sizes.length === 0 || sizes.includes(String(row.ckpt_params))),
  );
}

export interface MeanChange {
  readonly mean: number;
  readonly runCount: number;
}

/** By recipe, in the order of the facets: recipes have runs of different sizes, so their means are no ranking. */
function findMeanChanges(
  rows: readonly Row[],
  metric: ComparisonMetric,
  { recipes }: Facets,
): Map<string, MeanChange> {
  const changes = new Map<string, number[]>();
  for (const row of rows) {
    const recipe = String(row.ckpt_data);
    const change = Number(row[metric.finetuned]) - Number(row[metric.pretrained]);
    changes.set(recipe, [...(changes.get(recipe) ?? []), change]);
  }
  const names = new Set([...recipes.map(({ value }) => value), ...changes.keys()]);
  return new Map(
    [...names].flatMap((recipe): [string, MeanChange][] => {
      const list = changes.get(recipe);
      if (list === undefined) return [];
      return [
        [
          recipe,
          { mean: list.reduce((sum, change) => sum + change, 0) / list.length, runCount: list.length },
        ],
      ];
    }),
  );
}

/** The recipes and sizes that a query for the shown rows has to name; none where all are shown. */
function findQuerySelection(
  shown: readonly string[],
  rows: readonly Row[],
  state: PageState,
  rowCount: number,
) {
  const isNarrowed = state.recipes.length > 0 || rows.length < rowCount;
  const sizes = new Set(rows.map((row) => String(row.ckpt_params)));
  return {
    recipes: isNarrowed ? shown : [],
    sizes: state.sizes.length > 0 ? state.sizes.filter((size) => sizes.has(size)) : [],
  };
}

/** The runs that such a query finds, with both values or not. */
function countRuns(
  response: ComparisonsResponse,
  { recipes, sizes }: ReturnType<typeof findQuerySelection>,
): number {
  return buildRows(response).filter(
    (row) =>
      (recipes.length === 0 || recipes.includes(String(row.ckpt_data))) &&
      (sizes.length === 0 || sizes.includes(String(row.ckpt_params))),
  ).length;
}
