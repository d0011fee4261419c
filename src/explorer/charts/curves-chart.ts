/** The training curves: a metric against step, tokens or compute, sizes side by side or told apart by dashes. */
import * as Plot from "@observablehq/plot";
import type { Evaluation } from "../answer-rows.js";
import type { MetricFacet } from "../facets.js";
import type { Scale, Split, XAxis } from "../page-state.js";
import { findFinalValues } from "../ranking.js";
import { addPoints } from "./chart-points.js";
import {
  buildFrame,
  buildValueScale,
  type ChartStyle,
  chooseLogTicks,
  formatAxisAmount,
  INKS,
  isNarrow,
  markAmountAxis,
  markChance,
} from "./chart-style.js";
import { markEvaluationTip, speakEvaluation } from "./evaluation-tip.js";

export interface CurvesChart {
  readonly evaluations: readonly Evaluation[];
  readonly recipes: readonly string[];
  /** In order. */
  readonly sizes: readonly string[];
  readonly metric: string;
  readonly facet: MetricFacet | undefined;
  readonly x: XAxis;
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly split: Split;
}

const LEAST_FACET_WIDTH = 200;
/** What the value axis and the end of the lines take of the width. */
const MARGINS = 96;
const X_LABELS = { step: "training step", tokens: "training tokens", compute: "compute (FLOPs)" } as const;
/** By size, from solid to dotted; beyond these they repeat. */
export const DASHES = ["", "8,3", "3,3", "1,4", "10,3,2,3", "6,2,1,2,1,2", "14,4", "2,6"];

export function buildCurvesChart(chart: CurvesChart, style: ChartStyle) {
  const { recipes, sizes, metric, facet } = chart;
  const xType = chart.xScale === "log" ? "log" : "linear";
  // A logarithmic axis has no place for step 0.
  const evaluations =
    xType === "log" ? chart.evaluations.filter((each) => each[chart.x] > 0) : chart.evaluations;
  const layout = layOutFacets(chart, style);
  const logTicks =
    xType === "log"
      ? chooseLogTicks(
          evaluations.map((each) => each[chart.x]),
          layout.plotWidth,
        )
      : null;
  const place = { x: chart.x, y: "value", ...layout.place };
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
      ...layout.names,
      ...markLines(evaluations, chart, place),
      ...markEnds(evaluations, chart, style),
      ...markEvaluationTip(evaluations, place, style),
    ],
  });
  return addPoints(plot, {
    ...layout.place,
    rows: evaluations,
    x: (each) => each[chart.x],
    y: ({ value }) => value,
    series: ({ data, params }) => `${data}\n${params}`,
    speak: speakEvaluation,
  });
}

export function hasDashes({ split, sizes }: Pick<CurvesChart, "split" | "sizes">): boolean {
  return split === "dash" && sizes.length > 1;
}

/** Where dashes tell sizes apart, the name of each stands at the end of its lowest line. */
function markEnds(evaluations: readonly Evaluation[], chart: CurvesChart, style: ChartStyle): Plot.Markish[] {
  if (!hasDashes(chart)) return [];
  const ends = [...findFinalValues(evaluations, chart.metric)].flatMap(([, byRecipe]) =>
    [...byRecipe.values()].sort((a, b) => a.value - b.value).slice(0, 1),
  );
  const { strong, paper } = INKS[style.scheme];
  return [
    Plot.text(ends, {
      x: chart.x,
      y: "value",
      text: "params",
      textAnchor: "start",
      dx: 6,
      fill: strong,
      stroke: paper,
      strokeWidth: 4,
      fontWeight: 700,
    }),
  ];
}

/** One mark a size, because dashes belong to a mark and not to a row. */
function markLines(evaluations: readonly Evaluation[], chart: CurvesChart, place: object): Plot.Markish[] {
  const options = {
    ...place,
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

/** Sizes in rows as wide as the page, each with its name; no facets for one size or for dashes. */
function layOutFacets(chart: CurvesChart, style: ChartStyle) {
  const { sizes } = chart;
  if (hasDashes(chart) || sizes.length < 2) {
    const height = isNarrow(style) ? 360 : 560;
    return {
      place: {},
      names: [],
      height,
      rowPadding: 0,
      facetWidth: style.width,
      plotWidth: style.width - MARGINS,
    };
  }
  const columnCount = Math.max(1, Math.min(sizes.length, Math.floor(style.width / LEAST_FACET_WIDTH)));
  const rowCount = Math.ceil(sizes.length / columnCount);
  const indexBySize = new Map(sizes.map((size, index) => [size, index]));
  const indexOf = ({ params }: Evaluation) => indexBySize.get(params) ?? 0;
  const names = Plot.text(sizes as string[], {
    fx: (_: string, index: number) => index % columnCount,
    fy: (_: string, index: number) => Math.floor(index / columnCount),
    frameAnchor: "top-right",
    dy: 4,
    dx: -4,
    text: (size: string) => size,
    fontSize: 15,
    fontWeight: 700,
    fill: INKS[style.scheme].strong,
  });
  return {
    place: {
      fx: (evaluation: Evaluation) => indexOf(evaluation) % columnCount,
      fy: (evaluation: Evaluation) => Math.floor(indexOf(evaluation) / columnCount),
    },
    names: [Plot.frame({ stroke: INKS[style.scheme].faint, strokeOpacity: 0.35 }), names],
    height: 78 + rowCount * (rowCount === 1 ? 460 : 230),
    rowPadding: rowCount === 1 ? 0 : 0.16,
    facetWidth: style.width / columnCount,
    plotWidth: ((style.width - MARGINS) / columnCount) * 0.94,
  };
}
