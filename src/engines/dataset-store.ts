/** The served datasets: none at first, published as a whole once they are loaded. */
import type { DatasetSchema } from "../catalog/schema.js";
import { type DatasetDescription, describeDataset } from "../datasets/descriptions.js";
import type { Datasets } from "../datasets/read.js";
import { buildComparisonsSchema, buildEvaluationsSchema } from "../datasets/schemas.js";
import type { SourceFile } from "../datasets/source-file.js";
import { InvariantError, ProblemError } from "../errors.js";
import { RenderedTextCache } from "../formats/rendered-text-cache.js";
import { DatasetQuery } from "../query/dataset-query.js";
import { describeCatalogDataset, NOT_DECLARED, type OpenedDataset } from "./catalog-datasets.js";
import type { DatasetEngine } from "./engine.js";
import { MemoryEngine, type MemoryRows } from "./memory-engine.js";

/** A dataset that can be queried. */
export interface ServedDataset {
  readonly schema: DatasetSchema;
  readonly query: DatasetQuery;
  readonly engine: DatasetEngine;
  /** Different for different rows: a SHA-256. */
  readonly version: string;
  readonly provenance: string;
  readonly rowCount: number;
  /** Rows of a response at most. */
  readonly maxRows: number;
  readonly textCache: RenderedTextCache;
  describe(): DatasetDescription;
}

export interface ServedData {
  readonly datasets: Datasets;
  readonly loadedAt: Date;
  /** By name. */
  readonly served: ReadonlyMap<string, ServedDataset>;
  readonly textCache: RenderedTextCache;
}

/** The datasets that are always served. */
const DATADECIDE_DATASETS = ["evaluations", "comparisons"];

const READING = "The data files are being read, which takes some seconds after a start; try again shortly.";

export class DatasetStore {
  #data: ServedData | null = null;
  #reason = READING;
  readonly #textCacheBytes: number;
  /** The names of all datasets, which are routes before there is data. */
  readonly names: readonly string[];

  /** `textCacheBytes` bounds the memory for rendered text, `catalogNames` are the datasets besides the two of DataDecide. */
  constructor(textCacheBytes: number, catalogNames: readonly string[] = []) {
    this.#textCacheBytes = textCacheBytes;
    this.names = [...DATADECIDE_DATASETS, ...catalogNames];
  }

  /** Sets the sentence that explains to clients why there is no data yet. */
  setReason(reason = READING): void {
    this.#reason = reason;
  }

  /**
   * Publishes datasets: from now on, requests are answered from these instead of any before. `maxResponseRows` bounds the rows of
   * a response where a declaration does not.
   */
  publish(
    datasets: Datasets,
    catalog: readonly OpenedDataset[] = [],
    maxResponseRows = Number.POSITIVE_INFINITY,
  ): void {
    const { evaluations, comparisons } = datasets;
    const columns = [...evaluations.view.table.columns, ...comparisons.table.columns];
    const textCache = new RenderedTextCache(columns, this.#textCacheBytes);
    const loadedAt = new Date();
    const serve = (schema: DatasetSchema, rows: MemoryRows, source: SourceFile, rowCount: number) => {
      const engine = new MemoryEngine(schema, rows);
      return {
        ...{ schema, engine, query: new DatasetQuery(schema, engine.values) },
        ...{ version: source.sha256, provenance: source.provenance, rowCount, textCache },
        maxRows: maxResponseRows,
        describe: () => describeDataset(datasets, schema, loadedAt),
      };
    };
    const { view } = evaluations;
    const { table, segments } = comparisons;
    const served: ServedDataset[] = [
      serve(
        buildEvaluationsSchema(evaluations),
        { ...view, long: view },
        evaluations.source,
        evaluations.rowCount,
      ),
      serve(
        buildComparisonsSchema(comparisons),
        { table, segments, long: null },
        comparisons.source,
        table.rowCount,
      ),
      ...catalog.map(({ declaration, engine, version, ...rest }) => ({
        ...{ schema: engine.schema, engine, query: new DatasetQuery(engine.schema, engine.values) },
        ...{
          version,
          provenance: declaration.provenance ?? NOT_DECLARED,
          rowCount: engine.rowCount,
          maxRows: declaration.maxRows ?? maxResponseRows,
          textCache,
        },
        describe: () => describeCatalogDataset({ declaration, engine, version, ...rest }, loadedAt),
      })),
    ];
    this.#data = {
      datasets,
      loadedAt,
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
