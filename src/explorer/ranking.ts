/** Which recipe ends best: the last value of every recipe and size, and their order. */
import type { Evaluation } from "./answer-rows.js";
import { compareModelSizes } from "./model-sizes.js";

/** The last evaluations by size and by recipe. */
export type FinalValues = ReadonlyMap<string, ReadonlyMap<string, Evaluation>>;

/** Finds the evaluation with the highest step of each size and recipe; sizes come in order. */
export function findFinalValues(evaluations: readonly Evaluation[], metric: string): FinalValues {
  const bySize = new Map<string, Map<string, Evaluation>>();
  for (const evaluation of evaluations) {
    if (evaluation.metric !== metric) continue;
    let byRecipe = bySize.get(evaluation.params);
    if (byRecipe === undefined) {
      byRecipe = new Map();
      bySize.set(evaluation.params, byRecipe);
    }
    const known = byRecipe.get(evaluation.data);
    if (known === undefined || known.step < evaluation.step) byRecipe.set(evaluation.data, evaluation);
  }
  return new Map([...bySize].sort(([a], [b]) => compareModelSizes(a, b)));
}

/** The recipes of one size, the best first; where no direction is known to be better, the highest first. */
export function rankRecipes(
  values: FinalValues,
  size: string | null,
  isHigherBetter: boolean | null,
): Evaluation[] {
  const direction = isHigherBetter === false ? 1 : -1;
  return [...(values.get(size ?? "")?.values() ?? [])].sort(
    (a, b) => direction * (a.value - b.value) || (a.data < b.data ? -1 : 1),
  );
}

/** The size to rank by: the wished one if it is there, otherwise the largest. */
export function chooseRankSize(values: FinalValues, wished: string | null): string | null {
  if (wished !== null && values.has(wished)) return wished;
  return [...values.keys()].at(-1) ?? null;
}

/** The word for the first of the order. */
export function nameDirection(isHigherBetter: boolean | null): "lowest" | "highest" {
  return isHigherBetter === false ? "lowest" : "highest";
}
