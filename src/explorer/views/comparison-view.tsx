/** The view over the comparisons: each run after fine-tuning against the checkpoint that it began from. */
import { useCallback, useState } from "preact/hooks";
import type { ColumnsAnswer, Row } from "../answer-rows.js";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { ChartOptions } from "../controls/chart-options.js";
import type { Facets } from "../facets.js";
import { formatValue } from "../numbers.js";
import { type ComparisonPair, findComparisonsQuery } from "../page-query.js";
import type { PageState } from "../page-state.js";
import { DataTable } from "../panels/data-table.js";
import { EmptyChart, IgnoredParts } from "../panels/notices.js";
import { PlottedChart } from "../panels/plotted-chart.js";
import { RankedLegend } from "../panels/ranked-legend.js";
import { TakeAway } from "../panels/take-away.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { nameNotice, SOURCE } from "./chart-notice.js";
import { type Runs, useRuns } from "./use-runs.js";

interface ComparisonViewProps {
  readonly state: PageState;
  readonly answer: ColumnsAnswer;
  readonly pair: ComparisonPair;
  /** The metric of the other views, where this view has to show another; otherwise null. */
  readonly replaced: string | null;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly ignored: readonly string[];
  readonly navigate: Navigate;
}

export function ComparisonView(props: ComparisonViewProps) {
  const { state, answer, pair, replaced, ignored, navigate } = props;
  const runs = useRuns(props);
  if (runs.gains.size === 0) {
    return <EmptyChart onReset={() => navigate({ recipes: [], sizes: [], hidden: [], isolated: null })} />;
  }
  return (
    <>
      <IgnoredParts parts={[...ignored, ...runs.ignored]} />
      <div class="headline">
        <h2>{runs.headline}</h2>
        <p>
          <code>{pair.fineTuned}</code> against <code>{pair.preTrained}</code>, one dot a run,{" "}
          {runs.rows.length} runs
        </p>
        {replaced !== null && (
          <p>
            <code>{replaced}</code> has no fine-tuned runs; showing <code>{pair.metric}</code>.
          </p>
        )}
      </div>
      <ChartAndLegend {...props} runs={runs} />
      <RunsTakeAway {...props} runs={runs} />
      <DataTable
        columns={Object.keys(answer.data)}
        rows={runs.rows}
        sort={state.sort}
        onSort={(sort) => navigate({ sort })}
      />
    </>
  );
}

type PartProps = ComparisonViewProps & { readonly runs: Runs };

function ChartAndLegend({ state, pair, colors, scheme, navigate, runs }: PartProps) {
  const [pointed, setPointed] = useState<Row | null>(null);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const onPoint = useCallback((point: unknown) => {
    const row = point as Row | null;
    setPointed(row);
    setHighlighted(row === null ? null : String(row.ckpt_data));
  }, []);
  return (
    <div class="chart-and-legend">
      <section class="card chart-card" aria-label="Chart">
        <ChartOptions state={state} usualX="linear" usualY="linear" navigate={navigate} />
        {runs.shown.length === 0 ? (
          <p class="all-hidden">Every recipe is hidden; the legend shows them again.</p>
        ) : (
          <PlottedChart draw={runs.draw} highlighted={highlighted} onPoint={onPoint} />
        )}
        <PointedRun row={pointed} pair={pair} />
      </section>
      <RankedLegend
        title="Change"
        note="mean over the runs of a recipe, after minus before"
        entries={[...runs.gains].map(([recipe, value]) => ({
          recipe,
          value,
          color: findRecipeColor(colors, recipe, scheme),
        }))}
        isRanked={false}
        winner={null}
        isolated={runs.isolated}
        hidden={state.hidden}
        highlighted={highlighted}
        sizes={[]}
        rankSize={null}
        formatEntry={formatChange}
        onRankSize={() => {}}
        onIsolate={(isolated) => navigate(isolated === null ? { isolated } : { isolated, hidden: [] })}
        onHide={(hidden) => navigate({ hidden, isolated: null })}
        onHighlight={setHighlighted}
      />
    </div>
  );
}

function RunsTakeAway({ answer, pair, colors, scheme, runs }: PartProps) {
  const { choice, shown, rows, draw, headline, note } = runs;
  return (
    <TakeAway
      view="comparison"
      query={findComparisonsQuery(choice.recipes, choice.sizes, Object.keys(answer.data))}
      rowCount={rows.length}
      note={note}
      fileName={`${pair.metric}-comparison`}
      chart={{
        title: `${pair.metric}: after fine-tuning against before`,
        subtitle: `${headline} (${shown.length} ${shown.length === 1 ? "recipe" : "recipes"} shown)`,
        notice: nameNotice(answer.meta.provenance),
        source: SOURCE,
        draw: (width) => (shown.length === 0 ? [] : [draw(width)]),
        legend: shown.map((recipe) => ({ recipe, color: findRecipeColor(colors, recipe, scheme) })),
        scheme,
      }}
    />
  );
}

/** All that is known of the run that is pointed at. */
function PointedRun({ row, pair }: { readonly row: Row | null; readonly pair: ComparisonPair }) {
  if (row === null) return <p class="pointed">Point at a dot to see its run.</p>;
  const { run_id, ...fields } = row;
  const shown = Object.entries(fields).filter(
    ([name, value]) => value !== null && name !== pair.preTrained && name !== pair.fineTuned,
  );
  return (
    <p class="pointed">
      <code>{String(run_id)}</code>
      {shown.map(([name, value]) => (
        <span key={name}>
          {name} <b>{typeof value === "number" ? formatValue(value) : String(value)}</b>
        </span>
      ))}
    </p>
  );
}

function formatChange(value: number): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${formatValue(Math.abs(value))}`;
}
