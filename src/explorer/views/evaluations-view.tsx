/** The views over the evaluations: final values against model size, and training curves. */
import { useCallback, useState } from "preact/hooks";
import type { ColumnsAnswer, Evaluation } from "../answer-rows.js";
import { hasDashes } from "../charts/curves-chart.js";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { nameShownRecipes } from "../chosen-recipes.js";
import { ChartOptions } from "../controls/chart-options.js";
import type { Facets } from "../facets.js";
import { findEvaluationsQuery } from "../page-query.js";
import type { PageState } from "../page-state.js";
import { BestBySize } from "../panels/best-by-size.js";
import { DashKey } from "../panels/dash-key.js";
import { DataTable } from "../panels/data-table.js";
import { EmptyChart, IgnoredParts } from "../panels/notices.js";
import { PlottedChart } from "../panels/plotted-chart.js";
import { RankedLegend } from "../panels/ranked-legend.js";
import { TakeAway } from "../panels/take-away.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { nameNotice, SOURCE } from "./chart-notice.js";
import { type Evaluations, useEvaluations } from "./use-evaluations.js";

/** What a file system takes, with room for view and ending. */
const LONGEST_NAME = 180;

interface EvaluationsViewProps {
  readonly state: PageState;
  readonly answer: ColumnsAnswer;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  /** Parts of the address that change nothing. */
  readonly ignored: readonly string[];
  readonly navigate: Navigate;
}

export function EvaluationsView(props: EvaluationsViewProps) {
  const { state, answer, colors, scheme, ignored, navigate } = props;
  const shownParts = useEvaluations(props);
  const { shown, rows, metrics, bestTitle, verdict, isHigherBetter, shownValues, rankSize } = shownParts;
  if (metrics.length === 0) {
    return <EmptyChart onReset={() => navigate({ recipes: [], sizes: [], hidden: [], isolated: null })} />;
  }
  return (
    <>
      <IgnoredParts parts={[...ignored, ...shownParts.ignored]} />
      <div class="headline">
        <h2>{verdict}</h2>
        <p>
          {nameView(state)} of <code>{metrics.join(", ")}</code>, {shown.length}{" "}
          {shown.length === 1 ? "recipe" : "recipes"}
        </p>
      </div>
      {shown.length > 0 && (
        <BestBySize
          title={bestTitle}
          values={shownValues}
          isHigherBetter={isHigherBetter}
          rankSize={rankSize}
          isAskedFor={state.rankSize !== null}
          colors={colors}
          scheme={scheme}
          onRankSize={(size) => navigate({ rankSize: size })}
        />
      )}
      <ChartAndLegend {...props} parts={shownParts} />
      <EvaluationsTakeAway {...props} parts={shownParts} />
      <DataTable
        columns={Object.keys(answer.data)}
        rows={rows}
        sort={state.sort}
        onSort={(sort) => navigate({ sort })}
      />
    </>
  );
}

type PartProps = EvaluationsViewProps & { readonly parts: Evaluations };

function ChartAndLegend({ state, colors, scheme, navigate, parts }: PartProps) {
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const onPoint = useCallback((row: unknown) => setHighlighted((row as Evaluation | null)?.data ?? null), []);
  const { shown, draws, sizes, name, direction, ranking, present, rankSize, facet } = parts;
  const isStepDropped = state.view === "curves" && state.xScale === "log" && parts.hasZero;
  return (
    <div class="chart-and-legend">
      <section class="card chart-card" aria-label="Chart">
        <ChartOptions
          state={state}
          usualX={state.view === "scaling" ? "log" : "linear"}
          usualY={facet?.kind === "perplexity" ? "log" : "linear"}
          navigate={navigate}
        />
        {(shown.length === 0 ? [] : draws).map(([metric, draw]) => (
          <PlottedChart key={metric} draw={draw} highlighted={highlighted} onPoint={onPoint} />
        ))}
        {state.view === "curves" && hasDashes({ split: state.split, sizes }) && <DashKey sizes={sizes} />}
        {isStepDropped && <p class="chart-note">Step 0 is not on a log axis.</p>}
        {shown.length === 0 && <p class="all-hidden">Every recipe is hidden; the legend shows them again.</p>}
      </section>
      <RankedLegend
        title={`${direction === "lowest" ? "Lowest" : "Highest"} first`}
        note={`${name}, ${state.view === "scaling" ? "final checkpoint" : "last checkpoint"}`}
        entries={listEntries(ranking, present, colors, scheme)}
        isRanked
        winner={parts.winner}
        isolated={parts.isolated}
        hidden={state.hidden}
        highlighted={highlighted}
        sizes={sizes}
        rankSize={rankSize}
        onRankSize={(size) => navigate({ rankSize: size })}
        onIsolate={(isolated) => navigate(isolated === null ? { isolated } : { isolated, hidden: [] })}
        onHide={(hidden) => navigate({ hidden, isolated: null })}
        onHighlight={setHighlighted}
      />
    </div>
  );
}

function EvaluationsTakeAway({ state, answer, colors, scheme, parts }: PartProps) {
  const { metrics, asked, present, shown, rows, verdict, draws } = parts;
  const recipes = nameShownRecipes(present, shown, state.recipes);
  return (
    <TakeAway
      view={state.view}
      query={findEvaluationsQuery({ ...state, metrics: asked, recipes })}
      rowCount={rows.length}
      note={null}
      fileName={`${metrics.join("-").slice(0, LONGEST_NAME)}-${state.view}`}
      chart={{
        title: `${metrics.join(", ")}: ${nameView(state).toLowerCase()}`,
        subtitle: `${verdict} (${shown.length} ${shown.length === 1 ? "recipe" : "recipes"} shown)`,
        notice: nameNotice(answer.meta.provenance),
        source: SOURCE,
        draw: (width) => draws.map(([, draw]) => draw(width)),
        legend: shown.map((recipe) => ({ recipe, color: findRecipeColor(colors, recipe, scheme) })),
        scheme,
      }}
    />
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

function nameView({ view, x }: PageState): string {
  return view === "scaling" ? "Final checkpoints against model size" : `Training curves against ${x}`;
}
