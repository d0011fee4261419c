/** The measured requests: fixed or seeded, so that every run sends the same ones. */
import { join } from "node:path";
import { permute } from "./seeded-random.js";

export const PARQUET_PATH = join(import.meta.dirname, "..", "initial_data", "mean_eval_melted.parquet");

export const DATA_PATH = "/api/visualize/data";
export const ONE_RECIPE_PATH = `${DATA_PATH}?metric=pile-valppl&data=Dolma1.7`;
export const ALL_RECIPES_PATH = `${DATA_PATH}?metric=pile-valppl`;
export const WHOLE_TABLE_PATH = DATA_PATH;
export const WHOLE_TABLE_FORMATS = ["json", "csv", "ndjson", "arrow", "parquet"];

const SEED = 20_250_417;

/** The names of metrics, recipes and sizes in the server's table. */
export async function fetchNames(origin) {
  const read = async (query) => (await fetch(`${origin}${DATA_PATH}/unmelted?${query}`)).json();
  const [row] = (await read("limit=1&params__gte=1M")).data;
  const { params, data } = (await read("columns=params,data&format=columns&params__gte=1M")).data;
  const ids = new Set(["params", "data", "step", "tokens", "compute"]);
  return {
    metrics: Object.keys(row).filter((name) => !ids.has(name)),
    recipes: [...new Set(data)],
    sizes: [...new Set(params)],
  };
}

/** Paths to be requested once each, at most `maxPerSecond` of them. */
export class PathQueue {
  #paths;
  #maxPerSecond;
  #returned = [];

  constructor(paths, maxPerSecond) {
    this.#paths = paths;
    this.#maxPerSecond = maxPerSecond;
  }

  /** Takes enough paths for some seconds of requests. */
  take(seconds) {
    return Array.from({ length: Math.ceil(seconds * this.#maxPerSecond) }, () => {
      const { done, value } =
        this.#returned.length > 0 ? { value: this.#returned.pop() } : this.#paths.next();
      if (done) throw new Error("there are no more paths: a query would repeat");
      return value;
    });
  }

  /** Takes back the paths that were not requested. */
  putBack(paths) {
    this.#returned.push(...paths);
  }
}

/** Paths of one metric and one recipe with different rows each: all sizes, or all but up to three. */
export function varyOneRecipe(names, seed = SEED) {
  return varyPaths(names, names.recipes, seed);
}

/** As varyOneRecipe, with all recipes. */
export function varyAllRecipes(names, seed = SEED) {
  return varyPaths(names, [null], seed);
}

function* varyPaths({ metrics, sizes }, recipes, seed) {
  const subsets = listSizeSubsets(sizes);
  for (const number of permute(metrics.length * recipes.length * subsets.length, seed)) {
    const metric = metrics[number % metrics.length];
    const rest = Math.floor(number / metrics.length);
    const recipe = recipes[rest % recipes.length];
    const subset = subsets[Math.floor(rest / recipes.length)];
    const parts = [["metric", metric], ...(recipe === null ? [] : [["data", recipe]])];
    for (const size of subset) parts.push(["params", size]);
    yield `${DATA_PATH}?${parts.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&")}`;
  }
}

/** All sizes, given by no filter, and all but one, two or three. */
function listSizeSubsets(sizes) {
  const subsets = [[]];
  for (let first = 0; first < sizes.length; first++) {
    for (let second = first; second < sizes.length; second++) {
      for (let third = second; third < sizes.length; third++) {
        const isDouble = first === second && third > second;
        if (!isDouble) subsets.push(sizes.filter((_, index) => ![first, second, third].includes(index)));
      }
    }
  }
  return subsets;
}
