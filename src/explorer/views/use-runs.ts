/** What the comparison view shows: the runs that are left, the change of each recipe, and the chart to draw. */
import { useCallback, useMemo } from "preact/hooks";
import { buildRows, type ColumnsAnswer, type Row } from "../answer-rows.js";
import { buildComparisonChart } from "../charts/comparison-chart.js";
import type { RecipeColors } from "../charts/recipe-colors.js";
import { chooseShownRecipes } from "../chosen-recipes.js";
import type { Facets } from "../facets.js";
import { findIgnoredNames } from "../ignored-parts.js";
import type { ComparisonPair } from "../page-query.js";
import type { PageState } from "../page-state.js";
import type { ColorScheme } from "../use-color-scheme.js";

interface RunsInput {
  readonly state: PageState;
  readonly answer: ColumnsAnswer;
  readonly pair: ComparisonPair;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
}

export type Runs = ReturnType<typeof useRuns>;

export function useRuns({ state, answer, pair, facets, colors, scheme }: RunsInput) {
  const all = useMemo(() => chooseRows(answer, pair, state), [answer, pair, state]);
  const gains = useMemo(() => findGains(all, pair), [all, pair]);
  const shown = useMemo(() => chooseShownRecipes([...gains.keys()], state), [gains, state]);
  const rows = useMemo(() => all.filter((row) => shown.includes(String(row.ckpt_data))), [all, shown]);
  const facet = facets.metrics.find(({ value }) => value === pair.metric);
  const { xScale, yScale } = state;
  const draw = useCallback(
    (width: number) =>
      buildComparisonChart({ rows, recipes: shown, pair, facet, xScale, yScale }, { scheme, colors, width }),
    [rows, shown, pair, facet, xScale, yScale, scheme, colors],
  );
  const choice = nameChoice(shown, rows, state, all.length);
  const foundCount = useMemo(
    () => countRuns(answer, choice),
    [answer, choice.recipes.join("\n"), choice.sizes.join()],
  );
  return {
    /** Mean change by recipe. */
    gains,
    shown,
    rows,
    draw,
    headline: sayChange(rows, pair, facet?.higherIsBetter ?? null),
    choice,
    /** Said where the query of the choice finds runs that have not both values. */
    note:
      rows.length === foundCount
        ? null
        : `${rows.length} of ${foundCount} runs have both values and are shown; the files and the query have all ${foundCount}.`,
    isolated: [...gains.keys()].find((recipe) => recipe === state.isolated) ?? null,
    ignored: findIgnoredNames(state, {
      facets,
      present: [...gains.keys()],
      columns: Object.keys(answer.data),
    }),
  };
}

/** Rows with both values, of the chosen recipes and sizes. */
function chooseRows(answer: ColumnsAnswer, pair: ComparisonPair, { recipes, sizes }: PageState): Row[] {
  return buildRows(answer).filter(
    (row) =>
      row[pair.preTrained] !== null &&
      row[pair.fineTuned] !== null &&
      (recipes.length === 0 || recipes.includes(String(row.ckpt_data))) &&
      (sizes.length === 0 || sizes.includes(String(row.ckpt_params))),
  );
}

/** Mean change by recipe, the greatest first. */
function findGains(rows: readonly Row[], pair: ComparisonPair): Map<string, number> {
  const changes = new Map<string, number[]>();
  for (const row of rows) {
    const recipe = String(row.ckpt_data);
    const change = Number(row[pair.fineTuned]) - Number(row[pair.preTrained]);
    changes.set(recipe, [...(changes.get(recipe) ?? []), change]);
  }
  const means = [...changes].map(([recipe, list]): [string, number] => [
    recipe,
    list.reduce((sum, change) => sum + change, 0) / list.length,
  ]);
  return new Map(means.sort(([, a], [, b]) => b - a));
}

/** What a query has to name for the shown rows: only names that occur in them, and only where some are left out. */
function nameChoice(shown: readonly string[], rows: readonly Row[], state: PageState, rowCount: number) {
  const isNarrowed = state.recipes.length > 0 || rows.length < rowCount;
  const sizes = new Set(rows.map((row) => String(row.ckpt_params)));
  return {
    recipes: isNarrowed ? shown : [],
    sizes: state.sizes.length > 0 ? state.sizes.filter((size) => sizes.has(size)) : [],
  };
}

/** The runs that a query for the choice finds, with values or without. */
function countRuns(answer: ColumnsAnswer, { recipes, sizes }: ReturnType<typeof nameChoice>): number {
  return buildRows(answer).filter(
    (row) =>
      (recipes.length === 0 || recipes.includes(String(row.ckpt_data))) &&
      (sizes.length === 0 || sizes.includes(String(row.ckpt_params))),
  ).length;
}

function sayChange(rows: readonly Row[], pair: ComparisonPair, isHigherBetter: boolean | null): string {
  const above = rows.filter((row) => Number(row[pair.fineTuned]) > Number(row[pair.preTrained])).length;
  const better = isHigherBetter === false ? rows.length - above : above;
  const verb = isHigherBetter === null ? "raised" : "improved";
  return `Fine-tuning ${verb} ${pair.metric} in ${better} of ${rows.length} runs`;
}
