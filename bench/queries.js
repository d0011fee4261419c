/** The requests that are measured. Fixed or seeded, so that every run asks for the same. */
import { walk } from "./seeded-random.js";

const DATA = "/api/visualize/data";
export const CHART_PATH = `${DATA}?metric=pile-valppl&data=Dolma1.7`;
export const ALL_RECIPES_PATH = `${DATA}?metric=pile-valppl`;
export const WHOLE_TABLE_PATH = DATA;
export const WHOLE_TABLE_FORMATS = ["json", "csv", "ndjson", "arrow"];

const SEED = 20_250_417;

/** What the server's table holds: the names of metrics, recipes and sizes. */
export async function fetchNames(origin) {
  const read = async (query) => (await fetch(`${origin}${DATA}/unmelted?${query}`)).json();
  const [row] = (await read("limit=1&params__gte=1M")).data;
  const { params, data } = (await read("columns=params,data&format=columns&params__gte=1M")).data;
  const ids = new Set(["params", "data", "step", "tokens", "compute"]);
  return {
    metrics: Object.keys(row).filter((name) => !ids.has(name)),
    recipes: [...new Set(data)],
    sizes: [...new Set(params)],
  };
}

/** Paths that are handed out once each, `mostPerSecond` for every second that they are to last. */
export class PathSupply {
  #paths;
  #mostPerSecond;
  #givenBack = [];

  constructor(paths, mostPerSecond) {
    this.#paths = paths;
    this.#mostPerSecond = mostPerSecond;
  }

  take(seconds) {
    return Array.from({ length: Math.ceil(seconds * this.#mostPerSecond) }, () => {
      const { done, value } =
        this.#givenBack.length > 0 ? { value: this.#givenBack.pop() } : this.#paths.next();
      if (done) throw new Error("there are no more paths: an answer would repeat");
      return value;
    });
  }

  /** Takes back what was not asked for. */
  giveBack(paths) {
    this.#givenBack.push(...paths);
  }
}

/** Paths of one metric and one recipe, no two of which have one answer: all sizes but one or two, or all of them. */
export function varyOneRecipe(names, seed = SEED) {
  return varyPaths(names, names.recipes, seed);
}

/** As varyOneRecipe, with all recipes. */
export function varyAllRecipes(names, seed = SEED) {
  return varyPaths(names, [null], seed);
}

function* varyPaths({ metrics, sizes }, recipes, seed) {
  const choices = listSizeChoices(sizes);
  for (const number of walk(metrics.length * recipes.length * choices.length, seed)) {
    const metric = metrics[number % metrics.length];
    const rest = Math.floor(number / metrics.length);
    const recipe = recipes[rest % recipes.length];
    const chosen = choices[Math.floor(rest / recipes.length)];
    const parts = [["metric", metric], ...(recipe === null ? [] : [["data", recipe]])];
    for (const size of chosen) parts.push(["params", size]);
    yield `${DATA}?${parts.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&")}`;
  }
}

function listSizeChoices(sizes) {
  const choices = [[]];
  for (let first = 0; first < sizes.length; first++) {
    for (let second = first; second < sizes.length; second++) {
      choices.push(sizes.filter((_, index) => index !== first && index !== second));
    }
  }
  return choices;
}
