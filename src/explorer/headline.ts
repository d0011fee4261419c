/** The sentences above the chart, which claim no more than the shown rows support. */
import { formatCount, formatValue } from "./number-format.js";
import { findLeaders, formatDirection } from "./ranking.js";
import type { Evaluation } from "./rows.js";

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
  /** Appended to say which checkpoints are compared; empty for final ones. */
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

function formatSingle({ name, size, ranking, shown, isSelection, suffix }: HeadlineInput): string {
  const [{ data, value }] = shown;
  const article = /^[aeiou]/i.test(name) ? "an" : "a";
  // Equal values share a rank.
  const rank = ranking.findIndex((each) => each.value === value) + 1;
  const total = isSelection ? `the ${ranking.length} selected` : ranking.length;
  const place = ranking.length < 2 ? "" : `, rank ${rank} of ${total}`;
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
