/** The evaluation views: values at equal training against model size, and training curves. */
import { Fragment } from "preact";
import { useCallback, useState } from "preact/hooks";
import { buildEvaluationsQuery } from "../api-paths.js";
import { hasDashes } from "../charts/curves-chart.js";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { ChartOptions } from "../controls/chart-options.js";
import type { Facets } from "../facets.js";
import { formatCount } from "../number-format.js";
import type { PageState } from "../page-state.js";
import { BestBySize } from "../panels/best-by-size.js";
import { DashLegend } from "../panels/dash-legend.js";
import { DataTable } from "../panels/data-table.js";
import { ExportPanel } from "../panels/export-panel.js";
import { EmptyChart, IgnoredParameters } from "../panels/notices.js";
import { PlottedChart } from "../panels/plotted-chart.js";
import { RankedLegend } from "../panels/ranked-legend.js";
import type { Evaluation, EvaluationsResponse } from "../rows.js";
import { chooseQueryRecipes } from "../shown-recipes.js";
import type { TrainingTokens } from "../training.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { CREDIT, formatProvenanceWarning } from "./chart-captions.js";
import { type Evaluations, useEvaluations } from "./use-evaluations.js";

/** File systems allow 255 bytes; the rest is for view and extension. */
const MAX_NAME_LENGTH = 180;

interface EvaluationsViewProps {
  readonly state: PageState;
  readonly response: EvaluationsResponse;
  readonly training: TrainingTokens;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  /** Parameters of the link that have no effect. */
  readonly ignored: readonly string[];
  readonly navigate: Navigate;
}

export function EvaluationsView(props: EvaluationsViewProps) {
  const { state, response, training, facets, colors, scheme, ignored, navigate } = props;
  const evaluations = useEvaluations(props);
  const { shown, rows, metrics, bestTitle, headline, isHigherBetter, shownValues, rankSize } = evaluations;
  const { unrankedNote } = evaluations;
  if (metrics.length === 0) {
    return (
      <EmptyChart
        isCommon={state.view === "scaling"}
        onReset={() => navigate({ recipes: [], sizes: [], hidden: [], isolated: null })}
      />
    );
  }
  return (
    <>
      <IgnoredParameters parameters={[...ignored, ...evaluations.ignored]} />
      <div class="headline">
        <h2>{headline}</h2>
        <p>
          {formatView(state)} of <code>{metrics.join(", ")}</code>, {shown.length}{" "}
          {shown.length === 1 ? "recipe" : "recipes"}
        </p>
        {unrankedNote !== null && <p>{unrankedNote}</p>}
      </div>
      {shownValues.size > 0 && (
        <BestBySize
          title={bestTitle}
          values={shownValues}
          training={training}
          isHigherBetter={isHigherBetter}
          rankSize={rankSize}
          isRankSizeSelected={state.rankSize !== null}
          colors={colors}
          scheme={scheme}
          onRankSize={(size) => navigate({ rankSize: size })}
        />
      )}
      <ChartAndLegend {...props} evaluations={evaluations} />
      <EvaluationsExport {...props} evaluations={evaluations} />
      <DataTable
        columns={Object.keys(response.data)}
        rows={rows}
        modelSizes={facets.modelSizes}
        sort={state.sort}
        onSort={(sort) => navigate({ sort })}
      />
    </>
  );
}

type SectionProps = EvaluationsViewProps & { readonly evaluations: Evaluations };

function ChartAndLegend({ state, colors, scheme, navigate, evaluations }: SectionProps) {
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const onPoint = useCallback((row: unknown) => setHighlighted((row as Evaluation | null)?.data ?? null), []);
  const { shown, charts, sizes, direction, ranking, present, rankSize, facet } = evaluations;
  const isStepDropped = state.view === "curves" && state.xScale === "log" && evaluations.hasZero;
  return (
    <div class="chart-and-legend">
      <section class="card chart-card" aria-label="Chart">
        <ChartOptions
          state={state}
          defaultX={state.view === "scaling" ? "log" : "linear"}
          defaultY={facet?.kind === "perplexity" ? "log" : "linear"}
          navigate={navigate}
        />
        {(shown.length === 0 ? [] : charts).map(({ metric, draw, note }) => (
          <Fragment key={metric}>
            <PlottedChart draw={draw} highlighted={highlighted} onPoint={onPoint} />
            {note !== null && <p class="chart-note">{note}</p>}
          </Fragment>
        ))}
        {state.view === "curves" && hasDashes({ split: state.split, sizes }) && <DashLegend sizes={sizes} />}
        {isStepDropped && <p class="chart-note">A log axis cannot show step 0.</p>}
        {shown.length === 0 && <p class="all-hidden">Every recipe is hidden. Use the legend to show them.</p>}
      </section>
      <RankedLegend
        title={`${direction === "lowest" ? "Lowest" : "Highest"} first`}
        note={evaluations.rankNote}
        entries={listEntries(ranking, present, colors, scheme)}
        isRanked
        winner={evaluations.winner}
        isolated={evaluations.isolated}
        hidden={state.hidden}
        highlighted={highlighted}
        sizes={evaluations.rankedSizes}
        rankSize={rankSize}
        onRankSize={(size) => navigate({ rankSize: size })}
        onIsolate={(isolated) => navigate(isolated === null ? { isolated } : { isolated, hidden: [] })}
        onHide={(hidden) => navigate({ hidden, isolated: null })}
        onHighlight={setHighlighted}
      />
    </div>
  );
}

function EvaluationsExport({ state, response, colors, scheme, evaluations }: SectionProps) {
  const { metrics, queryMetrics, present, shown, rows, foundCount, headline, charts } = evaluations;
  const isCommon = state.view === "scaling";
  // For fewer recipes the last common checkpoint would be another one.
  const recipes = isCommon ? state.recipes : chooseQueryRecipes(present, shown, state.recipes);
  const notes = new Set(charts.flatMap(({ note }) => (note === null ? [] : [note])));
  return (
    <ExportPanel
      view={state.view}
      query={buildEvaluationsQuery({ ...state, metrics: queryMetrics, recipes })}
      rowCount={rows.length}
      note={
        isCommon && rows.length < foundCount
          ? `${formatCount(rows.length)} of ${formatCount(foundCount)} rows are shown; the files and the query contain all ${formatCount(foundCount)}, because fewer recipes may have other common checkpoints.`
          : null
      }
      fileName={`${metrics.join("-").slice(0, MAX_NAME_LENGTH)}-${state.view}`}
      chart={{
        title: `${metrics.join(", ")}: ${formatView(state).toLowerCase()}`,
        subtitle: [
          `${headline} (${shown.length} ${shown.length === 1 ? "recipe" : "recipes"} shown)`,
          ...notes,
        ].join(". "),
        warning: formatProvenanceWarning(response.meta.provenance),
        source: CREDIT,
        draw: (width) => charts.map(({ draw }) => draw(width)),
        legend: shown.map((recipe) => ({ recipe, color: findRecipeColor(colors, recipe, scheme) })),
        scheme,
      }}
    />
  );
}

/** The ranked recipes, then those without a value at this size. */
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

function formatView({ view, x }: PageState): string {
  return view === "scaling" ? "Last common checkpoints against model size" : `Training curves against ${x}`;
}
