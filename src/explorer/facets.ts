/** The lists to choose from, as the API gives them with counts. */
import { useMemo } from "preact/hooks";
import { formatFacetPaths } from "./page-query.js";
import type { PageState } from "./page-state.js";
import { useAnswer } from "./use-answer.js";

export interface SizeFacet {
  readonly value: string;
  readonly rows: number;
  readonly parameters: number;
}

export interface RecipeFacet {
  readonly value: string;
  readonly rows: number;
  readonly family: string;
  readonly aliases: readonly string[];
}

export interface MetricFacet {
  readonly value: string;
  readonly rows: number;
  readonly kind: string;
  readonly task: string | null;
  readonly measure: string | null;
  readonly unit: string | null;
  readonly higherIsBetter: boolean | null;
  /** What guessing would reach; null where that is not known or makes no sense. */
  readonly chance: number | null;
}

interface FacetsAnswer {
  readonly data: {
    readonly params: readonly SizeFacet[];
    readonly data: readonly RecipeFacet[];
    readonly metric: readonly MetricFacet[];
  };
}

export interface Facets {
  readonly metrics: readonly MetricFacet[];
  readonly recipes: readonly RecipeFacet[];
  readonly sizes: readonly SizeFacet[];
  /** Whether the lists are still on their way for the first time. */
  readonly isAwaited: boolean;
}

const NONE: readonly never[] = [];

/** The three lists under the choices of the other two; what was there before stays until the next has come. */
export function useFacets(state: PageState): Facets {
  const paths = useMemo(() => formatFacetPaths(state), [state]);
  const metrics = useAnswer<FacetsAnswer>(paths.metrics);
  const recipes = useAnswer<FacetsAnswer>(paths.recipes);
  const sizes = useAnswer<FacetsAnswer>(paths.sizes);
  const all = [metrics, recipes, sizes];
  return {
    metrics: (metrics.answer ?? recipes.answer)?.data.metric ?? NONE,
    // A choice that the API does not know has no counts, but the names are there to choose another.
    recipes: (recipes.answer ?? metrics.answer)?.data.data ?? NONE,
    sizes: (sizes.answer ?? metrics.answer)?.data.params ?? NONE,
    isAwaited: all.some(({ answer, failure }) => answer === null && failure === null),
  };
}

/** A metric as one would say it: `pile perplexity`, `arc_easy acc raw`. */
export function nameMetric(metric: string, facet: MetricFacet | undefined): string {
  if (facet === undefined || facet.task === null) return metric;
  if (facet.kind === "perplexity") return `${facet.task} perplexity`;
  return `${facet.task} ${facet.measure?.replaceAll("_", " ") ?? ""}`.trim();
}
