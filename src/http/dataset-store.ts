/** The served datasets: none at first, published as a whole once they are loaded. */
import type { Datasets } from "../datasets/read.js";
import type { SourceFile } from "../datasets/source-file.js";
import { ProblemError } from "../errors.js";
import { RenderedTextCache } from "../formats/rendered-text-cache.js";
import { ComparisonsQuery } from "../query/comparisons-query.js";
import { EvaluationsQuery } from "../query/evaluations-query.js";

/** The properties of a dataset that a row response needs besides the rows. */
export interface ServedDataset {
  readonly name: string;
  readonly source: SourceFile;
  readonly textCache: RenderedTextCache;
}

export interface ServedData {
  readonly datasets: Datasets;
  readonly loadedAt: Date;
  readonly evaluations: EvaluationsQuery;
  readonly comparisons: ComparisonsQuery;
  readonly served: { readonly evaluations: ServedDataset; readonly comparisons: ServedDataset };
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
    this.#data = {
      datasets,
      loadedAt: new Date(),
      evaluations: new EvaluationsQuery(evaluations),
      comparisons: new ComparisonsQuery(comparisons),
      served: {
        evaluations: { name: "evaluations", source: evaluations.source, textCache },
        comparisons: { name: "comparisons", source: comparisons.source, textCache },
      },
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
}
