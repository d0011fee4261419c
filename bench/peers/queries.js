/** The four queries of the comparison with peers, and how each server spells their filters. */

export const PEER_QUERIES = [
  { name: "chart: one metric, one recipe", filters: { metric: ["pile-valppl"], data: ["Dolma1.7"] } },
  { name: "one metric, all recipes", filters: { metric: ["pile-valppl"] } },
  { name: "one recipe, one size, all metrics", filters: { data: ["Dolma1.7"], params: ["150M"] } },
  {
    name: "one metric, two sizes, later steps",
    filters: { metric: ["arc_challenge_acc_uncond"], params: ["150M", "1B"], step__gte: ["5000"] },
  },
];

/** `metric=a&params=b&params=c`, for every server except Datasette. */
export function buildPlainQuery(filters) {
  return Object.entries(filters)
    .flatMap(([name, values]) => values.map((value) => `${name}=${encodeURIComponent(value)}`))
    .join("&");
}

/** Datasette's spelling, without its counts, facets and suggestions, which cost it time. */
export function buildDatasetteQuery(filters) {
  const conditions = Object.entries(filters).map(([name, values]) => {
    const key = name.includes("__") ? name : `${name}__${values.length === 1 ? "exact" : "in"}`;
    return `${key}=${encodeURIComponent(values.join(","))}`;
  });
  return [...conditions, "_shape=objects", "_size=max", "_nocount=1", "_nofacet=1", "_nosuggest=1"].join("&");
}
