/** The three lists of the evaluations: metrics by kind and task, recipes by family, sizes in order. */
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import type { Facets, MetricFacet, RecipeFacet } from "../facets.js";
import { FIRST_STATE, MOST_METRICS, type PageState } from "../page-state.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { type OptionGroup, OptionList } from "./option-list.js";

export const FAMILY_NAMES: Readonly<Record<string, string>> = {
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
        chosen={state.metrics}
        noneText=""
        isFirst={state.metrics.join() === FIRST_STATE.metrics.join()}
        most={MOST_METRICS}
        onChoose={(metrics) => navigate({ metrics })}
      />
      <OptionList
        title="Recipes"
        groups={groupRecipes(facets.recipes, colors, scheme)}
        chosen={state.recipes}
        isFirst={state.recipes.length === 0}
        noneText={facets.recipes.length === 0 ? "" : `all ${facets.recipes.length} shown`}
        onChoose={(recipes) => navigate({ recipes, isolated: null, hidden: [] })}
      />
      <OptionList
        title="Sizes"
        groups={[
          {
            name: "",
            options: facets.sizes.map(({ value, rows }) => ({ value, count: rows, keywords: "" })),
          },
        ]}
        chosen={state.sizes}
        isFirst={state.sizes.length === 0}
        noneText={facets.sizes.length === 0 ? "" : `all ${facets.sizes.length} shown`}
        onChoose={(sizes) => navigate({ sizes })}
      />
    </>
  );
}

/** By kind, and inside a kind by task, both in the order of the lists. */
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
    options: members.map(({ value, rows, unit }) => ({ value, count: rows, keywords: unit ?? "" })),
  }));
}

function groupRecipes(
  recipes: readonly RecipeFacet[],
  colors: RecipeColors,
  scheme: ColorScheme,
): OptionGroup[] {
  const families = [...new Set(recipes.map(({ family }) => family))];
  return families.map((family) => ({
    name: FAMILY_NAMES[family] ?? family,
    options: recipes
      .filter((recipe) => recipe.family === family)
      .map(({ value, rows, aliases }) => ({
        value,
        count: rows,
        keywords: aliases.join(" "),
        color: findRecipeColor(colors, value, scheme),
      })),
  }));
}
