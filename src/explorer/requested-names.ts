/** What a query asks for, and the part of it that cannot be ranked. */
import type { Facets } from "./facets.js";
import type { ValuesBySize } from "./ranking.js";
import type { EvaluationsResponse } from "./rows.js";

export interface RequestedNames {
  readonly metrics: readonly string[];
  readonly recipes: readonly string[];
  readonly sizes: readonly string[];
}

/** The names in the filters of a response; all of them where it has no such filter. */
export function findRequestedNames(
  { meta }: Pick<EvaluationsResponse, "meta">,
  facets: Pick<Facets, "metrics" | "recipes" | "sizes">,
): RequestedNames {
  const find = (name: string, all: readonly { readonly value: string }[]) => {
    const names = meta.filters[name];
    return Array.isArray(names) ? names.map(String) : all.map(({ value }) => value);
  };
  return {
    metrics: find("metric", facets.metrics),
    recipes: find("data", facets.recipes),
    sizes: find("params", facets.sizes),
  };
}

/** Lists what cannot be ranked; null where all metrics are at all sizes. `foundMetrics` have rows. */
export function describeUnranked(
  valuesByMetric: ReadonlyMap<string, ValuesBySize>,
  foundMetrics: readonly string[],
  { metrics, sizes }: RequestedNames,
): string | null {
  const absent = metrics.filter((metric) => !foundMetrics.includes(metric));
  const unranked = [...valuesByMetric].flatMap(([metric, values]) => {
    const missing = sizes.filter((size) => !values.has(size));
    return missing.length === 0 ? [] : [`${metric} at ${missing.join(", ")}`];
  });
  unranked.push(...absent.map((metric) => `${metric} at any size`));
  return unranked.length === 0
    ? null
    : `Not ranked, because no step has a value of every recipe: ${unranked.join("; ")}.`;
}
