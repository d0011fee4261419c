/** What a facets response adds to a name, by what the names of its filter mean. */
import type { FilterKind } from "../catalog/schema.js";
import { describeMetric } from "./metrics.js";
import { RECIPES } from "./recipes.js";
import { parseSize } from "./sizes.js";

const RECIPE_BY_NAME = new Map(RECIPES.map((recipe) => [recipe.name, recipe]));

/** A size has its number of model parameters, a recipe its family and aliases, a metric its description. */
export function describeFacetValue(value: string, kind: FilterKind | "metrics"): object {
  if (kind === "sizes") return { parameters: parseSize(value) ?? null };
  if (kind === "metrics") return describeMetric(value);
  if (kind !== "recipes") return {};
  const { family = null, aliases = [] } = RECIPE_BY_NAME.get(value) ?? {};
  return { family, aliases };
}
