/** What the page shows, and how that is written in its address: everything that can be chosen, and nothing else. */

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
  /** Metrics of the evaluations, each with a chart of its own. */
  readonly metrics: readonly string[];
  /** Chosen recipes; all of them where none is chosen. */
  readonly recipes: readonly string[];
  /** Chosen sizes; all of them where none is chosen. */
  readonly sizes: readonly string[];
  /** What the curves run along. */
  readonly x: XAxis;
  readonly xScale: Scale;
  readonly yScale: Scale;
  /** How the curves of several sizes are told apart. */
  readonly split: Split;
  /** The one recipe that is drawn, or null for all that are not hidden. */
  readonly isolated: string | null;
  readonly hidden: readonly string[];
  /** The size by which recipes are ranked; null for the largest shown. */
  readonly rankSize: string | null;
  /** The column by which the table is sorted, with `-` in front for descending; null for the order of the answer. */
  readonly sort: string | null;
  /** The metric of the comparisons; null for the first of `metrics`, or where that has none, a usual one. */
  readonly comparison: string | null;
}

export const MOST_METRICS = 6;
/** What is compared where the metric of the other views has no fine-tuned runs. */
export const FIRST_COMPARISON = "arc_easy_primary_metric";
/** With which the curves begin: the sizes in the middle and at the end. */
export const FIRST_CURVE_SIZES: readonly string[] = ["150M", "1B"];

export const FIRST_STATE: PageState = {
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

/** Reads the query of an address. What it does not know it leaves out; names are not checked here but by the API. */
export function parsePageState(search: string): PageState {
  const parameters = new URLSearchParams(search);
  const list = (name: string) => [...new Set(parameters.getAll(name).filter((value) => value !== ""))];
  const metrics = list("metric");
  return {
    view: oneOf(VIEWS, parameters.get("view")),
    metrics: metrics.length > 0 ? metrics.slice(0, MOST_METRICS) : FIRST_STATE.metrics,
    recipes: list("data"),
    sizes: list("params"),
    x: oneOf(X_AXES, parameters.get("x")),
    xScale: oneOf(SCALES, parameters.get("xscale")),
    yScale: oneOf(SCALES, parameters.get("yscale")),
    split: oneOf(SPLITS, parameters.get("split")),
    isolated: parameters.get("only") || null,
    hidden: list("hide"),
    rankSize: parameters.get("at") || null,
    sort: parameters.get("sort") || null,
    comparison: parameters.get("compare") || null,
  };
}

/** Writes the query of an address, with its question mark; what is as at first is left out. */
export function formatPageState(state: PageState): string {
  const parameters = new URLSearchParams();
  const add = (name: string, value: string | null, first: string | null) => {
    if (value !== null && value !== first) parameters.append(name, value);
  };
  const addList = (name: string, values: readonly string[]) => {
    for (const value of values) parameters.append(name, value);
  };
  add("view", state.view, FIRST_STATE.view);
  if (state.metrics.join("\n") !== FIRST_STATE.metrics.join("\n")) addList("metric", state.metrics);
  addList("data", state.recipes);
  addList("params", state.sizes);
  add("x", state.x, FIRST_STATE.x);
  add("xscale", state.xScale, FIRST_STATE.xScale);
  add("yscale", state.yScale, FIRST_STATE.yScale);
  add("split", state.split, FIRST_STATE.split);
  add("only", state.isolated, null);
  addList("hide", state.hidden);
  add("at", state.rankSize, null);
  add("sort", state.sort, null);
  add("compare", state.comparison, null);
  const query = parameters.toString();
  return query === "" ? "" : `?${query}`;
}

/** The state after going to another view; curves begin with few sizes, since all of them are a crowd. */
export function changeView(state: PageState, view: View): PageState {
  const isFirst = state.sizes.join() === FIRST_CURVE_SIZES.join();
  const sizes =
    view === "curves" && state.sizes.length === 0
      ? FIRST_CURVE_SIZES
      : view === "scaling" && isFirst
        ? []
        : state.sizes;
  return { ...state, view, sizes, sort: null, xScale: "auto", yScale: "auto" };
}

function oneOf<Name extends string>(names: readonly Name[], value: string | null): Name {
  return names.find((name) => name === value) ?? names[0];
}
