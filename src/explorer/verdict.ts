/** What the page says of the ranking: no more than the shown rows bear out. */
import type { Evaluation } from "./answer-rows.js";
import { formatCount, formatValue } from "./numbers.js";
import { nameDirection } from "./ranking.js";

export interface VerdictInput {
  /** The metric as one would say it. */
  readonly name: string;
  readonly isHigherBetter: boolean | null;
  readonly size: string | null;
  /** Every recipe that was asked for and has a value at the size, the best first. */
  readonly ranking: readonly Evaluation[];
  /** Those of them that are drawn. */
  readonly shown: readonly Evaluation[];
  /** Whether recipes were chosen, so that a rank among those asked for would not be one among all. */
  readonly isChoice: boolean;
  /** What is to be added about the checkpoints, nothing for final ones. */
  readonly when: string;
}

/** One sentence: who is the best, of whom; of a single recipe its value and rank; nobody where all are equal. */
export function sayVerdict(input: VerdictInput): string {
  const { name, isHigherBetter, size, ranking, shown, isChoice, when } = input;
  if (shown.length === 0) return name;
  if (shown.length === 1) return sayOne(input);
  const leaders = findLeaders(shown);
  const [{ data, value }] = shown;
  const isAll = !isChoice && shown.length === ranking.length;
  const ofWhom = isAll ? "" : `of the ${shown.length} recipes shown, `;
  const end = `: ${formatValue(value)}${when}`;
  if (leaders.length === shown.length)
    return `At ${size}, all ${shown.length} recipes${isAll ? "" : " shown"} have the same ${name}${end}`;
  const direction = nameDirection(isHigherBetter);
  if (leaders.length > 1)
    return `At ${size}, ${ofWhom}${formatCount(leaders.length)} share the ${direction} ${name}${end}`;
  return `At ${size}, ${ofWhom}${data} has the ${direction} ${name}${end}`;
}

/** Of a ranking those that are as good as the first. */
export function findLeaders(ranking: readonly Evaluation[]): readonly Evaluation[] {
  return ranking.filter(({ value }) => value === ranking[0].value);
}

/** The one that is better than all the others; undefined where several are, or where nothing is known to be better. */
export function findWinner(
  ranking: readonly Evaluation[],
  isHigherBetter: boolean | null,
): Evaluation | undefined {
  return isHigherBetter !== null && findLeaders(ranking).length === 1 ? ranking[0] : undefined;
}

function sayOne({ name, size, ranking, shown, isChoice, when }: VerdictInput): string {
  const [{ data, value }] = shown;
  const article = /^[aeiou]/i.test(name) ? "an" : "a";
  // Those that are equal share a rank.
  const rank = ranking.findIndex((each) => each.value === value) + 1;
  const place =
    ranking.length < 2
      ? ""
      : `, rank ${rank} of ${isChoice ? "the " : ""}${ranking.length}${isChoice ? " chosen" : ""}`;
  return `At ${size}, ${data} has ${article} ${name} of ${formatValue(value)}${place}${when}`;
}

/** What stands above the best of each size: of one recipe there is no best. */
export function nameBestList(
  name: string,
  isHigherBetter: boolean | null,
  shownRecipes: readonly string[],
  isAll: boolean,
): string {
  if (shownRecipes.length === 1) return `${name} of ${shownRecipes[0]} at each model size`;
  const direction = nameDirection(isHigherBetter) === "lowest" ? "Lowest" : "Highest";
  const ofWhom = isAll ? "" : ` of the ${shownRecipes.length} recipes shown`;
  return `${direction} ${name}${ofWhom} at each model size`;
}
