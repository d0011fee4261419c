/** Derives what the evaluation views show: the rows, the ranking, and the charts. */
import { useMemo } from "preact/hooks";
import { buildCurvesChart } from "../charts/curves-chart.js";
import type { RecipeColors } from "../charts/recipe-colors.js";
import { buildScalingChart } from "../charts/scaling-chart.js";
import { type Facets, formatMetric, type MetricFacet } from "../facets.js";
import { formatBestTitle, formatHeadline } from "../headline.js";
import { findUnknownNames } from "../ignored-parameters.js";
import type { ModelSizes } from "../model-sizes.js";
import { MAX_METRICS, type PageState } from "../page-state.js";
import {
  chooseRankSize,
  findCommonValues,
  findWinner,
  formatDirection,
  keepRecipes,
  rankRecipes,
  type ValuesBySize,
} from "../ranking.js";
import { describeUnranked, findRequestedNames } from "../requested-names.js";
import { buildEvaluations, type Evaluation, type EvaluationsResponse } from "../rows.js";
import { findShownRecipes } from "../shown-recipes.js";
import { describeShortfalls, formatShortfall, type TrainingTokens } from "../training.js";
import type { ColorScheme } from "../use-color-scheme.js";

interface EvaluationsInput {
  readonly state: PageState;
  readonly response: EvaluationsResponse;
  readonly training: TrainingTokens;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
}

export type Evaluations = ReturnType<typeof useEvaluations>;

export function useEvaluations({ state, response, training, facets, colors, scheme }: EvaluationsInput) {
  const found = useMemo(() => buildEvaluations(response), [response]);
  const foundMetrics = useMemo(() => orderMetrics(found, state.metrics), [found, state.metrics]);
  const metrics = useMemo(
    () => (foundMetrics.length > MAX_METRICS ? foundMetrics.slice(0, MAX_METRICS) : foundMetrics),
    [foundMetrics],
  );
  const evaluations = useMemo(
    () => (metrics === foundMetrics ? found : found.filter((row) => metrics.includes(row.metric))),
    [found, foundMetrics, metrics],
  );
  const present = useMemo(() => orderRecipes(evaluations, facets), [evaluations, facets.recipes]);
  const shown = useMemo(() => findShownRecipes(present, state), [present, state]);
  const rows = useMemo(() => evaluations.filter(({ data }) => shown.includes(data)), [evaluations, shown]);
  const { modelSizes } = facets;
  const facetOf = (metric: string) => facets.metrics.find(({ value }) => value === metric);
  // The ranking is by the first metric.
  const [metric] = metrics;
  const facet = facetOf(metric);
  const isHigherBetter = facet?.higherIsBetter ?? null;
  const requested = useMemo(
    () => findRequestedNames(response, facets),
    [response, facets.metrics, facets.recipes, facets.sizes],
  );
  const valuesByMetric = useMemo(
    () =>
      new Map(
        metrics.map((each) => [each, findCommonValues(evaluations, each, modelSizes, requested.recipes)]),
      ),
    [evaluations, metrics, modelSizes, requested],
  );
  const values = valuesByMetric.get(metric) ?? NO_VALUES;
  const shownValues = useMemo(() => keepRecipes(values, shown), [values, shown]);
  const rankSize = chooseRankSize(values, state.rankSize);
  const ranking = rankRecipes(values, rankSize, isHigherBetter);
  const name = formatMetric(metric, facet);
  const isSelection = state.recipes.length > 0 && present.length < facets.recipes.length;
  const shortfall = ranking.length === 0 ? null : formatShortfall(ranking[0], training);
  const charts = useCharts({
    state,
    rows,
    shown,
    metrics,
    valuesByMetric,
    training,
    facetOf,
    modelSizes,
    colors,
    scheme,
    rankSize,
  });
  return {
    /** Recipes with rows, and those of them that are drawn. */
    present,
    shown,
    rows,
    metrics,
    facet,
    isHigherBetter,
    name,
    direction: formatDirection(isHigherBetter),
    /** The sizes that are drawn, and those of them at which recipes are ranked. */
    sizes: listSizes(evaluations, modelSizes),
    rankedSizes: [...values.keys()],
    shownValues,
    rankSize,
    ranking,
    /** Says which checkpoints are ranked. */
    rankNote: [
      name,
      requested.recipes.length === 1 ? "last checkpoint" : "last common checkpoint",
      ...(shortfall === null ? [] : [shortfall]),
    ].join(", "),
    /** What is not ranked and why; null where all sizes are. */
    unrankedNote: describeUnranked(valuesByMetric, foundMetrics, requested),
    /** The rows with hidden recipes. */
    foundCount: evaluations.length,
    winner: findWinner(ranking, isHigherBetter)?.data ?? null,
    headline: formatHeadline({
      name,
      isHigherBetter,
      size: rankSize,
      ranking,
      shown: rankRecipes(shownValues, rankSize, isHigherBetter),
      isSelection,
      suffix: shortfall === null ? "" : `, after ${shortfall}`,
    }),
    bestTitle: formatBestTitle(name, isHigherBetter, shown, !isSelection && shown.length === present.length),
    /** Null for a recipe without rows. */
    isolated: present.find((recipe) => recipe === state.isolated) ?? null,
    ignored: [
      ...findUnknownNames(state, { facets, present, columns: Object.keys(response.data) }),
      ...foundMetrics.slice(MAX_METRICS).map((each) => `metric=${each}`),
    ],
    /** Whether there are rows of step 0, which a logarithmic axis cannot show. */
    hasZero: rows.some(({ step }) => step === 0),
    /** The metrics of a query for the shown rows: as selected, unless those are more than MAX_METRICS. */
    queryMetrics: foundMetrics.length > MAX_METRICS ? metrics : state.metrics,
    charts,
  };
}

