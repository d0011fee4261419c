/** The comparison: every run's value after fine-tuning against that of the checkpoint it began from. */
import * as Plot from "@observablehq/plot";
import type { Row } from "../answer-rows.js";
import type { MetricFacet } from "../facets.js";
import { formatValue } from "../numbers.js";
import type { ComparisonPair } from "../page-query.js";
import type { Scale } from "../page-state.js";
import { addPoints } from "./chart-points.js";
import { buildFrame, type ChartStyle, INKS, isNarrow } from "./chart-style.js";

export interface ComparisonChart {
  /** Rows with both values. */
  readonly rows: readonly Row[];
  readonly recipes: readonly string[];
  readonly pair: ComparisonPair;
  readonly facet: MetricFacet | undefined;
  readonly xScale: Scale;
  readonly yScale: Scale;
}

/** Pieces of the diagonal. */
const SAMPLE_COUNT = 60;
/** Shown before the values; the other columns stand under the chart, for a tooltip of them all would cover it. */
const TIP_FIELDS = ["run_id", "ckpt_data", "ckpt_params"];

export function buildComparisonChart(chart: ComparisonChart, style: ChartStyle) {
  const { rows, recipes, pair } = chart;
  const { scheme } = style;
  const [x, y] = [pair.preTrained, pair.fineTuned];
  const isPositive = rows.every((row) => Number(row[x]) > 0 && Number(row[y]) > 0);
  const typeOf = (scale: Scale) => (scale === "log" && isPositive ? "log" : "linear");
  const domain = findDomain(rows, [x, y]);
  const plot = Plot.plot({
    ...buildFrame(style, recipes, `${pair.metric} of ${rows.length} runs, after fine-tuning against before`),
    height: isNarrow(style) ? style.width + 20 : 520,
    marginLeft: 58,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 44,
    x: {
      type: typeOf(chart.xScale),
      domain,
      label: `${x} (before fine-tuning)`,
      labelArrow: "none",
      grid: true,
      ticks: isNarrow(style) ? 4 : 8,
      tickFormat: formatValue,
    },
    y: {
      type: typeOf(chart.yScale),
      domain,
      label: `${y} (after)`,
      labelArrow: "none",
      labelAnchor: "top",
      grid: true,
      tickFormat: formatValue,
    },
    marks: [
      Plot.line(
        sampleDomain(domain, typeOf(chart.xScale)).map((value) => [value, value]),
        {
          stroke: INKS[scheme].faint,
          strokeWidth: 1.5,
          strokeDasharray: "5,4",
          className: "diagonal",
        },
      ),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dx: -8,
        dy: -8,
        text: () => "dashed: unchanged by fine-tuning",
        fill: INKS[scheme].ink,
      }),
      Plot.dot(rows, {
        x,
        y,
        fill: "ckpt_data",
        r: 5,
        fillOpacity: 0.85,
        stroke: INKS[scheme].paper,
        strokeWidth: 1,
        ariaLabel: "ckpt_data",
      }),
      ...markTip(chart, style),
    ],
  });
  return addPoints(plot, {
    rows,
    x: (row) => Number(row[x]),
    y: (row) => Number(row[y]),
    series: () => "",
    speak: (row) =>
      [
        ...TIP_FIELDS.map((name) => row[name]),
        `${x} ${formatValue(Number(row[x]))}`,
        `${y} ${formatValue(Number(row[y]))}`,
      ].join(", "),
  });
}

function markTip({ rows, pair }: ComparisonChart, style: ChartStyle): Plot.Markish[] {
  const { scheme } = style;
  const [x, y] = [pair.preTrained, pair.fineTuned];
  const delta = `delta_${pair.metric}`;
  // The name of a run is wider than a narrow chart; it stands under the chart in full.
  const fields = isNarrow(style) ? TIP_FIELDS.slice(1) : TIP_FIELDS;
  const names = [...fields, x, y, delta].filter((name) => rows.some((row) => name in row));
  const channels = Object.fromEntries(names.map((name) => [name, name]));
  const numbers = Object.fromEntries(
    [x, y, delta].map((name) => [name, (value: number | null) => (value === null ? "" : formatValue(value))]),
  );
  return [
    Plot.dot(rows, Plot.pointer({ x, y, r: 8, stroke: INKS[scheme].strong, strokeWidth: 2 })),
    Plot.tip(
      rows,
      Plot.pointer({
        // In the corner above the diagonal, because names of runs are too long for a place beside the dot.
        px: x,
        py: y,
        frameAnchor: "top-left",
        anchor: "top-left",
        pointerSize: 0,
        dx: 8,
        dy: 8,
        channels,
        format: { px: false, py: false, ...numbers },
        fontSize: isNarrow(style) ? 10 : 12,
        lineHeight: 1.3,
        lineWidth: isNarrow(style) ? 22 : 54,
        fill: INKS[scheme].paper,
        stroke: INKS[scheme].faint,
        pathFilter: "none",
        textPadding: 10,
      }),
    ),
  ];
}

/** Values all along a domain: what is equal on both axes is a curve where only one of them is logarithmic. */
export function sampleDomain([low, high]: readonly [number, number], type: "linear" | "log"): number[] {
  return Array.from({ length: SAMPLE_COUNT + 1 }, (_, index) => {
    if (index === 0 || index === SAMPLE_COUNT) return index === 0 ? low : high;
    const share = index / SAMPLE_COUNT;
    return type === "log" ? low * (high / low) ** share : low + (high - low) * share;
  });
}

/** Both axes alike, so that the diagonal is one. */
function findDomain(rows: readonly Row[], names: readonly string[]): [number, number] {
  const values = rows.flatMap((row) => names.map((name) => Number(row[name])));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low || Math.abs(high) || 1) * 0.04;
  return [low > 0 ? Math.max(low - margin, low / 2) : low - margin, high + margin];
}
