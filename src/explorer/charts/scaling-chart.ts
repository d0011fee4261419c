/** The scaling view: the final value of every recipe against model size, one line a recipe. */
import * as Plot from "@observablehq/plot";
import type { Evaluation } from "../answer-rows.js";
import type { MetricFacet } from "../facets.js";
import { parseModelSize } from "../model-sizes.js";
import type { Scale } from "../page-state.js";
import { addPoints } from "./chart-points.js";
import {
  buildFrame,
  buildValueScale,
  type ChartStyle,
  INKS,
  isNarrow,
  markAmountAxis,
  markChance,
} from "./chart-style.js";
import { markEvaluationTip, speakEvaluation } from "./evaluation-tip.js";

export interface ScalingChart {
  readonly evaluations: readonly Evaluation[];
  readonly recipes: readonly string[];
  readonly metric: string;
  readonly facet: MetricFacet | undefined;
  readonly xScale: Scale;
  readonly yScale: Scale;
  /** The size by which recipes are ranked, and the evaluation that is the best there. */
  readonly rankSize: string | null;
  readonly best: Evaluation | undefined;
}

/** Room that a written size takes on the axis, in pixels. */
const LABEL_WIDTH = 38;
const X_LABEL = "model size (parameters)";
const MARGIN_LEFT = 52;
const MARGIN_RIGHT = 24;

export function buildScalingChart(chart: ScalingChart, style: ChartStyle) {
  const { evaluations, recipes, metric, facet, rankSize, best } = chart;
  const { strong, faint, paper } = INKS[style.scheme];
  const isHigherBetter = facet?.higherIsBetter !== false;
  const xType = chart.xScale === "linear" ? "linear" : "log";
  const x = (evaluation: Evaluation) => parseModelSize(evaluation.params);
  const place = { x, y: "value" };
  const atSize = rankSize === null ? [] : [parseModelSize(rankSize)];
  const plot = Plot.plot({
    ...buildFrame(style, recipes, `Final ${metric} of ${recipes.length} recipes against model size`),
    height: isNarrow(style) ? 360 : 580,
    marginLeft: MARGIN_LEFT,
    marginRight: MARGIN_RIGHT,
    marginTop: 34,
    marginBottom: 44,
    // Room for the name of the best, which lies at an edge.
    insetTop: isHigherBetter ? 24 : 0,
    insetBottom: isHigherBetter ? 0 : 24,
    x: {
      type: xType,
      label: X_LABEL,
      axis: null,
    },
    y: buildValueScale(
      metric,
      facet,
      chart.yScale,
      evaluations.map(({ value }) => value),
    ),
    marks: [
      markAmountAxis(chooseTicks(evaluations, xType, style.width), X_LABEL),
      ...markChance(facet, style),
      Plot.ruleX(atSize, { stroke: faint, strokeWidth: 1.5, strokeDasharray: "4,4" }),
      Plot.line(evaluations, {
        ...place,
        z: "data",
        stroke: "data",
        strokeWidth: 2,
        sort: x,
        curve: "linear",
        ariaLabel: "data",
      }),
      Plot.dot(evaluations, { ...place, fill: "data", r: 2.5, ariaLabel: "data" }),
      Plot.dot(best === undefined ? [] : [best], { ...place, stroke: strong, strokeWidth: 2, r: 6 }),
      Plot.text(best === undefined ? [] : [best], {
        ...place,
        text: "data",
        textAnchor: "end",
        dx: -9,
        dy: isHigherBetter ? -13 : 13,
        fill: strong,
        stroke: paper,
        strokeWidth: 4,
        fontWeight: 600,
      }),
      ...markEvaluationTip(evaluations, place, style),
    ],
  });
  return addPoints(plot, {
    rows: evaluations,
    x,
    y: ({ value }) => value,
    series: ({ data }) => data,
    speak: speakEvaluation,
  });
}

/** Of the sizes shown those that have room for their name, the largest and the smallest among them. */
export function chooseTicks(
  evaluations: readonly Pick<Evaluation, "params">[],
  type: "linear" | "log",
  width: number,
): number[] {
  const sizes = [...new Set(evaluations.map(({ params }) => parseModelSize(params)))].sort((a, b) => b - a);
  const [largest, smallest] = [sizes[0], sizes.at(-1) ?? 1];
  const position = (size: number) => {
    const share =
      type === "log"
        ? Math.log(size / smallest) / Math.log(largest / smallest)
        : (size - smallest) / (largest - smallest);
    return share * (width - MARGIN_LEFT - MARGIN_RIGHT);
  };
  const ticks = sizes.length < 2 ? sizes : [largest, smallest];
  for (const size of sizes.slice(1, -1)) {
    const hasRoom = ticks.every((tick) => Math.abs(position(tick) - position(size)) >= LABEL_WIDTH);
    if (hasRoom) ticks.push(size);
  }
  return ticks;
}
