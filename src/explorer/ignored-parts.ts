/** The parts of an address that change nothing, as they are written there, so that the page can say so. */
import type { Facets } from "./facets.js";
import { MOST_METRICS, type PageState, SCALES, SPLITS, VIEWS, X_AXES } from "./page-state.js";

const WORDS: Readonly<Record<string, readonly string[]>> = {
  view: VIEWS,
  x: X_AXES,
  xscale: SCALES,
  yscale: SCALES,
  split: SPLITS,
};
const NAMES = ["metric", "data", "params", "only", "hide", "at", "sort", "compare"];

/** What the address alone gives away: unknown parameters and words, metrics beyond those that fit. */
export function findIgnoredWords(search: string): string[] {
  const metrics = new Set<string>();
  return [...new URLSearchParams(search)].flatMap(([name, value]) => {
    const write = [`${name}=${value}`];
    if (name in WORDS) return value === "" || WORDS[name].includes(value) ? [] : write;
    if (!NAMES.includes(name)) return write;
    if (name !== "metric" || value === "") return [];
    metrics.add(value);
    return metrics.size > MOST_METRICS ? write : [];
  });
}

interface KnownNames {
  readonly facets: Facets;
  /** Recipes with rows. */
  readonly present: readonly string[];
  /** Columns of the table. */
  readonly columns: readonly string[];
}

/** What only the data gives away: names that are in none of its lists, or not among what was chosen. */
export function findIgnoredNames(state: PageState, { facets, present, columns }: KnownNames): string[] {
  const { isolated, hidden, rankSize, sort } = state;
  const recipes = new Set([...present, ...facets.recipes.map(({ value }) => value)]);
  const isSize = facets.sizes.some(({ value }) => value === rankSize);
  return [
    ...(isolated === null || present.includes(isolated) ? [] : [`only=${isolated}`]),
    ...hidden.filter((recipe) => !recipes.has(recipe)).map((recipe) => `hide=${recipe}`),
    ...(rankSize === null || isSize ? [] : [`at=${rankSize}`]),
    ...(sort === null || columns.includes(sort.replace(/^-/, "")) ? [] : [`sort=${sort}`]),
  ];
}
