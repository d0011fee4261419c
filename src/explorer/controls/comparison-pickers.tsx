/** The lists of the comparison view: one metric, and the recipes and sizes of the runs' checkpoints. */
import { useMemo } from "preact/hooks";
import type { RecipeColors } from "../charts/recipe-colors.js";
import type { ComparisonMetric } from "../comparison-metrics.js";
import type { Facets } from "../facets.js";
import type { PageState } from "../page-state.js";
import { buildRows, type ComparisonsResponse } from "../rows.js";
import type { ColorScheme } from "../use-color-scheme.js";
import type { Navigate } from "../use-page-state.js";
import { type OptionGroup, OptionList } from "./option-list.js";
import { groupRecipes } from "./pickers.js";

interface ComparisonPickersProps {
  readonly state: PageState;
  readonly facets: Facets;
  readonly metrics: readonly ComparisonMetric[];
  /** The metric shown. */
  readonly metric: ComparisonMetric | null;
  readonly rowCount: number;
  readonly response: ComparisonsResponse | null;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly navigate: Navigate;
}

export function ComparisonPickers(props: ComparisonPickersProps) {
  const { state, facets, metrics, metric, rowCount, response, colors, scheme, navigate } = props;
  const counts = useMemo(() => countRuns(response), [response]);
  const recipeGroups = groupRecipes(facets.recipes, colors, scheme, ({ value }) => counts.recipes.get(value));
  const sizes = [...counts.sizes].sort(([a], [b]) => facets.modelSizes.compare(a, b));
  return (
    <>
      <OptionList
        title="Metrics"
        unit="run"
        groups={groupMetrics(metrics, facets, rowCount)}
        selected={metric === null ? [] : [metric.metric]}
        emptyNote=""
        isDefault={state.comparison === null}
        onSelect={(names) => navigate({ comparison: names.at(-1) ?? null, sort: null })}
      />
      <OptionList
        title="Recipes"
        unit="run"
        groups={recipeGroups}
        selected={state.recipes}
        isDefault={state.recipes.length === 0}
        emptyNote={`all ${counts.recipes.size} shown`}
        onSelect={(recipes) => navigate({ recipes, isolated: null, hidden: [] })}
      />
      <OptionList
        title="Sizes"
        unit="run"
        groups={[{ name: "", options: sizes.map(([value, count]) => ({ value, count, keywords: "" })) }]}
        selected={state.sizes}
        isDefault={state.sizes.length === 0}
        emptyNote={`all ${counts.sizes.size} shown`}
        onSelect={(selected) => navigate({ sizes: selected })}
      />
    </>
  );
}

/** By kind and task; metrics that the evaluations do not have are `other`. */
function groupMetrics(metrics: readonly ComparisonMetric[], facets: Facets, rowCount: number): OptionGroup[] {
  const facetByName = new Map(facets.metrics.map((facet) => [facet.value, facet]));
  const groups = new Map<string, ComparisonMetric[]>();
  for (const each of metrics) {
    const facet = facetByName.get(each.metric);
    const name = facet === undefined ? "other" : `${facet.kind} · ${facet.task}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => ({
      name,
      options: members.map(({ metric, nulls, finetuned }) => ({
        value: metric,
        count: rowCount - nulls,
        keywords: finetuned,
      })),
    }));
}

/** Runs by recipe and by size of their checkpoints. */
function countRuns(response: ComparisonsResponse | null) {
  const recipes = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const row of response === null ? [] : buildRows(response)) {
    const [recipe, size] = [String(row.ckpt_data), String(row.ckpt_params)];
    recipes.set(recipe, (recipes.get(recipe) ?? 0) + 1);
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  return { recipes, sizes };
}
