/** Counts the rows of a facets plan, with as few counts of the engine as there are different conditions. */
import type { DatasetSchema } from "../catalog/schema.js";
import { describeFacetValue } from "../datasets/facet-values.js";
import type { FacetsPlan } from "../query/facets.js";
import type { Conditions } from "../query/row-query.js";
import type { DatasetEngine, QueryContext, RowCounts } from "./engine.js";

/** A name, its number of rows under the conditions of its list, and what is known of the name. */
export interface FacetValue {
  readonly value: string;
  readonly rows: number;
  readonly [detail: string]: unknown;
}

export interface Facets {
  /** Rows under all filters. */
  readonly rows: number;
  /** By parameter, its names in their order. */
  readonly lists: Readonly<Record<string, readonly FacetValue[]>>;
}

export async function countFacets(
  schema: DatasetSchema,
  engine: DatasetEngine,
  { conditions, lists }: FacetsPlan,
  context: QueryContext,
): Promise<Facets> {
  const columnsByConditions = new Map<Conditions, string[]>([[conditions, []]]);
  for (const list of lists) {
    const columns = columnsByConditions.get(list.conditions);
    if (columns === undefined) columnsByConditions.set(list.conditions, [list.column]);
    else columns.push(list.column);
  }
  const counted = new Map<Conditions, RowCounts>();
  for (const [each, columns] of columnsByConditions)
    counted.set(each, await engine.count(each, columns, context));
  const getCounts = (each: Conditions) => counted.get(each) as RowCounts;
  const listed = lists.map(({ parameter, column, conditions: own }) => {
    const counts = getCounts(own).byColumn.get(column) as ArrayLike<number>;
    const { names, kind } = describeNames(schema, engine, column);
    const values = names.map((value, index) => ({
      value,
      rows: counts[index],
      ...describeFacetValue(value, kind),
    }));
    return [parameter, values] as const;
  });
  return { rows: getCounts(conditions).rows, lists: Object.fromEntries(listed) };
}

/** The names of a column in their order, and what they are. */
function describeNames({ columns, long }: DatasetSchema, engine: DatasetEngine, name: string) {
  if (name === long?.variable) return { names: long.measures, kind: "metrics" as const };
  const values = engine.values.get(name);
  const { filter = "names" } = columns.find((column) => column.name === name) ?? {};
  return { names: values?.kind === "names" ? values.names : [], kind: filter };
}
