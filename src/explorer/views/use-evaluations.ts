/** What the views over the evaluations show: the rows that are left, the ranking, and the charts to draw. */
import { useMemo } from "preact/hooks";
import { buildEvaluations, type ColumnsAnswer, type Evaluation } from "../answer-rows.js";
import { buildCurvesChart } from "../charts/curves-chart.js";
import type { RecipeColors } from "../charts/recipe-colors.js";
import { buildScalingChart } from "../charts/scaling-chart.js";
import { chooseShownRecipes } from "../chosen-recipes.js";
import { type Facets, type MetricFacet, nameMetric } from "../facets.js";
import { findIgnoredNames } from "../ignored-parts.js";
import { compareModelSizes } from "../model-sizes.js";
import { MOST_METRICS, type PageState } from "../page-state.js";
import { chooseRankSize, findFinalValues, nameDirection, rankRecipes } from "../ranking.js";
import type { ColorScheme } from "../use-color-scheme.js";
import { findWinner, nameBestList, sayVerdict } from "../verdict.js";

interface EvaluationsInput {
  readonly state: PageState;
  readonly answer: ColumnsAnswer;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
}

export type Evaluations = ReturnType<typeof useEvaluations>;

export function useEvaluations({ state, answer, facets, colors, scheme }: EvaluationsInput) {
  const found = useMemo(() => buildEvaluations(answer), [answer]);
  const foundMetrics = useMemo(() => orderMetrics(found, state.metrics), [found, state.metrics]);
  const metrics = useMemo(
    () => (foundMetrics.length > MOST_METRICS ? foundMetrics.slice(0, MOST_METRICS) : foundMetrics),
    [foundMetrics],
  );
  const evaluations = useMemo(
    () => (metrics === foundMetrics ? found : found.filter((row) => metrics.includes(row.metric))),
    [found, foundMetrics, metrics],
  );
  const present = useMemo(() => orderRecipes(evaluations, facets), [evaluations, facets.recipes]);
  const shown = useMemo(() => chooseShownRecipes(present, state), [present, state]);
  const rows = useMemo(() => evaluations.filter(({ data }) => shown.includes(data)), [evaluations, shown]);
  const facetOf = (metric: string) => facets.metrics.find(({ value }) => value === metric);
  // The ranking is of the first metric.
  const [metric] = metrics;
  const facet = facetOf(metric);
  const isHigherBetter = facet?.higherIsBetter ?? null;
  const values = useMemo(() => findFinalValues(evaluations, metric), [evaluations, metric]);
  const shownValues = useMemo(() => findFinalValues(rows, metric), [rows, metric]);
  const rankSize = chooseRankSize(values, state.rankSize);
  const ranking = rankRecipes(values, rankSize, isHigherBetter);
  const name = nameMetric(metric, facet);
  // Some of the recipes were chosen, so that nothing can be said of all.
  const isChoice = state.recipes.length > 0 && present.length < facets.recipes.length;
  const draws = useDraws({ state, rows, shown, metrics, facetOf, colors, scheme, rankSize });
  return {
    /** Recipes with rows, and those of them that are drawn. */
    present,
    shown,
    rows,
    metrics,
    facet,
    isHigherBetter,
    name,
    direction: nameDirection(isHigherBetter),
    sizes: [...values.keys()],
    shownValues,
    rankSize,
    ranking,
    winner: findWinner(ranking, isHigherBetter)?.data ?? null,
    verdict: sayVerdict({
      name,
      isHigherBetter,
      size: rankSize,
      ranking,
      shown: rankRecipes(shownValues, rankSize, isHigherBetter),
      isChoice,
      when: state.view === "scaling" ? "" : ", at the last checkpoint",
    }),
    bestTitle: nameBestList(name, isHigherBetter, shown, !isChoice && shown.length === present.length),
    /** Null also for a recipe that has no rows. */
    isolated: present.find((recipe) => recipe === state.isolated) ?? null,
    ignored: [
      ...findIgnoredNames(state, { facets, present, columns: Object.keys(answer.data) }),
      ...foundMetrics.slice(MOST_METRICS).map((each) => `metric=${each}`),
    ],
    /** Whether there are rows of the beginning, which a logarithmic axis has no place for. */
    hasZero: rows.some(({ step }) => step === 0),
    /** The metrics to ask for: as they were chosen, unless that is more than there is room for. */
    asked: foundMetrics.length > MOST_METRICS ? metrics : state.metrics,
    draws,
  };
}

/** The recipes that have rows, in the order of the lists. */
function orderRecipes(evaluations: readonly Evaluation[], { recipes }: Facets): string[] {
  const found = new Set(evaluations.map(({ data }) => data));
  return [...new Set([...recipes.map(({ value }) => value), ...found])].filter((recipe) => found.has(recipe));
}

/** The metrics that have rows, as they were chosen; after them what the API has found under other spellings. */
function orderMetrics(evaluations: readonly Evaluation[], chosen: readonly string[]): string[] {
  const found = new Set(evaluations.map(({ metric }) => metric));
  return [...new Set([...chosen, ...found])].filter((metric) => found.has(metric));
}

interface DrawsInput {
  readonly state: PageState;
  readonly rows: readonly Evaluation[];
  readonly shown: readonly string[];
  readonly metrics: readonly string[];
  readonly facetOf: (metric: string) => MetricFacet | undefined;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly rankSize: string | null;
}

type Draw = (width: number) => ReturnType<typeof buildScalingChart>;

/** One chart a metric, since metrics of different kinds share no axis; the same functions while nothing changes. */
function useDraws(input: DrawsInput): readonly (readonly [metric: string, draw: Draw])[] {
  const { state, rows, shown, metrics, facetOf, colors, scheme, rankSize } = input;
  const facets = metrics.map(facetOf);
  const { view, x, xScale, yScale, split } = state;
  return useMemo(
    () =>
      metrics.map((metric, index): readonly [string, Draw] => {
        const evaluations = rows.filter((row) => row.metric === metric);
        const facet = facets[index];
        const common = { evaluations, recipes: shown, metric, facet, xScale, yScale };
        const isHigherBetter = facet?.higherIsBetter ?? null;
        const ranking = rankRecipes(findFinalValues(evaluations, metric), rankSize, isHigherBetter);
        const best = findWinner(ranking, isHigherBetter);
        const sizes = [...new Set(evaluations.map(({ params }) => params))].sort(compareModelSizes);
        return [
          metric,
          (width) =>
            view === "scaling"
              ? buildScalingChart({ ...common, rankSize, best }, { scheme, colors, width })
              : buildCurvesChart({ ...common, sizes, x, split }, { scheme, colors, width }),
        ];
      }),
    [
      metrics,
      rows,
      shown,
      facets.map((facet) => facet?.value).join(),
      colors,
      scheme,
      rankSize,
      view,
      x,
      xScale,
      yScale,
      split,
    ],
  );
}
