/** The served datasets: none at first, published as a whole once they are loaded. */
import type { DatasetSchema } from "../catalog/schema.js";
import type { Datasets } from "../datasets/read.js";
import { buildComparisonsSchema, buildEvaluationsSchema } from "../datasets/schemas.js";
import type { SourceFile } from "../datasets/source-file.js";
import type { DatasetEngine } from "../engines/engine.js";
import { MemoryEngine, type MemoryRows } from "../engines/memory-engine.js";
import { InvariantError, ProblemError } from "../errors.js";
import { RenderedTextCache } from "../formats/rendered-text-cache.js";
import { DatasetQuery } from "../query/dataset-query.js";

/** A dataset that can be queried. */
export interface ServedDataset {
  readonly schema: DatasetSchema;
  readonly query: DatasetQuery;
  readonly engine: DatasetEngine;
  readonly source: SourceFile;
  readonly textCache: RenderedTextCache;
}

export interface ServedData {
  readonly datasets: Datasets;
  readonly loadedAt: Date;
  /** By name. */
  readonly served: ReadonlyMap<string, ServedDataset>;
  readonly textCache: RenderedTextCache;
}

const READING = "The data files are being read, which takes some seconds after a start; try again shortly.";

export class DatasetStore {
  #data: ServedData | null = null;
  #reason = READING;
  readonly #textCacheBytes: number;

  /** `textCacheBytes` bounds the memory for rendered text. */
  constructor(textCacheBytes: number) {
    this.#textCacheBytes = textCacheBytes;
  }

  /** Sets the sentence that explains to clients why there is no data yet. */
  setReason(reason = READING): void {
    this.#reason = reason;
  }

  /** Publishes datasets: from now on, requests are answered from these instead of any before. */
  publish(datasets: Datasets): void {
    const { evaluations, comparisons } = datasets;
    const columns = [...evaluations.view.table.columns, ...comparisons.table.columns];
    const textCache = new RenderedTextCache(columns, this.#textCacheBytes);
    const serve = (schema: DatasetSchema, rows: MemoryRows, source: SourceFile): ServedDataset => {
      const engine = new MemoryEngine(schema, rows);
      return { schema, query: new DatasetQuery(schema, engine.values), engine, source, textCache };
    };
    const { view } = evaluations;
    const { table, segments } = comparisons;
    const served = [
      serve(buildEvaluationsSchema(evaluations), { ...view, long: view }, evaluations.source),
      serve(buildComparisonsSchema(comparisons), { table, segments, long: null }, comparisons.source),
    ];
    this.#data = {
      datasets,
      loadedAt: new Date(),
      served: new Map(served.map((dataset) => [dataset.schema.name, dataset])),
      textCache,
    };
  }

  /** The served data, null before the first publication. */
  find(): ServedData | null {
    return this.#data;
  }

  /** The served data. Throws ProblemError not-ready before the first publication. */
  get(): ServedData {
    if (this.#data !== null) return this.#data;
    throw new ProblemError("not-ready", this.#reason, [], { "retry-after": "2" });
  }

  /** A dataset by its name. Throws ProblemError not-ready before the first publication. */
  getDataset(name: string): ServedDataset {
    const dataset = this.get().served.get(name);
    if (dataset === undefined) throw new InvariantError(`there is no dataset "${name}"`);
    return dataset;
  }
}