const NO_VALUES: ValuesBySize = new Map();

function listSizes(evaluations: readonly Evaluation[], modelSizes: ModelSizes): string[] {
  return [...new Set(evaluations.map(({ params }) => params))].sort((a, b) => modelSizes.compare(a, b));
}

/** The recipes that have rows, in the order of the facets. */
function orderRecipes(evaluations: readonly Evaluation[], { recipes }: Facets): string[] {
  const found = new Set(evaluations.map(({ data }) => data));
  return [...new Set([...recipes.map(({ value }) => value), ...found])].filter((recipe) => found.has(recipe));
}

/** The metrics that have rows: as selected, then those that the API found by wildcard or in another case. */
function orderMetrics(evaluations: readonly Evaluation[], selected: readonly string[]): string[] {
  const found = new Set(evaluations.map(({ metric }) => metric));
  return [...new Set([...selected, ...found])].filter((metric) => found.has(metric));
}

interface ChartsInput {
  readonly state: PageState;
  readonly rows: readonly Evaluation[];
  readonly shown: readonly string[];
  readonly metrics: readonly string[];
  readonly valuesByMetric: ReadonlyMap<string, ValuesBySize>;
  readonly training: TrainingTokens;
  readonly facetOf: (metric: string) => MetricFacet | undefined;
  readonly modelSizes: ModelSizes;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly rankSize: string | null;
}

type Draw = (width: number) => ReturnType<typeof buildScalingChart>;

interface MetricChart {
  readonly metric: string;
  readonly draw: Draw;
  /** Explains the marks of the chart; null where they need no explanation. */
  readonly note: string | null;
}

/** One chart per metric, since metrics differ in scale. The functions change only when a chart does. */
function useCharts(input: ChartsInput): readonly MetricChart[] {
  const { state, rows, shown, metrics, valuesByMetric, training, facetOf } = input;
  const { modelSizes, colors, scheme, rankSize } = input;
  const facets = metrics.map(facetOf);
  const { view, x, xScale, yScale, split } = state;
  return useMemo(
    () =>
      metrics.map((metric, index): MetricChart => {
        const evaluations = rows.filter((row) => row.metric === metric);
        const facet = facets[index];
        const common = { evaluations, recipes: shown, modelSizes, metric, facet, xScale, yScale };
        const isHigherBetter = facet?.higherIsBetter ?? null;
        const values = keepRecipes(valuesByMetric.get(metric) ?? NO_VALUES, shown);
        const best = findWinner(rankRecipes(values, rankSize, isHigherBetter), isHigherBetter);
        const sizes = listSizes(evaluations, modelSizes);
        return {
          metric,
          draw: (width) =>
            view === "scaling"
              ? buildScalingChart({ ...common, rankSize, best, training }, { scheme, colors, width })
              : buildCurvesChart({ ...common, sizes, x, split }, { scheme, colors, width }),
          note: view === "scaling" ? describeShortfalls(evaluations, training) : null,
        };
      }),
    [
      metrics,
      rows,
      shown,
      valuesByMetric,
      training,
      facets.map((facet) => facet?.value).join(),
      modelSizes,
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
