/** The scaling chart: the last comparable value of every recipe against model size, one line per recipe. */
import * as Plot from "@observablehq/plot";
import type { MetricFacet } from "../facets.js";
import type { ModelSizes } from "../model-sizes.js";
import type { Scale } from "../page-state.js";
import type { Evaluation } from "../rows.js";
import { formatShortfall, type TrainingTokens } from "../training.js";
import { addPoints } from "./chart-points.js";
import {
  buildFrame,
  buildValueScale,
  type ChartStyle,
  isNarrow,
  markAmountAxis,
  markChance,
  PALETTES,
} from "./chart-style.js";
import { describeEvaluation, markEvaluationTooltip } from "./evaluation-tooltip.js";

export interface ScalingChart {
  readonly evaluations: readonly Evaluation[];
  readonly recipes: readonly string[];
  readonly metric: string;
  readonly facet: MetricFacet | undefined;
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly modelSizes: ModelSizes;
  /** The size at which recipes are ranked, and the winner there. */
  readonly rankSize: string | null;
  readonly best: Evaluation | undefined;
  /** Points before the end of the training are hollow. */
  readonly training: TrainingTokens;
}

/** Of a size on the axis, in pixels. */
const LABEL_WIDTH = 38;
const X_LABEL = "model size (parameters)";
const MARGIN_LEFT = 52;
const MARGIN_RIGHT = 24;

export function buildScalingChart(chart: ScalingChart, style: ChartStyle) {
  const { evaluations, recipes, metric, facet, modelSizes, rankSize, best, training } = chart;
  const { strong, muted, background } = PALETTES[style.scheme];
  const isHigherBetter = facet?.higherIsBetter !== false;
  const xType = chart.xScale === "linear" ? "linear" : "log";
  const x = (evaluation: Evaluation) => modelSizes.parametersOf(evaluation.params);
  const position = { x, y: "value" };
  const isShort = (evaluation: Evaluation) => formatShortfall(evaluation, training) !== null;
  const atSize = rankSize === null ? [] : [modelSizes.parametersOf(rankSize)];
  const plot = Plot.plot({
    ...buildFrame(
      style,
      recipes,
      `${metric} of ${recipes.length} recipes at equal training against model size`,
    ),
    height: isNarrow(style) ? 360 : 580,
    marginLeft: MARGIN_LEFT,
    marginRight: MARGIN_RIGHT,
    marginTop: 34,
    marginBottom: 44,
    // Space for the label of the winner, which is at the edge.
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
      markAmountAxis(chooseTicks(evaluations.map(x), xType, style.width), X_LABEL),
      ...markChance(facet, style),
      Plot.ruleX(atSize, { stroke: muted, strokeWidth: 1.5, strokeDasharray: "4,4" }),
      Plot.line(evaluations, {
        ...position,
        z: "data",
        stroke: "data",
        strokeWidth: 2,
        sort: x,
        curve: "linear",
        ariaLabel: "data",
      }),
      Plot.dot(
        evaluations.filter((evaluation) => !isShort(evaluation)),
        { ...position, fill: "data", r: 2.5, ariaLabel: "data" },
      ),
      Plot.dot(evaluations.filter(isShort), {
        ...position,
        stroke: "data",
        fill: background,
        strokeWidth: 1.5,
        r: 3,
        ariaLabel: "data",
        className: "hollow",
      }),
      Plot.dot(best === undefined ? [] : [best], { ...position, stroke: strong, strokeWidth: 2, r: 6 }),
      Plot.text(best === undefined ? [] : [best], {
        ...position,
        text: "data",
        textAnchor: "end",
        dx: -9,
        dy: isHigherBetter ? -13 : 13,
        fill: strong,
        stroke: background,
        strokeWidth: 4,
        fontWeight: 600,
      }),
      ...markEvaluationTooltip(evaluations, position, style),
    ],
  });
  return addPoints(plot, {
    rows: evaluations,
    x,
    y: ({ value }) => value,
    series: ({ data }) => data,
    describe: (evaluation) => describeEvaluation(evaluation, formatShortfall(evaluation, training)),
  });
}

/** The sizes that have space for their label; the largest and the smallest always. `sizes` are in parameters. */
export function chooseTicks(sizes: readonly number[], type: "linear" | "log", width: number): number[] {
  const distinct = [...new Set(sizes.filter(Number.isFinite))].sort((a, b) => b - a);
  const [largest, smallest] = [distinct[0], distinct.at(-1) ?? 1];
  const position = (size: number) => {
    const share =
      type === "log"
        ? Math.log(size / smallest) / Math.log(largest / smallest)
        : (size - smallest) / (largest - smallest);
    return share * (width - MARGIN_LEFT - MARGIN_RIGHT);
  };
  const ticks = distinct.length < 2 ? distinct : [largest, smallest];
  for (const size of distinct.slice(1, -1)) {
    const isFree = ticks.every((tick) => Math.abs(position(tick) - position(size)) >= LABEL_WIDTH);
    if (isFree) ticks.push(size);
  }
  return ticks;
}
