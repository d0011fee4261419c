/** The tokens of a whole training by size, and how far before its end a checkpoint is. */
import { useMemo } from "preact/hooks";
import { TRAINING_PATH } from "./api-paths.js";
import { formatAmount } from "./number-format.js";
import type { Evaluation } from "./rows.js";
import { useFetch } from "./use-fetch.js";

/** By size: the tokens of the longest training of any recipe. */
export type TrainingTokens = ReadonlyMap<string, number>;

/** Columns of the final checkpoints of all recipes. */
interface TrainingResponse {
  readonly data: { readonly params: readonly string[]; readonly tokens: readonly number[] };
}

export function findTrainingTokens({ data: { params, tokens } }: TrainingResponse): TrainingTokens {
  const longest = new Map<string, number>();
  for (const [row, size] of params.entries())
    longest.set(size, Math.max(longest.get(size) ?? 0, tokens[row]));
  return longest;
}

/** `31B of 75B tokens`; null at the end of the training, where both amounts are written alike. */
export function formatShortfall({ params, tokens }: Evaluation, training: TrainingTokens): string | null {
  const whole = training.get(params) ?? tokens;
  const [reached, all] = [formatAmount(tokens), formatAmount(whole)];
  return tokens >= whole || reached === all ? null : `${reached} of ${all} tokens`;
}

/** Explains hollow points, with each size that has one; null where all evaluations are at the end of the training. */
export function describeShortfalls(
  evaluations: readonly Evaluation[],
  training: TrainingTokens,
): string | null {
  const sizes = new Map<string, string>();
  for (const evaluation of evaluations) {
    const shortfall = formatShortfall(evaluation, training);
    if (shortfall !== null) sizes.set(evaluation.params, `${evaluation.params} (${shortfall})`);
  }
  if (sizes.size === 0) return null;
  return `Hollow points stop short of the training of their size: ${[...sizes.values()].join(", ")}.`;
}

/** The data is the same for every state of the page; the comparison view does not need it. */
export function useTraining(isNeeded: boolean) {
  const { response, ...rest } = useFetch<TrainingResponse>(isNeeded ? TRAINING_PATH : null);
  const tokens = useMemo(() => (response === null ? null : findTrainingTokens(response)), [response]);
  return { ...rest, tokens };
}
