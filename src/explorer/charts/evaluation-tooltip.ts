/** The tooltip of an evaluation, with every field under its name in the API. */
import * as Plot from "@observablehq/plot";
import { formatAmount, formatCount, formatValue } from "../number-format.js";
import type { Evaluation } from "../rows.js";
import { type ChartStyle, isNarrow, PALETTES } from "./chart-style.js";

/** The same fields as a sentence, for screen readers. `shortfall` replaces the tokens where it is not null. */
export function describeEvaluation(evaluation: Evaluation, shortfall: string | null = null): string {
  const { data, params, metric, value, step, tokens, compute } = evaluation;
  const trained = shortfall ?? `tokens ${formatAmount(tokens)}`;
  const amounts = `${formatCount(step)}, ${trained}, compute ${formatAmount(compute)}`;
  return `${data}, ${params}, ${metric} ${formatValue(value)}, step ${amounts}`;
}

const FIELDS = ["data", "params", "metric", "value", "step", "tokens", "compute"];

type Channels = Pick<Plot.TipOptions, "x" | "y" | "fx" | "fy">;

/** Shows the evaluation nearest to the pointer. */
export function markEvaluationTooltip(
  evaluations: readonly Evaluation[],
  position: Channels,
  style: ChartStyle,
): Plot.Markish[] {
  const { scheme } = style;
  const channels = Object.fromEntries(FIELDS.map((name) => [name, name]));
  const data = evaluations as Plot.Data;
  return [
    Plot.dot(
      data,
      Plot.pointer({ ...position, r: 5, fill: "data", stroke: PALETTES[scheme].background, strokeWidth: 2 }),
    ),
    Plot.tip(
      data,
      Plot.pointer({
        ...position,
        channels,
        format: {
          x: false,
          y: false,
          fx: false,
          fy: false,
          value: (value: number) => formatValue(value),
          step: formatCount,
          tokens: formatCount,
          compute: (value: number) => value.toExponential(3).replace("e+", "e"),
        },
        fontSize: isNarrow(style) ? 11 : 12,
        lineHeight: 1.3,
        lineWidth: 22,
        fill: PALETTES[scheme].background,
        stroke: PALETTES[scheme].muted,
        pathFilter: "none",
        textPadding: 10,
      }),
    ),
  ];
}
