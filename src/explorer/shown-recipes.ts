/** The recipes that the legend leaves visible. */
import type { PageState } from "./page-state.js";

/** The isolated recipe, or all that are not hidden, in the order of `present`. */
export function findShownRecipes(
  present: readonly string[],
  { isolated, hidden }: Pick<PageState, "isolated" | "hidden">,
): string[] {
  if (isolated !== null && present.includes(isolated)) return [isolated];
  return present.filter((recipe) => !hidden.includes(recipe));
}

/** The recipes of a query for the shown rows: the selection itself unless the legend leaves some out. */
export function chooseQueryRecipes(
  present: readonly string[],
  shown: readonly string[],
  selected: readonly string[],
): readonly string[] {
  return shown.length === present.length ? selected : shown;
}
