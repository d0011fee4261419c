/** Which recipes are left of those with rows: the legend isolates one, or hides some. */
import type { PageState } from "./page-state.js";

/** In the order of `present`. */
export function chooseShownRecipes(
  present: readonly string[],
  { isolated, hidden }: Pick<PageState, "isolated" | "hidden">,
): string[] {
  if (isolated !== null && present.includes(isolated)) return [isolated];
  return present.filter((recipe) => !hidden.includes(recipe));
}

/** Recipes to name in a query for just the shown ones: none of them where all are shown that it would find anyway. */
export function nameShownRecipes(
  present: readonly string[],
  shown: readonly string[],
  chosen: readonly string[],
): readonly string[] {
  return shown.length === present.length ? chosen : shown;
}
