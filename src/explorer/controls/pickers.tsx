/** The lists of the evaluation views: metrics by kind and task, recipes by family, sizes. */
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import type { Facets, MetricFacet, RecipeFacet } from "../facets.js";
import { DEFAULT_STATE, MAX_METRICS, type PageState } from "../page-state.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { type OptionGroup, OptionList } from "./option-list.js";

const FAMILY_NAMES: Readonly<Record<string, string>> = {
  dolma17: "Dolma 1.7",
  dolma16pp: "Dolma 1.6++",
  c4: "C4",
  fineweb: "FineWeb",
  falcon: "Falcon",
  falcon_cc: "Falcon + CC",
  dclm: "DCLM",
  mix: "DCLM / Dolma mixes",
};

interface PickersProps {
  readonly state: PageState;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly navigate: Navigate;
}

export function Pickers({ state, facets, colors, scheme, navigate }: PickersProps) {
  return (
    <>
      <OptionList
        title="Metrics"
        groups={groupMetrics(facets.metrics)}
        selected={state.metrics}
        emptyNote=""
        isDefault={state.metrics.join() === DEFAULT_STATE.metrics.join()}
        max={MAX_METRICS}
        onSelect={(metrics) => navigate({ metrics })}
      />
      <OptionList
        title="Recipes"
        groups={groupRecipes(facets.recipes, colors, scheme)}
        selected={state.recipes}
        isDefault={state.recipes.length === 0}
        emptyNote={facets.recipes.length === 0 ? "" : `all ${facets.recipes.length} shown`}
        onSelect={(recipes) => navigate({ recipes, isolated: null, hidden: [] })}
      />
      <OptionList
        title="Sizes"
        groups={[
          {
            name: "",
            options: facets.sizes.map(({ value, rows }) => ({ value, count: rows, keywords: "" })),
          },
        ]}
        selected={state.sizes}
        isDefault={state.sizes.length === 0}
        emptyNote={facets.sizes.length === 0 ? "" : `all ${facets.sizes.length} shown`}
        onSelect={(sizes) => navigate({ sizes })}
      />
    </>
  );
}

/** By kind and task, in the order of the facets, with perplexities and accuracies first. */
export function groupMetrics(metrics: readonly MetricFacet[]): OptionGroup[] {
  const groups = new Map<string, MetricFacet[]>();
  const kinds = [...new Set(metrics.map(({ kind }) => kind))];
  const order = ["perplexity", "accuracy"];
  kinds.sort((a, b) => (order.indexOf(a) + 1 || 9) - (order.indexOf(b) + 1 || 9));
  for (const kind of kinds) {
    for (const metric of metrics) {
      if (metric.kind !== kind) continue;
      const name = kind === "perplexity" || metric.task === null ? kind : `${kind} · ${metric.task}`;
      groups.set(name, [...(groups.get(name) ?? []), metric]);
    }
  }
  return [...groups].map(([name, members]) => ({
    name,
    options: members.map(({ value, rows, unit }) => ({ value, count: rows, keywords: unit })),
  }));
}

/** By family, with the row counts of the facets unless `countOf` gives others; without a count a recipe is left out. */
export function groupRecipes(
  recipes: readonly RecipeFacet[],
  colors: RecipeColors,
  scheme: ColorScheme,
  countOf: (recipe: RecipeFacet) => number | undefined = ({ rows }) => rows,
): OptionGroup[] {
  const families = [...new Set(recipes.map(({ family }) => family))];
  return families.map((family) => ({
    name: FAMILY_NAMES[family ?? ""] ?? family ?? "Other",
    options: recipes
      .filter((recipe) => recipe.family === family)
      .flatMap((recipe) => {
        const { value, aliases } = recipe;
        const count = countOf(recipe);
        if (count === undefined) return [];
        return [{ value, count, keywords: aliases.join(" "), color: findRecipeColor(colors, value, scheme) }];
      }),
  }));
}
