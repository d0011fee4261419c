/** Both datasets as tests query them: a query string against an engine in memory. */
import type { DatasetSchema } from "../../src/catalog/schema.js";
import type { Comparisons } from "../../src/datasets/comparisons.js";
import type { Evaluations } from "../../src/datasets/evaluations.js";
import { buildComparisonsSchema, buildEvaluationsSchema } from "../../src/datasets/schemas.js";
import { countFacets, type FacetValue } from "../../src/engines/facets.js";
import { MemoryEngine, type MemoryRows } from "../../src/engines/memory-engine.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import type { QueryPlan } from "../../src/query/query-plan.js";
import type { RawQuery } from "../../src/query/query-reader.js";
import type { Selection } from "../../src/table/selection.js";

export type SelectablePlan = QueryPlan & { select(): Selection };

export interface EvaluationFacets extends Record<"params" | "data" | "metric", readonly FacetValue[]> {
  readonly rows: number;
}

/** A query with its engine. */
export class LoadedQuery {
  readonly #schema: DatasetSchema;
  readonly #engine: MemoryEngine;
  readonly #query: DatasetQuery;

  constructor(schema: DatasetSchema, rows: MemoryRows) {
    this.#schema = schema;
    this.#engine = new MemoryEngine(schema, rows);
    this.#query = new DatasetQuery(schema, this.#engine.values);
  }

  parse(...given: Parameters<DatasetQuery["parse"]>): SelectablePlan {
    const plan = this.#query.parse(...given);
    return { ...plan, select: () => this.#engine.query(plan.query) };
  }

  parseFacets(raw: RawQuery) {
    const plan = this.#query.parseFacets(raw);
    const context = { signal: new AbortController().signal };
    return {
      ...plan,
      count: async (): Promise<EvaluationFacets> => {
        const { rows, lists } = await countFacets(this.#schema, this.#engine, plan, context);
        const { params, data, metric } = lists;
        return { rows, params, data, metric };
      },
    };
  }
}

export function queryEvaluations(evaluations: Evaluations): LoadedQuery {
  const { view } = evaluations;
  return new LoadedQuery(buildEvaluationsSchema(evaluations), { ...view, long: view });
}

export function queryComparisons(comparisons: Comparisons): LoadedQuery {
  const { table, segments } = comparisons;
  return new LoadedQuery(buildComparisonsSchema(comparisons), { table, segments, long: null });
}
