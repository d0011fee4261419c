/** Finds the parts of a link that have no effect, written as in its URL, so that the page can list them. */
import type { Facets } from "./facets.js";
import { MAX_METRICS, type PageState, SCALES, SPLITS, VIEWS, X_AXES } from "./page-state.js";

const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  view: VIEWS,
  x: X_AXES,
  xscale: SCALES,
  yscale: SCALES,
  split: SPLITS,
};
const NAME_PARAMETERS = ["metric", "data", "params", "only", "hide", "at", "sort", "compare"];

/** Unknown parameters, unknown keywords, and metrics beyond MAX_METRICS; the data is not needed to find them. */
export function findIgnoredParameters(search: string): string[] {
  const metrics = new Set<string>();
  return [...new URLSearchParams(search)].flatMap(([name, value]) => {
    const ignored = [`${name}=${value}`];
    if (name in KEYWORDS) return value === "" || KEYWORDS[name].includes(value) ? [] : ignored;
    if (!NAME_PARAMETERS.includes(name)) return ignored;
    if (name !== "metric" || value === "") return [];
    metrics.add(value);
    return metrics.size > MAX_METRICS ? ignored : [];
  });
}

interface KnownNames {
  readonly facets: Facets;
  /** Recipes with rows. */
  readonly present: readonly string[];
  /** Columns of the table. */
  readonly columns: readonly string[];
}

/** Recipes, sizes and columns of the state that the data does not have. */
export function findUnknownNames(state: PageState, { facets, present, columns }: KnownNames): string[] {
  const { isolated, hidden, rankSize, sort } = state;
  const recipes = new Set([...present, ...facets.recipes.map(({ value }) => value)]);
  return [
    ...(isolated === null || present.includes(isolated) ? [] : [`only=${isolated}`]),
    ...hidden.filter((recipe) => !recipes.has(recipe)).map((recipe) => `hide=${recipe}`),
    ...(rankSize === null || facets.modelSizes.has(rankSize) ? [] : [`at=${rankSize}`]),
    ...(sort === null || columns.includes(sort.replace(/^-/, "")) ? [] : [`sort=${sort}`]),
  ];
}
