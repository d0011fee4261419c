/** The tooltip of an evaluation: every field, named as the API names it. */
import * as Plot from "@observablehq/plot";
import type { Evaluation } from "../answer-rows.js";
import { formatAmount, formatCount, formatValue } from "../numbers.js";
import { type ChartStyle, INKS, isNarrow } from "./chart-style.js";

/** The same fields as a sentence. */
export function speakEvaluation(evaluation: Evaluation): string {
  const { data, params, metric, value, step, tokens, compute } = evaluation;
  const amounts = `${formatCount(step)}, tokens ${formatAmount(tokens)}, compute ${formatAmount(compute)}`;
  return `${data}, ${params}, ${metric} ${formatValue(value)}, step ${amounts}`;
}

const FIELDS = ["data", "params", "metric", "value", "step", "tokens", "compute"];

type Place = Pick<Plot.TipOptions, "x" | "y" | "fx" | "fy">;

/** Shows the evaluation nearest to the pointer. */
export function markEvaluationTip(
  evaluations: readonly Evaluation[],
  place: Place,
  style: ChartStyle,
): Plot.Markish[] {
  const { scheme } = style;
  const channels = Object.fromEntries(FIELDS.map((name) => [name, name]));
  const data = evaluations as Plot.Data;
  return [
    Plot.dot(
      data,
      Plot.pointer({ ...place, r: 5, fill: "data", stroke: INKS[scheme].paper, strokeWidth: 2 }),
    ),
    Plot.tip(
      data,
      Plot.pointer({
        ...place,
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
        fill: INKS[scheme].paper,
        stroke: INKS[scheme].faint,
        pathFilter: "none",
        textPadding: 10,
      }),
    ),
  ];
}
