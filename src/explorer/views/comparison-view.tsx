/** The view over the comparisons: each run after fine-tuning against the checkpoint that it began from. */
import { useCallback, useMemo, useState } from "preact/hooks";
import { buildRows, type ColumnsAnswer, type Row } from "../answer-rows.js";
import { buildComparisonChart } from "../charts/comparison-chart.js";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { chooseShownRecipes } from "../chosen-recipes.js";
import { ChartOptions } from "../controls/chart-options.js";
import type { Facets } from "../facets.js";
import { formatValue } from "../numbers.js";
import { type ComparisonPair, findComparisonsQuery } from "../page-query.js";
import type { PageState } from "../page-state.js";
import { DataTable } from "../panels/data-table.js";
import { EmptyChart } from "../panels/notices.js";
import { PlottedChart } from "../panels/plotted-chart.js";
import { RankedLegend } from "../panels/ranked-legend.js";
import { TakeAway } from "../panels/take-away.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { nameNotice, SOURCE } from "./chart-notice.js";

interface ComparisonViewProps {
  readonly state: PageState;
  readonly answer: ColumnsAnswer;
  readonly pair: ComparisonPair;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly navigate: Navigate;
}

export function ComparisonView(props: ComparisonViewProps) {
  const { state, answer, pair, facets, colors, scheme, navigate } = props;
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const [pointed, setPointed] = useState<Row | null>(null);
  const onPoint = useCallback((point: unknown) => {
    const row = point as Row | null;
    setPointed(row);
    setHighlighted(row === null ? null : String(row.ckpt_data));
  }, []);
  const rows = useMemo(() => chooseRows(answer, pair, state), [answer, pair, state]);
  const gains = useMemo(() => findGains(rows, pair), [rows, pair]);
  const present = useMemo(() => [...gains.keys()], [gains]);
  const shown = useMemo(() => chooseShownRecipes(present, state), [present, state]);
  const shownRows = useMemo(() => rows.filter((row) => shown.includes(String(row.ckpt_data))), [rows, shown]);
  const facet = facets.metrics.find(({ value }) => value === pair.metric);
  const { xScale, yScale } = state;
  const draw = useCallback(
    (width: number) =>
      buildComparisonChart(
        { rows: shownRows, recipes: shown, pair, facet, xScale, yScale },
        { scheme, colors, width },
      ),
    [shownRows, shown, pair, facet, xScale, yScale, scheme, colors],
  );
  if (rows.length === 0) {
    return <EmptyChart onReset={() => navigate({ recipes: [], sizes: [], hidden: [], isolated: null })} />;
  }
  const headline = sayChange(shownRows, pair, facet?.higherIsBetter ?? null);
  const chosenQuery = nameChoice(shown, shownRows, state, rows.length);
  return (
    <>
      <div class="headline">
        <h2>{headline}</h2>
        <p>
          <code>{pair.fineTuned}</code> against <code>{pair.preTrained}</code>, one dot a run,{" "}
          {shownRows.length} runs
        </p>
      </div>
      <div class="chart-and-legend">
        <section class="card chart-card" aria-label="Chart">
          <ChartOptions state={state} usualX="linear" usualY="linear" navigate={navigate} />
          <PlottedChart draw={draw} highlighted={highlighted} onPoint={onPoint} />
          <PointedRun row={pointed} pair={pair} />
        </section>
        <RankedLegend
          title="Change"
          note="mean over the runs of a recipe, after minus before"
          entries={[...gains].map(([recipe, value]) => ({
            recipe,
            value,
            color: findRecipeColor(colors, recipe, scheme),
          }))}
          isRanked={false}
          isolated={state.isolated}
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
      <TakeAway
        view="comparison"
        query={findComparisonsQuery(chosenQuery.recipes, chosenQuery.sizes, Object.keys(answer.data))}
        fileName={`${pair.metric}-comparison`}
        chart={{
          title: `${pair.metric}: after fine-tuning against before`,
          subtitle: headline,
          notice: nameNotice(answer.meta.provenance),
          source: SOURCE,
          draw: (width) => [draw(width)],
          legend: shown.map((recipe) => ({ recipe, color: findRecipeColor(colors, recipe, scheme) })),
          scheme,
        }}
      />
      <DataTable
        columns={Object.keys(answer.data)}
        rows={shownRows}
        sort={state.sort}
        onSort={(sort) => navigate({ sort })}
      />
    </>
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

function sayChange(rows: readonly Row[], pair: ComparisonPair, isHigherBetter: boolean | null): string {
  const above = rows.filter((row) => Number(row[pair.fineTuned]) > Number(row[pair.preTrained])).length;
  const better = isHigherBetter === false ? rows.length - above : above;
  const verb = isHigherBetter === null ? "raised" : "improved";
  return `Fine-tuning ${verb} ${pair.metric} in ${better} of ${rows.length} runs`;
}

function formatChange(value: number): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${formatValue(Math.abs(value))}`;
}
