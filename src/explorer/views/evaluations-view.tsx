/** The views over the evaluations: final values against model size, and training curves. */
import { useCallback, useMemo, useState } from "preact/hooks";
import { buildEvaluations, type ColumnsAnswer, type Evaluation, type Row } from "../answer-rows.js";
import { buildCurvesChart, hasDashes } from "../charts/curves-chart.js";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { buildScalingChart } from "../charts/scaling-chart.js";
import { chooseShownRecipes, nameShownRecipes } from "../chosen-recipes.js";
import { ChartOptions } from "../controls/chart-options.js";
import { type Facets, type MetricFacet, nameMetric } from "../facets.js";
import { compareModelSizes } from "../model-sizes.js";
import { formatValue } from "../numbers.js";
import { findEvaluationsQuery } from "../page-query.js";
import type { PageState } from "../page-state.js";
import { BestBySize } from "../panels/best-by-size.js";
import { DashKey } from "../panels/dash-key.js";
import { DataTable } from "../panels/data-table.js";
import { EmptyChart } from "../panels/notices.js";
import { PlottedChart } from "../panels/plotted-chart.js";
import { RankedLegend } from "../panels/ranked-legend.js";
import { TakeAway } from "../panels/take-away.js";
import { chooseRankSize, findFinalValues, nameDirection, rankRecipes } from "../ranking.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { nameNotice, SOURCE } from "./chart-notice.js";

interface EvaluationsViewProps {
  readonly state: PageState;
  readonly answer: ColumnsAnswer;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly navigate: Navigate;
}

export function EvaluationsView({ state, answer, facets, colors, scheme, navigate }: EvaluationsViewProps) {
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const onPoint = useCallback((row: unknown) => setHighlighted((row as Evaluation | null)?.data ?? null), []);
  const evaluations = useMemo(() => buildEvaluations(answer), [answer]);
  const present = useMemo(
    () =>
      [
        ...new Set([...facets.recipes.map(({ value }) => value), ...evaluations.map(({ data }) => data)]),
      ].filter((recipe) => evaluations.some(({ data }) => data === recipe)),
    [evaluations, facets.recipes],
  );
  const shown = useMemo(() => chooseShownRecipes(present, state), [present, state]);
  const rows = useMemo(() => evaluations.filter(({ data }) => shown.includes(data)), [evaluations, shown]);
  const metrics = useMemo(() => orderMetrics(evaluations, state.metrics), [evaluations, state.metrics]);
  const facetOf = (metric: string) => facets.metrics.find(({ value }) => value === metric);
  const [metric] = metrics;
  const facet = facetOf(metric);
  const isHigherBetter = facet?.higherIsBetter ?? null;
  const values = useMemo(() => findFinalValues(evaluations, metric), [evaluations, metric]);
  const shownValues = useMemo(() => findFinalValues(rows, metric), [rows, metric]);
  const rankSize = chooseRankSize(values, state.rankSize);
  const draws = useDraws({ state, rows, shown, metrics, facetOf, colors, scheme, rankSize });
  const ranking = rankRecipes(values, rankSize, isHigherBetter);
  const [best] = rankRecipes(shownValues, rankSize, isHigherBetter);
  const name = nameMetric(metric, facet);
  const direction = nameDirection(isHigherBetter);
  const onRankSize = (size: string) => navigate({ rankSize: size });
  if (evaluations.length === 0) {
    return <EmptyChart onReset={() => navigate({ recipes: [], sizes: [], hidden: [], isolated: null })} />;
  }
  const columns = Object.keys(answer.data);
  const sizes = [...values.keys()];
  return (
    <>
      <div class="headline">
        <h2>{best === undefined ? name : sayBest(best, name, direction, state.view)}</h2>
        <p>
          {nameView(state)} of <code>{metrics.join(", ")}</code>, {shown.length}{" "}
          {shown.length === 1 ? "recipe" : "recipes"}
        </p>
      </div>
      {shown.length > 0 && (
        <BestBySize
          metricName={name}
          values={shownValues}
          isHigherBetter={isHigherBetter}
          rankSize={rankSize}
          colors={colors}
          scheme={scheme}
          onRankSize={onRankSize}
        />
      )}
      <div class="chart-and-legend">
        <section class="card chart-card" aria-label="Chart">
          <ChartOptions
            state={state}
            usualX={state.view === "scaling" ? "log" : "linear"}
            usualY={facet?.kind === "perplexity" ? "log" : "linear"}
            navigate={navigate}
          />
          {(shown.length === 0 ? [] : draws).map(([drawnMetric, draw]) => (
            <PlottedChart key={drawnMetric} draw={draw} highlighted={highlighted} onPoint={onPoint} />
          ))}
          {state.view === "curves" && hasDashes({ split: state.split, sizes }) && <DashKey sizes={sizes} />}
          {shown.length === 0 && (
            <p class="all-hidden">Every recipe is hidden; the legend shows them again.</p>
          )}
        </section>
        <RankedLegend
          title={`${direction === "lowest" ? "Lowest" : "Highest"} first`}
          note={`${name}, ${state.view === "scaling" ? "final checkpoint" : "last checkpoint"}`}
          entries={listEntries(ranking, present, colors, scheme)}
          isRanked
          isolated={state.isolated}
          hidden={state.hidden}
          highlighted={highlighted}
          sizes={sizes}
          rankSize={rankSize}
          onRankSize={onRankSize}
          onIsolate={(isolated) => navigate(isolated === null ? { isolated } : { isolated, hidden: [] })}
          onHide={(hidden) => navigate({ hidden, isolated: null })}
          onHighlight={setHighlighted}
        />
      </div>
      <TakeAway
        view={state.view}
        query={findEvaluationsQuery({ ...state, recipes: nameShownRecipes(present, shown, state.recipes) })}
        fileName={`${metrics.join("-")}-${state.view}`}
        chart={{
          title: `${metrics.join(", ")}: ${nameView(state).toLowerCase()}`,
          subtitle: best === undefined ? "" : sayBest(best, name, direction, state.view),
          notice: nameNotice(answer.meta.provenance),
          source: SOURCE,
          draw: (width) => draws.map(([, draw]) => draw(width)),
          legend: shown.map((recipe) => ({ recipe, color: findRecipeColor(colors, recipe, scheme) })),
          scheme,
        }}
      />
      <DataTable
        columns={columns}
        rows={rows as unknown as readonly Row[]}
        sort={state.sort}
        onSort={(sort) => navigate({ sort })}
      />
    </>
  );
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
        const [best] = rankRecipes(
          findFinalValues(evaluations, metric),
          rankSize,
          facet?.higherIsBetter ?? null,
        );
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

/** The ranked recipes, and behind them those that have no value at this size. */
function listEntries(
  ranking: readonly Evaluation[],
  present: readonly string[],
  colors: RecipeColors,
  scheme: ColorScheme,
) {
  const unranked = present.filter((recipe) => !ranking.some(({ data }) => data === recipe));
  return [
    ...ranking.map(({ data, value }) => ({ recipe: data, value })),
    ...unranked.map((recipe) => ({ recipe, value: null })),
  ].map((entry) => ({ ...entry, color: findRecipeColor(colors, entry.recipe, scheme) }));
}

function sayBest({ data, params, value }: Evaluation, name: string, direction: string, view: string): string {
  const when = view === "scaling" ? "" : ", at the last checkpoint";
  return `At ${params}, ${data} has the ${direction} ${name}: ${formatValue(value)}${when}`;
}

function nameView({ view, x }: PageState): string {
  return view === "scaling" ? "Final checkpoints against model size" : `Training curves against ${x}`;
}
