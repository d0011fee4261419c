/** The state of the page and its form in the URL: every choice, and nothing else. */

export const VIEWS = ["scaling", "curves", "comparison"] as const;
export const X_AXES = ["step", "tokens", "compute"] as const;
export const SCALES = ["auto", "linear", "log"] as const;
export const SPLITS = ["facet", "dash"] as const;

export type View = (typeof VIEWS)[number];
export type XAxis = (typeof X_AXES)[number];
export type Scale = (typeof SCALES)[number];
export type Split = (typeof SPLITS)[number];

export interface PageState {
  readonly view: View;
  /** Metrics of the evaluations, one chart each. */
  readonly metrics: readonly string[];
  /** Selected recipes; empty for all. */
  readonly recipes: readonly string[];
  /** Selected sizes; empty for all. */
  readonly sizes: readonly string[];
  /** The x axis of the training curves. */
  readonly x: XAxis;
  readonly xScale: Scale;
  readonly yScale: Scale;
  /** How the curves of several sizes are distinguished. */
  readonly split: Split;
  /** The only recipe drawn; null for all that are not hidden. */
  readonly isolated: string | null;
  readonly hidden: readonly string[];
  /** The size at which recipes are ranked; null for the largest shown. */
  readonly rankSize: string | null;
  /** The sort column of the table, prefixed with `-` for descending; null for the order of the response. */
  readonly sort: string | null;
  /** The metric of the comparison view; null for the first of `metrics`, or DEFAULT_COMPARISON where that has no runs. */
  readonly comparison: string | null;
}

export const MAX_METRICS = 6;
/** Compared when the metric of the other views has no fine-tuned runs. */
export const DEFAULT_COMPARISON = "arc_easy_primary_metric";
/** One size in the middle and the largest; the curves of all sizes are too many to read. */
export const DEFAULT_CURVE_SIZES: readonly string[] = ["150M", "1B"];

export const DEFAULT_STATE: PageState = {
  view: "scaling",
  metrics: ["pile-valppl"],
  recipes: [],
  sizes: [],
  x: "step",
  xScale: "auto",
  yScale: "auto",
  split: "facet",
  isolated: null,
  hidden: [],
  rankSize: null,
  sort: null,
  comparison: null,
};

/** Parses the query of a URL. Unknown parameters and keywords are ignored; names are left for the API to check. */
export function parsePageState(search: string): PageState {
  const parameters = new URLSearchParams(search);
  const list = (name: string) => [...new Set(parameters.getAll(name).filter((value) => value !== ""))];
  const metrics = list("metric");
  return {
    view: parseKeyword(VIEWS, parameters.get("view")),
    metrics: metrics.length > 0 ? metrics.slice(0, MAX_METRICS) : DEFAULT_STATE.metrics,
    recipes: list("data"),
    sizes: list("params"),
    x: parseKeyword(X_AXES, parameters.get("x")),
    xScale: parseKeyword(SCALES, parameters.get("xscale")),
    yScale: parseKeyword(SCALES, parameters.get("yscale")),
    split: parseKeyword(SPLITS, parameters.get("split")),
    isolated: parameters.get("only") || null,
    hidden: list("hide"),
    rankSize: parameters.get("at") || null,
    sort: parameters.get("sort") || null,
    comparison: parameters.get("compare") || null,
  };
}

/** Formats the query of a URL with its question mark; empty for the default state. */
export function formatPageState(state: PageState): string {
  const parameters = new URLSearchParams();
  const add = (name: string, value: string | null, standard: string | null) => {
    if (value !== null && value !== standard) parameters.append(name, value);
  };
  const addList = (name: string, values: readonly string[]) => {
    for (const value of values) parameters.append(name, value);
  };
  add("view", state.view, DEFAULT_STATE.view);
  if (state.metrics.join("\n") !== DEFAULT_STATE.metrics.join("\n")) addList("metric", state.metrics);
  addList("data", state.recipes);
  addList("params", state.sizes);
  add("x", state.x, DEFAULT_STATE.x);
  add("xscale", state.xScale, DEFAULT_STATE.xScale);
  add("yscale", state.yScale, DEFAULT_STATE.yScale);
  add("split", state.split, DEFAULT_STATE.split);
  add("only", state.isolated, null);
  addList("hide", state.hidden);
  add("at", state.rankSize, null);
  add("sort", state.sort, null);
  add("compare", state.comparison, null);
  const query = parameters.toString();
  return query === "" ? "" : `?${query}`;
}

/** The state after a change of view. The curves start with DEFAULT_CURVE_SIZES, and leaving them drops those again. */
export function changeView(state: PageState, view: View): PageState {
  const isDefault = state.sizes.join() === DEFAULT_CURVE_SIZES.join();
  const sizes =
    view === "curves" && state.sizes.length === 0
      ? DEFAULT_CURVE_SIZES
      : view === "scaling" && isDefault
        ? []
        : state.sizes;
  return { ...state, view, sizes, sort: null, xScale: "auto", yScale: "auto" };
}

function parseKeyword<Name extends string>(names: readonly Name[], value: string | null): Name {
  return names.find((name) => name === value) ?? names[0];
}
