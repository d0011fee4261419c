/** The comparison view: runs after fine-tuning against the checkpoints that they started from. */
import { useCallback, useState } from "preact/hooks";
import { buildComparisonsQuery } from "../api-paths.js";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import type { ComparisonMetric } from "../comparison-metrics.js";
import { ChartOptions } from "../controls/chart-options.js";
import type { Facets } from "../facets.js";
import { formatValue } from "../number-format.js";
import type { PageState } from "../page-state.js";
import { DataTable } from "../panels/data-table.js";
import { ExportPanel } from "../panels/export-panel.js";
import { EmptyChart, IgnoredParameters } from "../panels/notices.js";
import { PlottedChart } from "../panels/plotted-chart.js";
import { RankedLegend } from "../panels/ranked-legend.js";
import type { ComparisonsResponse, Row } from "../rows.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { CREDIT, formatProvenanceWarning } from "./chart-captions.js";
import { type Runs, useRuns } from "./use-runs.js";

interface ComparisonViewProps {
  readonly state: PageState;
  readonly response: ComparisonsResponse;
  readonly metric: ComparisonMetric;
  /** The metric of the other views where this one replaces it, otherwise null. */
  readonly replaced: string | null;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly ignored: readonly string[];
  readonly navigate: Navigate;
}

export function ComparisonView(props: ComparisonViewProps) {
  const { state, response, facets, metric, replaced, ignored, navigate } = props;
  const runs = useRuns(props);
  if (runs.meanChanges.size === 0) {
    return <EmptyChart onReset={() => navigate({ recipes: [], sizes: [], hidden: [], isolated: null })} />;
  }
  return (
    <>
      <IgnoredParameters parameters={[...ignored, ...runs.ignored]} />
      <div class="headline">
        <h2>{runs.headline}</h2>
        <p>
          <code>{metric.finetuned}</code> against <code>{metric.pretrained}</code>, one dot per run,{" "}
          {runs.rows.length} runs
        </p>
        {replaced !== null && (
          <p>
            <code>{replaced}</code> has no fine-tuned runs; showing <code>{metric.metric}</code>.
          </p>
        )}
      </div>
      <ChartAndLegend {...props} runs={runs} />
      <RunsExport {...props} runs={runs} />
      <DataTable
        columns={Object.keys(response.data)}
        rows={runs.rows}
        modelSizes={facets.modelSizes}
        sort={state.sort}
        onSort={(sort) => navigate({ sort })}
      />
    </>
  );
}

type SectionProps = ComparisonViewProps & { readonly runs: Runs };

function ChartAndLegend({ state, metric, colors, scheme, navigate, runs }: SectionProps) {
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
        <ChartOptions state={state} defaultX="linear" defaultY="linear" navigate={navigate} />
        {runs.shown.length === 0 ? (
          <p class="all-hidden">Every recipe is hidden. Use the legend to show them.</p>
        ) : (
          <PlottedChart draw={runs.draw} highlighted={highlighted} onPoint={onPoint} />
        )}
        <PointedRun row={pointed} metric={metric} />
      </section>
      <RankedLegend
        title="Change"
        note="after minus before, mean over the n runs of a recipe; recipes have runs of different sizes"
        entries={[...runs.meanChanges].map(([recipe, { mean, runCount }]) => ({
          recipe,
          value: mean,
          detail: `n = ${runCount}`,
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

function RunsExport({ response, metric, colors, scheme, runs }: SectionProps) {
  const { selection, shown, rows, draw, headline, note } = runs;
  return (
    <ExportPanel
      view="comparison"
      query={buildComparisonsQuery(selection.recipes, selection.sizes, Object.keys(response.data))}
      rowCount={rows.length}
      note={note}
      fileName={`${metric.metric}-comparison`}
      chart={{
        title: `${metric.metric}: after fine-tuning against before`,
        subtitle: `${headline} (${shown.length} ${shown.length === 1 ? "recipe" : "recipes"} shown)`,
        warning: formatProvenanceWarning(response.meta.provenance),
        source: CREDIT,
        draw: (width) => (shown.length === 0 ? [] : [draw(width)]),
        legend: shown.map((recipe) => ({ recipe, color: findRecipeColor(colors, recipe, scheme) })),
        scheme,
      }}
    />
  );
}

/** Every field of the run under the pointer. */
function PointedRun({ row, metric }: { readonly row: Row | null; readonly metric: ComparisonMetric }) {
  if (row === null) return <p class="pointed">Point at a dot to see its run.</p>;
  const { run_id, ...fields } = row;
  const shown = Object.entries(fields).filter(
    ([name, value]) => value !== null && name !== metric.pretrained && name !== metric.finetuned,
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
