/** The metrics, recipes and sizes to choose from, with the rows that each choice would show. */
import { useMemo } from "preact/hooks";
import type { Facets as FacetsResponse } from "../client/index.js";
import { formatFacetsPath } from "./api-paths.js";
import type { Failure } from "./fetch-json.js";
import { ModelSizes, type SizeFacet } from "./model-sizes.js";
import type { PageState } from "./page-state.js";
import { useFetch } from "./use-fetch.js";

export type RecipeFacet = FacetsResponse["data"]["data"][number];
export type MetricFacet = FacetsResponse["data"]["metric"][number];

export interface Facets {
  readonly metrics: readonly MetricFacet[];
  readonly recipes: readonly RecipeFacet[];
  /** In numeric order. */
  readonly sizes: readonly SizeFacet[];
  readonly modelSizes: ModelSizes;
  /** Whether the first lists are pending; later ones replace those before. */
  readonly isLoading: boolean;
  /** Why there are no lists at all; null once there were some. */
  readonly failure: Failure | null;
  readonly retry: () => void;
}

const NONE: readonly never[] = [];

/** The lists, each counted under the choices of the other two. */
export function useFacets(state: PageState): Facets {
  const path = useMemo(() => formatFacetsPath(state), [state]);
  const selected = useFetch<FacetsResponse>(path);
  // For a link with an unknown name the API returns an error. The lists must still offer the known ones.
  const isRejected = selected.response === null && selected.failure?.kind === "problem";
  const unfiltered = useFetch<FacetsResponse>(isRejected ? formatFacetsPath(state, false) : null);
  const { response, failure, retry } = isRejected ? unfiltered : selected;
  const { data } = response ?? {};
  const modelSizes = useMemo(() => new ModelSizes(data?.params ?? NONE), [data]);
  return {
    metrics: data?.metric ?? NONE,
    recipes: data?.data ?? NONE,
    sizes: data?.params ?? NONE,
    modelSizes,
    isLoading: response === null && failure === null,
    failure: response === null ? failure : null,
    retry,
  };
}

/** A metric in words: `pile perplexity`, `arc_easy acc raw`. */
export function formatMetric(metric: string, facet: MetricFacet | undefined): string {
  if (facet === undefined || facet.task === null) return metric;
  if (facet.kind === "perplexity") return `${facet.task} perplexity`;
  return `${facet.task} ${facet.measure.replaceAll("_", " ")}`;
}
