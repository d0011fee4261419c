/** The training curves: a metric against step, tokens or compute, with a facet or a dash pattern per size. */
import * as Plot from "@observablehq/plot";
import type { MetricFacet } from "../facets.js";
import type { ModelSizes } from "../model-sizes.js";
import type { Scale, Split, XAxis } from "../page-state.js";
import { findFinalValues } from "../ranking.js";
import type { Evaluation } from "../rows.js";
import { addPoints } from "./chart-points.js";
import {
  buildFrame,
  buildValueScale,
  type ChartStyle,
  chooseLogTicks,
  formatAxisAmount,
  isNarrow,
  markAmountAxis,
  markChance,
  PALETTES,
} from "./chart-style.js";
import { describeEvaluation, markEvaluationTooltip } from "./evaluation-tooltip.js";

export interface CurvesChart {
  readonly evaluations: readonly Evaluation[];
  readonly recipes: readonly string[];
  /** In numeric order. */
  readonly sizes: readonly string[];
  readonly modelSizes: ModelSizes;
  readonly metric: string;
  readonly facet: MetricFacet | undefined;
  readonly x: XAxis;
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly split: Split;
}

const MIN_FACET_WIDTH = 200;
/** Left and right of the plot, in pixels. */
const MARGINS = 96;
const X_LABELS = { step: "training step", tokens: "training tokens", compute: "compute (FLOPs)" } as const;
/** By size, from solid to dotted; more sizes repeat them. */
export const DASHES = ["", "8,3", "3,3", "1,4", "10,3,2,3", "6,2,1,2,1,2", "14,4", "2,6"];

export function buildCurvesChart(chart: CurvesChart, style: ChartStyle) {
  const { recipes, sizes, metric, facet } = chart;
  const xType = chart.xScale === "log" ? "log" : "linear";
  // A logarithmic axis cannot show step 0.
  const evaluations =
    xType === "log" ? chart.evaluations.filter((each) => each[chart.x] > 0) : chart.evaluations;
  const layout = arrangeFacets(chart, style);
  const logTicks =
    xType === "log"
      ? chooseLogTicks(
          evaluations.map((each) => each[chart.x]),
          layout.plotWidth,
        )
      : null;
  const channels = { x: chart.x, y: "value", ...layout.facets };
  const plot = Plot.plot({
    ...buildFrame(
      style,
      recipes,
      `${metric} of ${recipes.length} recipes against ${chart.x}, ${sizes.join(", ")}`,
    ),
    height: layout.height,
    marginLeft: 52,
    marginRight: hasDashes(chart) ? 44 : 24,
    marginTop: 34,
    marginBottom: 44,
    x: {
      type: xType,
      label: X_LABELS[chart.x],
      labelArrow: "none",
      ticks: Math.max(2, Math.floor(layout.facetWidth / 80)),
      tickFormat: formatAxisAmount(xType),
      ...(logTicks === null ? { grid: true } : { axis: null }),
    },
    y: buildValueScale(
      metric,
      facet,
      chart.yScale,
      evaluations.map(({ value }) => value),
    ),
    fx: { axis: null, padding: 0.06 },
    fy: { axis: null, padding: layout.rowPadding },
    marks: [
      ...(logTicks === null ? [] : [Plot.gridX(logTicks), markAmountAxis(logTicks, X_LABELS[chart.x])]),
      ...markChance(facet, style),
      ...layout.labels,
      ...markLines(evaluations, chart, channels),
      ...markEnds(evaluations, chart, style),
      ...markEvaluationTooltip(evaluations, channels, style),
    ],
  });
  return addPoints(plot, {
    ...layout.facets,
    rows: evaluations,
    x: (each) => each[chart.x],
    y: ({ value }) => value,
    series: ({ data, params }) => `${data}\n${params}`,
    describe: (each) => describeEvaluation(each),
  });
}

export function hasDashes({ split, sizes }: Pick<CurvesChart, "split" | "sizes">): boolean {
  return split === "dash" && sizes.length > 1;
}

/** Labels each size at the end of its lowest line, where dashes distinguish sizes. */
function markEnds(evaluations: readonly Evaluation[], chart: CurvesChart, style: ChartStyle): Plot.Markish[] {
  if (!hasDashes(chart)) return [];
  const ends = [...findFinalValues(evaluations, chart.metric, chart.modelSizes)].flatMap(([, byRecipe]) =>
    [...byRecipe.values()].sort((a, b) => a.value - b.value).slice(0, 1),
  );
  const { strong, background } = PALETTES[style.scheme];
  return [
    Plot.text(ends, {
      x: chart.x,
      y: "value",
      text: "params",
      textAnchor: "start",
      dx: 6,
      fill: strong,
      stroke: background,
      strokeWidth: 4,
      fontWeight: 700,
    }),
  ];
}

/** One mark per size where sizes have dashes: a dash pattern belongs to a mark. */
function markLines(evaluations: readonly Evaluation[], chart: CurvesChart, channels: object): Plot.Markish[] {
  const options = {
    ...channels,
    z: ({ data, params }: Evaluation) => `${data}\n${params}`,
    stroke: "data",
    strokeWidth: 1.75,
    ariaLabel: "data",
  };
  if (!hasDashes(chart)) return [Plot.line(evaluations, options)];
  return chart.sizes.map((size, index) =>
    Plot.line(
      evaluations.filter(({ params }) => params === size),
      { ...options, strokeDasharray: DASHES[index % DASHES.length] },
    ),
  );
}

/** Arranges a labeled facet per size in rows; no facets for a single size or for dashes. */
function arrangeFacets(chart: CurvesChart, style: ChartStyle) {
  const { sizes } = chart;
  if (hasDashes(chart) || sizes.length < 2) {
    const height = isNarrow(style) ? 360 : 560;
    return {
      facets: {},
      labels: [],
      height,
      rowPadding: 0,
      facetWidth: style.width,
      plotWidth: style.width - MARGINS,
    };
  }
  const columnCount = Math.max(1, Math.min(sizes.length, Math.floor(style.width / MIN_FACET_WIDTH)));
  const rowCount = Math.ceil(sizes.length / columnCount);
  const indexBySize = new Map(sizes.map((size, index) => [size, index]));
  const indexOf = ({ params }: Evaluation) => indexBySize.get(params) ?? 0;
  const labels = Plot.text(sizes as string[], {
    fx: (_: string, index: number) => index % columnCount,
    fy: (_: string, index: number) => Math.floor(index / columnCount),
    frameAnchor: "top-right",
    dy: 4,
    dx: -4,
    text: (size: string) => size,
    fontSize: 15,
    fontWeight: 700,
    fill: PALETTES[style.scheme].strong,
  });
  return {
    facets: {
      fx: (evaluation: Evaluation) => indexOf(evaluation) % columnCount,
      fy: (evaluation: Evaluation) => Math.floor(indexOf(evaluation) / columnCount),
    },
    labels: [Plot.frame({ stroke: PALETTES[style.scheme].muted, strokeOpacity: 0.35 }), labels],
    height: 78 + rowCount * (rowCount === 1 ? 460 : 230),
    rowPadding: rowCount === 1 ? 0 : 0.16,
    facetWidth: style.width / columnCount,
    plotWidth: ((style.width - MARGINS) / columnCount) * 0.94,
  };
}
