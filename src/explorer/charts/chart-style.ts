/** What all charts share: inks of both color schemes, axes, and the line of chance. */
import * as Plot from "@observablehq/plot";
import type { MetricFacet } from "../facets.js";
import { formatAmount, formatValue } from "../numbers.js";
import type { Scale } from "../page-state.js";
import type { ColorScheme } from "../use-color-scheme.js";
import { findRecipeColor, type RecipeColors } from "./recipe-colors.js";

export interface ChartStyle {
  readonly scheme: ColorScheme;
  readonly colors: RecipeColors;
  /** In pixels. */
  readonly width: number;
}

/** Always the same, so that the style that Plot writes into its charts is too, whose hash the server lets pass. */
export const PLOT_CLASS = "plot";
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const NARROW = 520;
/** From this ratio of the largest to the smallest value on, a logarithmic axis has too many ticks to name them all. */
const WIDE_RATIO = 8;

export const INKS = {
  light: { ink: "#3c3f4d", strong: "#171923", faint: "#8a8fa3", paper: "#ffffff", chance: "#a13d00" },
  dark: { ink: "#c2c6d6", strong: "#f3f4f8", faint: "#7d839a", paper: "#171a24", chance: "#ffb27a" },
} as const;

export function isNarrow({ width }: ChartStyle): boolean {
  return width < NARROW;
}

/** Size, type and color scale of a chart of recipes. */
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
      color: INKS[style.scheme].ink,
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

/** The axis of a metric's values; perplexities, which fall by powers, are logarithmic unless asked otherwise. */
export function buildValueScale(
  metric: string,
  facet: MetricFacet | undefined,
  scale: Scale,
  values: readonly number[],
): Plot.ScaleOptions {
  const wished = scale === "auto" ? (facet?.kind === "perplexity" ? "log" : "linear") : scale;
  // A logarithm has no place for zero, and none for values on both sides of it.
  const type = values.every((value) => value > 0) || values.every((value) => value < 0) ? wished : "linear";
  const sizes = values.map(Math.abs);
  const isWide = Math.max(...sizes) > WIDE_RATIO * Math.min(...sizes);
  const exception = type === wished ? "" : " (linear, as there are values at or below 0)";
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

/** Labels only for 1, 2 and 5 of each power of ten, since a logarithmic axis has ticks at all nine. */
function thinOut(format: (value: number) => string): (value: number) => string {
  return (value) => {
    const size = Math.abs(value);
    const leading = size / 10 ** Math.floor(Math.log10(size) + 1e-9);
    return [1, 2, 5].includes(Math.round(leading * 1e6) / 1e6) ? format(value) : "";
  };
}

/** Room that a label takes on a logarithmic axis, in pixels. */
const LABEL_WIDTH = 36;

/** Ticks at 1, 2 and 5 of each power of ten as far as there is room, at fewer where not; null for too short a range. */
export function chooseLogTicks(values: readonly number[], width: number): number[] | null {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const decades = Math.log10(high / low);
  if (!(decades > 0)) return null;
  const share = width / decades;
  const leading = share * 0.3 >= LABEL_WIDTH ? [1, 2, 5] : share * 0.47 >= LABEL_WIDTH ? [1, 3] : [1];
  const exponents = Array.from(
    { length: Math.ceil(decades) + 2 },
    (_, index) => Math.floor(Math.log10(low)) + index,
  );
  const ticks = exponents
    .flatMap((exponent) => leading.map((each) => each * 10 ** exponent))
    .filter((tick) => tick >= low && tick <= high);
  return ticks.length < 2 ? null : ticks;
}

/** An x axis that names all of its ticks; a logarithmic one of Plot's own leaves out those of the higher digits. */
export function markAmountAxis(ticks: readonly number[], label: string): Plot.Markish {
  return Plot.axisX(ticks as number[], { label, labelArrow: "none", text: formatAmount });
}

export function formatAxisAmount(type: "linear" | "log"): (value: number) => string {
  return type === "log" ? thinOut(formatAmount) : formatAmount;
}

/** A dashed line at what guessing would reach, with its name. */
export function markChance(facet: MetricFacet | undefined, { scheme }: ChartStyle): Plot.Markish[] {
  if (facet?.chance == null) return [];
  const { chance } = facet;
  return [
    Plot.ruleY([chance], { stroke: INKS[scheme].chance, strokeDasharray: "2,4", strokeWidth: 1.5 }),
    Plot.text([chance], {
      y: (value: number) => value,
      frameAnchor: "left",
      dx: 4,
      dy: -7,
      text: (value: number) => `chance ${formatValue(value)}`,
      textAnchor: "start",
      fill: INKS[scheme].chance,
      fontWeight: 600,
      className: "chance",
    }),
  ];
}
