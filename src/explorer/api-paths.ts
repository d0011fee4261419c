/** The API paths for what the page shows: for its own requests, and for links and code to export. */
import type { PageState } from "./page-state.js";

const DATA = "/api/visualize/data";
const COMPARISONS = "/api/visualize/data/ft";
const FACETS = "/api/visualize/facets";
export const DATASETS_PATH = "/api/visualize/datasets";

export type Parameter = readonly [name: string, value: string];

/** Selects the evaluations of the scaling and curves views. */
export function buildEvaluationsQuery(state: PageState): Parameter[] {
  const { metrics, sizes, recipes } = state;
  return [
    ...repeat("metric", metrics),
    ...repeat("params", sizes),
    ...repeat("data", recipes),
    ...buildCheckpoint(state),
  ];
}

/** Those rows in the format with the fewest bytes: see docs/performance.md. */
export function formatEvaluationsPath(state: PageState): string {
  return formatPath(DATA, [...buildEvaluationsQuery(state), ["format", "columns"]]);
}

/** Selects comparisons; the columns leave out lists, which are most of the bytes. */
export function buildComparisonsQuery(
  recipes: readonly string[],
  sizes: readonly string[],
  columns: readonly string[],
): Parameter[] {
  return [...repeat("params", sizes), ...repeat("data", recipes), ["columns", columns.join(",")]];
}

/**
 * The last checkpoint of every size and recipe over all metrics. A metric may end before the training does, so that its own
 * rows do not have the tokens of the whole training.
 */
export const TRAINING_PATH = formatPath(DATA, [
  ["shape", "wide"],
  ["checkpoint", "final"],
  ["columns", "params,tokens"],
  ["format", "columns"],
]);

export function formatComparisonsPath(columns: readonly string[]): string {
  return formatPath(COMPARISONS, [
    ["columns", columns.join(",")],
    ["format", "columns"],
  ]);
}

/**
 * All three lists, each counted under the choices of the other two: under its own, everything not chosen would count 0.
 * The comparison view has its own counts and needs the names alone.
 */
export function formatFacetsPath(state: PageState, isFiltered = state.view !== "comparison"): string {
  if (!isFiltered) return formatPath(FACETS, buildCheckpoint(state));
  return formatPath(FACETS, [...buildEvaluationsQuery(state), ["counts", "exclusive"]]);
}

/** The rows of a query in a format, for use outside the page. */
export function formatExportPath(
  view: PageState["view"],
  query: readonly Parameter[],
  extension: "" | ".csv" | ".json" | ".arrow" | ".parquet",
  isDownload = false,
): string {
  const path = (view === "comparison" ? COMPARISONS : DATA) + extension;
  return formatPath(path, isDownload ? [...query, ["download", "1"]] : query);
}

/** Recipes are compared at equal training; `final` has checkpoints of different steps. */
function buildCheckpoint({ view }: PageState): Parameter[] {
  return view === "scaling" ? [["checkpoint", "common"]] : [];
}

function repeat(name: string, values: readonly string[]): Parameter[] {
  return values.map((value) => [name, value]);
}

/** Escapes what a shell, a quoted string or a form decoder would interpret. */
function formatPath(path: string, query: readonly Parameter[]): string {
  if (query.length === 0) return path;
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll("'", "%27").replaceAll("*", "%2A").replaceAll("%2C", ",");
  return `${path}?${query.map(([name, value]) => `${name}=${encode(value)}`).join("&")}`;
}
