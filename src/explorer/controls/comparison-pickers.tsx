/** The lists of the comparison: one metric, and the recipes and sizes that its runs began from. */
import { useMemo } from "preact/hooks";
import { buildRows, type ColumnsAnswer } from "../answer-rows.js";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import type { Facets } from "../facets.js";
import { compareModelSizes } from "../model-sizes.js";
import type { ComparisonPair } from "../page-query.js";
import type { PageState } from "../page-state.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { type OptionGroup, OptionList } from "./option-list.js";
import { FAMILY_NAMES } from "./pickers.js";

interface ComparisonPickersProps {
  readonly state: PageState;
  readonly facets: Facets;
  readonly pairs: readonly ComparisonPair[];
  /** The one that is shown. */
  readonly pair: ComparisonPair | null;
  readonly rowCount: number;
  readonly rows: ColumnsAnswer | null;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly navigate: Navigate;
}

export function ComparisonPickers(props: ComparisonPickersProps) {
  const { state, facets, pairs, pair, rowCount, rows, colors, scheme, navigate } = props;
  const counts = useMemo(() => countRuns(rows), [rows]);
  const families = [...new Set(facets.recipes.map(({ family }) => family))];
  const recipeGroups = families.map((family) => ({
    name: FAMILY_NAMES[family] ?? family,
    options: facets.recipes
      .filter((recipe) => recipe.family === family && counts.recipes.has(recipe.value))
      .map(({ value, aliases }) => ({
        value,
        count: counts.recipes.get(value) ?? 0,
        keywords: aliases.join(" "),
        color: findRecipeColor(colors, value, scheme),
      })),
  }));
  const sizes = [...counts.sizes].sort(([a], [b]) => compareModelSizes(a, b));
  return (
    <>
      <OptionList
        title="Metrics"
        unit="run"
        groups={groupPairs(pairs, facets, rowCount)}
        chosen={pair === null ? [] : [pair.metric]}
        noneText=""
        isFirst={state.comparison === null}
        onChoose={(metrics) => navigate({ comparison: metrics.at(-1) ?? null, sort: null })}
      />
      <OptionList
        title="Recipes"
        unit="run"
        groups={recipeGroups}
        chosen={state.recipes}
        isFirst={state.recipes.length === 0}
        noneText={`all ${counts.recipes.size} shown`}
        onChoose={(recipes) => navigate({ recipes, isolated: null, hidden: [] })}
      />
      <OptionList
        title="Sizes"
        unit="run"
        groups={[{ name: "", options: sizes.map(([value, count]) => ({ value, count, keywords: "" })) }]}
        chosen={state.sizes}
        isFirst={state.sizes.length === 0}
        noneText={`all ${counts.sizes.size} shown`}
        onChoose={(chosen) => navigate({ sizes: chosen })}
      />
    </>
  );
}

/** By kind and task where the evaluations know the metric; the others are left to the end. */
function groupPairs(pairs: readonly ComparisonPair[], facets: Facets, rowCount: number): OptionGroup[] {
  const facetByName = new Map(facets.metrics.map((facet) => [facet.value, facet]));
  const groups = new Map<string, ComparisonPair[]>();
  for (const pair of pairs) {
    const facet = facetByName.get(pair.metric);
    const name = facet === undefined ? "other" : `${facet.kind} · ${facet.task}`;
    groups.set(name, [...(groups.get(name) ?? []), pair]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => ({
      name,
      options: members.map(({ metric, nulls, fineTuned }) => ({
        value: metric,
        count: rowCount - nulls,
        keywords: fineTuned,
      })),
    }));
}

function countRuns(rows: ColumnsAnswer | null) {
  const recipes = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const row of rows === null ? [] : buildRows(rows)) {
    const [recipe, size] = [String(row.ckpt_data), String(row.ckpt_params)];
    recipes.set(recipe, (recipes.get(recipe) ?? 0) + 1);
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  return { recipes, sizes };
}
