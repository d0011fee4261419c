/** The ranking of recipes by their values at equal training. */
import type { ModelSizes } from "./model-sizes.js";
import type { Evaluation } from "./rows.js";

/** One evaluation by size and by recipe. */
export type ValuesBySize = ReadonlyMap<string, ReadonlyMap<string, Evaluation>>;

/** Finds the evaluation with the highest step of each size and recipe; sizes are in numeric order. */
export function findFinalValues(
  evaluations: readonly Evaluation[],
  metric: string,
  modelSizes: ModelSizes,
): ValuesBySize {
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
  return new Map([...bySize].sort(([a], [b]) => modelSizes.compare(a, b)));
}

/**
 * Finds the evaluations at the last step that all of `recipes` have, as `checkpoint=common` of the API does. A size without
 * such a step is left out.
 */
export function findCommonValues(
  evaluations: readonly Evaluation[],
  metric: string,
  modelSizes: ModelSizes,
  recipes: readonly string[],
): ValuesBySize {
  const ofMetric = evaluations.filter((evaluation) => evaluation.metric === metric);
  const counts = new Map<string, number>();
  const key = ({ params, step }: Evaluation) => `${params}\n${step}`;
  for (const evaluation of ofMetric) counts.set(key(evaluation), (counts.get(key(evaluation)) ?? 0) + 1);
  const common = ofMetric.filter((evaluation) => counts.get(key(evaluation)) === recipes.length);
  return findFinalValues(common, metric, modelSizes);
}

/** The values of some recipes; sizes without any are left out. */
export function keepRecipes(values: ValuesBySize, recipes: readonly string[]): ValuesBySize {
  return new Map(
    [...values]
      .map(([size, byRecipe]): [string, Map<string, Evaluation>] => [
        size,
        new Map([...byRecipe].filter(([recipe]) => recipes.includes(recipe))),
      ])
      .filter(([, byRecipe]) => byRecipe.size > 0),
  );
}

/** The recipes of one size, best first; highest first where neither direction is better. */
export function rankRecipes(
  values: ValuesBySize,
  size: string | null,
  isHigherBetter: boolean | null,
): Evaluation[] {
  const direction = isHigherBetter === false ? 1 : -1;
  return [...(values.get(size ?? "")?.values() ?? [])].sort(
    (a, b) => direction * (a.value - b.value) || (a.data < b.data ? -1 : 1),
  );
}

/** The size to rank at: the preferred one if it has values, otherwise the largest. */
export function chooseRankSize(values: ValuesBySize, preferred: string | null): string | null {
  if (preferred !== null && values.has(preferred)) return preferred;
  return [...values.keys()].at(-1) ?? null;
}

/** The word for the best value. */
export function formatDirection(isHigherBetter: boolean | null): "lowest" | "highest" {
  return isHigherBetter === false ? "lowest" : "highest";
}

/** The evaluations at the start of a ranking that share the best value. */
export function findLeaders(ranking: readonly Evaluation[]): readonly Evaluation[] {
  return ranking.filter(({ value }) => value === ranking[0].value);
}

/** The single best of several evaluations; undefined for a tie, or where neither direction is better. */
export function findWinner(
  ranking: readonly Evaluation[],
  isHigherBetter: boolean | null,
): Evaluation | undefined {
  const isContest = isHigherBetter !== null && ranking.length > 1;
  return isContest && findLeaders(ranking).length === 1 ? ranking[0] : undefined;
}
