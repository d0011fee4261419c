/** What the page asks of the API: the paths of its requests, and of the same rows for people to take away. */
import type { PageState } from "./page-state.js";

const DATA = "/api/visualize/data";
const COMPARISONS = "/api/visualize/data/ft";
const FACETS = "/api/visualize/facets";
export const DATASETS_PATH = "/api/visualize/datasets";

export type Parameter = readonly [name: string, value: string];

/** Base columns of the comparisons that say how the run came about; the lists of its history are left out. */
const LIST_COLUMN = /_list$/;
const METRIC_COLUMN = /^(?:ft_|pt_|delta_|group_(?:avg|med|std|mad)_delta_)/;
const BASE_COLUMN_LIKE_METRIC = /^(?:ft_tok_per_epoch|ft_epochs|ft_tok|ft_tok_real|pt_ft_toks)$/;

/** The rows that the evaluations' views show. */
export function findEvaluationsQuery(state: PageState): Parameter[] {
  const final: Parameter[] = state.view === "scaling" ? [["checkpoint", "final"]] : [];
  return [
    ...named("metric", state.metrics),
    ...named("params", state.sizes),
    ...named("data", state.recipes),
    ...final,
  ];
}

/** The request for these rows, in the format that is leanest for this page: see docs/architecture.md. */
export function formatEvaluationsPath(state: PageState): string {
  return formatPath(DATA, [...findEvaluationsQuery(state), ["format", "columns"]]);
}

/** The columns of one metric of the comparisons: of `names`, those that a row of the table is made of. */
export function chooseComparisonColumns(names: readonly string[], pair: ComparisonPair): string[] {
  return names.filter((name) => {
    if (LIST_COLUMN.test(name)) return false;
    if (!METRIC_COLUMN.test(name) || BASE_COLUMN_LIKE_METRIC.test(name)) return true;
    const bare = name.replace(METRIC_COLUMN, "");
    return bare === pair.metric || bare === pair.fineTuned.slice("ft_".length);
  });
}

/** A metric measured before and after fine-tuning. */
export interface ComparisonPair {
  readonly metric: string;
  readonly preTrained: string;
  readonly fineTuned: string;
  /** Values that are missing in the worse of both columns. */
  readonly nulls: number;
}

/** The metrics that have both columns, in the order of the file. */
export function findComparisonPairs(columns: readonly { name: string; nulls: number }[]): ComparisonPair[] {
  const nullsByName = new Map(columns.map(({ name, nulls }) => [name, nulls]));
  return columns.flatMap(({ name, nulls }) => {
    if (!name.startsWith("pt_") || LIST_COLUMN.test(name)) return [];
    const metric = name.slice("pt_".length);
    const candidates = [`ft_${metric}`, `ft_${metric.replace(/_primary_metric$/, "_primary_score")}`];
    const fineTuned = candidates.find((candidate) => nullsByName.has(candidate));
    if (fineTuned === undefined) return [];
    return [{ metric, preTrained: name, fineTuned, nulls: Math.max(nulls, nullsByName.get(fineTuned) ?? 0) }];
  });
}

/** The rows of the comparison; the columns are named because the lists would be most of the bytes. */
export function findComparisonsQuery(
  recipes: readonly string[],
  sizes: readonly string[],
  columns: readonly string[],
): Parameter[] {
  return [...named("params", sizes), ...named("data", recipes), ["columns", columns.join(",")]];
}

export function formatComparisonsPath(columns: readonly string[]): string {
  return formatPath(COMPARISONS, [
    ["columns", columns.join(",")],
    ["format", "columns"],
  ]);
}

/**
 * The requests for the three lists. Each counts rows under the other two choices, since under its own all that is not
 * chosen would count none.
 */
export function formatFacetPaths(state: PageState): { metrics: string; recipes: string; sizes: string } {
  const final: Parameter[] = state.view === "scaling" ? [["checkpoint", "final"]] : [];
  const metrics = named("metric", state.metrics);
  const recipes = named("data", state.recipes);
  const sizes = named("params", state.sizes);
  return {
    metrics: formatPath(FACETS, [...sizes, ...recipes, ...final]),
    recipes: formatPath(FACETS, [...metrics, ...sizes, ...final]),
    sizes: formatPath(FACETS, [...metrics, ...recipes, ...final]),
  };
}

/** Path and ending of a format by which the shown rows are fetched outside the page. */
export function formatTakeAwayPath(
  view: PageState["view"],
  query: readonly Parameter[],
  ending: "" | ".csv" | ".json" | ".arrow",
  isDownload = false,
): string {
  const path = (view === "comparison" ? COMPARISONS : DATA) + ending;
  return formatPath(path, isDownload ? [...query, ["download", "1"]] : query);
}

function named(name: string, values: readonly string[]): Parameter[] {
  return values.map((value) => [name, value]);
}

/** Nothing is left that a shell, a quoted text or a form decoder would read in another way. */
function formatPath(path: string, query: readonly Parameter[]): string {
  if (query.length === 0) return path;
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll("'", "%27").replaceAll("*", "%2A").replaceAll("%2C", ",");
  return `${path}?${query.map(([name, value]) => `${name}=${encode(value)}`).join("&")}`;
}
