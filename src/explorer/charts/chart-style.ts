/** What all charts share: palettes, axes, and the line at chance level. */
import * as Plot from "@observablehq/plot";
import type { MetricFacet } from "../facets.js";
import { formatAmount, formatValue } from "../number-format.js";
import type { Scale } from "../page-state.js";
import type { ColorScheme } from "../use-color-scheme.js";
import { findRecipeColor, type RecipeColors } from "./recipe-colors.js";

export interface ChartStyle {
  readonly scheme: ColorScheme;
  readonly colors: RecipeColors;
  /** In pixels. */
  readonly width: number;
}

/** Constant, because Plot writes it into an inline style, which the content security policy allows by its hash. */
export const PLOT_CLASS = "plot";
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const NARROW = 520;
/** A logarithmic axis with a larger ratio of its values has too many ticks to label them all. */
const MAX_LABELED_RATIO = 8;

export const PALETTES = {
  light: { text: "#3c3f4d", strong: "#171923", muted: "#8a8fa3", background: "#ffffff", chance: "#a13d00" },
  dark: { text: "#c2c6d6", strong: "#f3f4f8", muted: "#7d839a", background: "#171a24", chance: "#ffb27a" },
} as const;

export function isNarrow({ width }: ChartStyle): boolean {
  return width < NARROW;
}

/** Size, font and color scale of a chart of recipes. */
export function buildFrame(
  style: ChartStyle,
  recipes: readonly string[],
  ariaLabel: string,
): Plot.PlotOptions {
  return {
    className: PLOT_CLASS,
    width: style.width,
    ariaLabel,
    style: {
      fontFamily: FONT,
      fontSize: isNarrow(style) ? "11px" : "12px",
      color: PALETTES[style.scheme].text,
      background: "transparent",
      overflow: "visible",
    },
    color: {
      type: "ordinal",
      domain: [...recipes],
      range: recipes.map((recipe) => findRecipeColor(style.colors, recipe, style.scheme)),
    },
  };
}

/** The y scale of a metric; logarithmic by default for perplexities, which fall as a power of the size. */
export function buildValueScale(
  metric: string,
  facet: MetricFacet | undefined,
  scale: Scale,
  values: readonly number[],
): Plot.ScaleOptions {
  const preferred = scale === "auto" ? (facet?.kind === "perplexity" ? "log" : "linear") : scale;
  // A logarithmic scale needs values of one sign and no zero.
  const type =
    values.every((value) => value > 0) || values.every((value) => value < 0) ? preferred : "linear";
  const magnitudes = values.map(Math.abs);
  const isWide = Math.max(...magnitudes) > MAX_LABELED_RATIO * Math.min(...magnitudes);
  const exception = type === preferred ? "" : " (linear: some values are 0 or below)";
  const better =
    facet?.higherIsBetter == null ? "" : facet.higherIsBetter ? ", higher is better" : ", lower is better";
  return {
    type,
    label: `${metric}${better}${exception}`,
    labelArrow: "none",
    labelAnchor: "top",
    nice: type === "linear",
    grid: true,
    tickFormat: type === "log" && isWide ? thinOut(formatValue) : formatValue,
  };
}

/** Labels 1, 2 and 5 of each power of ten; a logarithmic axis has ticks at all nine. */
function thinOut(format: (value: number) => string): (value: number) => string {
  return (value) => {
    const size = Math.abs(value);
    const leading = size / 10 ** Math.floor(Math.log10(size) + 1e-9);
    return [1, 2, 5].includes(Math.round(leading * 1e6) / 1e6) ? format(value) : "";
  };
}

/** Of a label on a logarithmic axis, in pixels. */
const LABEL_WIDTH = 36;

/** Ticks at 1, 2 and 5 of each power of ten, or fewer in a narrow chart; null where fewer than two are in range. */
export function chooseLogTicks(values: readonly number[], width: number): number[] | null {
  const low = values.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((max, value) => Math.max(max, value), 0);
  const decades = Math.log10(high / low);
  if (!(decades > 0)) return null;
  const decadeWidth = width / decades;
  const leading =
    decadeWidth * 0.3 >= LABEL_WIDTH ? [1, 2, 5] : decadeWidth * 0.47 >= LABEL_WIDTH ? [1, 3] : [1];
  const exponents = Array.from(
    { length: Math.ceil(decades) + 2 },
    (_, index) => Math.floor(Math.log10(low)) + index,
  );
  const ticks = exponents
    .flatMap((exponent) => leading.map((each) => each * 10 ** exponent))
    .filter((tick) => tick >= low && tick <= high);
  return ticks.length < 2 ? null : ticks;
}

/** An x axis that labels all of its ticks; Plot leaves some of a logarithmic axis unlabeled. */
export function markAmountAxis(ticks: readonly number[], label: string): Plot.Markish {
  return Plot.axisX(ticks as number[], { label, labelArrow: "none", text: formatAmount });
}

export function formatAxisAmount(type: "linear" | "log"): (value: number) => string {
  return type === "log" ? thinOut(formatAmount) : formatAmount;
}

/** A labeled line at the score of random guessing. */
export function markChance(facet: MetricFacet | undefined, { scheme }: ChartStyle): Plot.Markish[] {
  if (facet?.chance == null) return [];
  const { chance } = facet;
  return [
    Plot.ruleY([chance], { stroke: PALETTES[scheme].chance, strokeDasharray: "2,4", strokeWidth: 1.5 }),
    Plot.text([chance], {
      y: (value: number) => value,
      frameAnchor: "left",
      dx: 4,
      dy: -7,
      text: (value: number) => `chance ${formatValue(value)}`,
      textAnchor: "start",
      fill: PALETTES[scheme].chance,
      fontWeight: 600,
      className: "chance",
    }),
  ];
}
