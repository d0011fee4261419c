/** Whether the data is there yet: empty at first, filled once, asked by every route. */
import type { Datasets } from "../datasets/read.js";
import { ProblemError } from "../errors.js";
import { TextCache } from "../formats/text-cache.js";
import { ComparisonsQuery } from "../query/comparisons-query.js";
import { EvaluationsQuery } from "../query/evaluations-query.js";
import type { ServedDataset } from "./sending.js";

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

  /** Says what is waited for, in a sentence; without one, that the files are being read. */
  waitFor(reason = READING): void {
    this.#reason = reason;
  }

  /** Builds the query side of the datasets; from here on the routes answer. */
  publish(datasets: Datasets): void {
    const { evaluations, comparisons } = datasets;
    const columns = [...evaluations.view.table.columns, ...comparisons.table.columns];
    const texts = new TextCache(columns, this.#textCacheBytes);
    this.#data = {
      datasets,
      loadedAt: new Date(),
      evaluations: new EvaluationsQuery(evaluations),
      comparisons: new ComparisonsQuery(comparisons),
      served: {
        evaluations: { name: "evaluations", source: evaluations.source, texts },
        comparisons: { name: "comparisons", source: comparisons.source, texts },
      },
    };
  }

  /** What is served, null while it is loading. */
  find(): ServedData | null {
    return this.#data;
  }

  /** Throws ProblemError not-ready while the data is loading. */
  get(): ServedData {
    if (this.#data !== null) return this.#data;
    throw new ProblemError("not-ready", this.#reason, [], { "retry-after": "2" });
  }
}
