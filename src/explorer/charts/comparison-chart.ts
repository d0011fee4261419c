/** The comparison chart: the value of every run after fine-tuning against the value before. */
import * as Plot from "@observablehq/plot";
import type { ComparisonMetric } from "../comparison-metrics.js";
import type { MetricFacet } from "../facets.js";
import { formatValue } from "../number-format.js";
import type { Scale } from "../page-state.js";
import type { Row } from "../rows.js";
import { addPoints } from "./chart-points.js";
import { buildFrame, type ChartStyle, isNarrow, PALETTES } from "./chart-style.js";

export interface ComparisonChart {
  /** Rows with both values. */
  readonly rows: readonly Row[];
  readonly recipes: readonly string[];
  readonly metric: ComparisonMetric;
  readonly facet: MetricFacet | undefined;
  readonly xScale: Scale;
  readonly yScale: Scale;
}

/** Segments of the diagonal. */
const SAMPLE_COUNT = 60;
/** Shown above the values; the other columns are shown below the chart, where they do not cover it. */
const TOOLTIP_FIELDS = ["run_id", "ckpt_data", "ckpt_params"];

export function buildComparisonChart(chart: ComparisonChart, style: ChartStyle) {
  const { rows, recipes, metric } = chart;
  const [x, y] = [metric.pretrained, metric.finetuned];
  const isPositive = rows.every((row) => Number(row[x]) > 0 && Number(row[y]) > 0);
  const typeOf = (scale: Scale) => (scale === "log" && isPositive ? "log" : "linear");
  const domain = findDomain(rows, [x, y]);
  const label = `${metric.metric} of ${rows.length} runs, after fine-tuning against before`;
  const plot = Plot.plot({
    ...buildFrame(style, recipes, label),
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
      ...markDiagonal(sampleDomain(domain, typeOf(chart.xScale)), style),
      Plot.dot(rows, {
        x,
        y,
        fill: "ckpt_data",
        r: 5,
        fillOpacity: 0.85,
        stroke: PALETTES[style.scheme].background,
        strokeWidth: 1,
        ariaLabel: "ckpt_data",
      }),
      ...markTooltip(chart, style),
    ],
  });
  const describeValue = (row: Row, name: string) => `${name} ${formatValue(Number(row[name]))}`;
  return addPoints(plot, {
    rows,
    x: (row) => Number(row[x]),
    y: (row) => Number(row[y]),
    series: () => "",
    describe: (row) =>
      [...TOOLTIP_FIELDS.map((name) => row[name]), describeValue(row, x), describeValue(row, y)].join(", "),
  });
}

/** The dashed line of equal values, with its explanation. */
function markDiagonal(samples: readonly number[], { scheme }: ChartStyle): Plot.Markish[] {
  const { muted, text } = PALETTES[scheme];
  return [
    Plot.line(
      samples.map((value) => [value, value]),
      { stroke: muted, strokeWidth: 1.5, strokeDasharray: "5,4", className: "diagonal" },
    ),
    Plot.text([0], {
      frameAnchor: "bottom-right",
      dx: -8,
      dy: -8,
      text: () => "dashed: unchanged by fine-tuning",
      fill: text,
    }),
  ];
}

function markTooltip({ rows, metric }: ComparisonChart, style: ChartStyle): Plot.Markish[] {
  const { scheme } = style;
  const [x, y] = [metric.pretrained, metric.finetuned];
  // The name of a run is wider than a narrow chart; the line below the chart has it.
  const fields = isNarrow(style) ? TOOLTIP_FIELDS.slice(1) : TOOLTIP_FIELDS;
  const values = [x, y, ...(metric.delta === null ? [] : [metric.delta])];
  const names = [...fields, ...values].filter((name) => rows.some((row) => name in row));
  const channels = Object.fromEntries(names.map((name) => [name, name]));
  const numbers = Object.fromEntries(
    values.map((name) => [name, (value: number | null) => (value === null ? "" : formatValue(value))]),
  );
  return [
    Plot.dot(rows, Plot.pointer({ x, y, r: 8, stroke: PALETTES[scheme].strong, strokeWidth: 2 })),
    Plot.tip(
      rows,
      Plot.pointer({
        // In the corner above the diagonal: names of runs are too long to be shown beside the dot.
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
        fill: PALETTES[scheme].background,
        stroke: PALETTES[scheme].muted,
        pathFilter: "none",
        textPadding: 10,
      }),
    ),
  ];
}

/** Values from end to end of a domain. The diagonal is a curve where only one axis is logarithmic. */
export function sampleDomain([low, high]: readonly [number, number], type: "linear" | "log"): number[] {
  return Array.from({ length: SAMPLE_COUNT + 1 }, (_, index) => {
    if (index === 0 || index === SAMPLE_COUNT) return index === 0 ? low : high;
    const share = index / SAMPLE_COUNT;
    return type === "log" ? low * (high / low) ** share : low + (high - low) * share;
  });
}

/** One domain for both axes, so that equal values are on the diagonal. */
function findDomain(rows: readonly Row[], names: readonly string[]): [number, number] {
  const values = rows.flatMap((row) => names.map((name) => Number(row[name])));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low || Math.abs(high) || 1) * 0.04;
  return [low > 0 ? Math.max(low - margin, low / 2) : low - margin, high + margin];
}
