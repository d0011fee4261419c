/** The sentences above the chart, which claim no more than the shown rows support. */
import type { ComparisonMetric } from "./comparison-metrics.js";
import { formatCount, formatValue } from "./number-format.js";
import { findLeaders, formatDirection } from "./ranking.js";
import type { Evaluation, Row } from "./rows.js";

export interface HeadlineInput {
  /** The metric in words. */
  readonly name: string;
  readonly isHigherBetter: boolean | null;
  readonly size: string | null;
  /** Every recipe of the selection that has a value at the size, best first. */
  readonly ranking: readonly Evaluation[];
  /** Those of them that are drawn. */
  readonly shown: readonly Evaluation[];
  /** Whether the selection leaves recipes out, so that its ranks are not ranks among all recipes. */
  readonly isSelection: boolean;
  /** Appended to name checkpoints before the end of the training; empty for the others. */
  readonly suffix: string;
}

/** The best recipe and the group that it is best of; for a single recipe its value and rank; for a tie no winner. */
export function formatHeadline(input: HeadlineInput): string {
  const { name, isHigherBetter, size, ranking, shown, isSelection, suffix } = input;
  if (shown.length === 0) return name;
  if (shown.length === 1) return formatSingle(input);
  const leaders = findLeaders(shown);
  const [{ data, value }] = shown;
  const isAll = !isSelection && shown.length === ranking.length;
  const group = isAll ? "" : `of the ${shown.length} recipes shown, `;
  const end = `: ${formatValue(value)}${suffix}`;
  if (leaders.length === shown.length)
    return `At ${size}, all ${shown.length} recipes${isAll ? "" : " shown"} have the same ${name}${end}`;
  const direction = formatDirection(isHigherBetter);
  if (leaders.length > 1)
    return `At ${size}, ${group}${formatCount(leaders.length)} share the ${direction} ${name}${end}`;
  return `At ${size}, ${group}${data} has the ${direction} ${name}${end}`;
}

function formatSingle({
  name,
  isHigherBetter,
  size,
  ranking,
  shown,
  isSelection,
  suffix,
}: HeadlineInput): string {
  const [{ data, value }] = shown;
  const article = /^[aeiou]/i.test(name) ? "an" : "a";
  // Equal values share a rank.
  const rank = ranking.findIndex((each) => each.value === value) + 1;
  const total = isSelection ? `the ${ranking.length} selected` : ranking.length;
  // Without a better direction the rank is one of size.
  const order = isHigherBetter === null ? " from the highest" : "";
  const place = ranking.length < 2 ? "" : `, rank ${rank} of ${total}${order}`;
  return `At ${size}, ${data} has ${article} ${name} of ${formatValue(value)}${place}${suffix}`;
}

/** The title of the cards with the best recipe of each size; a single recipe is not called the best. */
export function formatBestTitle(
  name: string,
  isHigherBetter: boolean | null,
  shownRecipes: readonly string[],
  isAll: boolean,
): string {
  if (shownRecipes.length === 1) return `${name} of ${shownRecipes[0]} at each model size`;
  const direction = formatDirection(isHigherBetter) === "lowest" ? "Lowest" : "Highest";
  const group = isAll ? "" : ` of the ${shownRecipes.length} recipes shown`;
  return `${direction} ${name}${group} at each model size`;
}

/** How many runs fine-tuning improved. A run with equal values is counted as unchanged. */
export function formatRunsHeadline(
  rows: readonly Row[],
  { metric, pretrained, finetuned }: Pick<ComparisonMetric, "metric" | "pretrained" | "finetuned">,
  isHigherBetter: boolean | null,
): string {
  const changes = rows.map((row) => Number(row[finetuned]) - Number(row[pretrained]));
  const better = changes.filter((change) => (isHigherBetter === false ? change < 0 : change > 0)).length;
  const unchanged = changes.filter((change) => change === 0).length;
  const verb = isHigherBetter === null ? "raised" : "improved";
  const rest = unchanged === 0 ? "" : `, ${unchanged} unchanged`;
  return `Fine-tuning ${verb} ${metric} in ${better} of ${rows.length} runs${rest}`;
}
