/** Whether the data is there yet: empty at first, filled once, asked by every route. */
import type { Datasets } from "../datasets/read.js";
import { ProblemError } from "../errors.js";
import { ComparisonsQuery } from "../query/comparisons-query.js";
import { EvaluationsQuery } from "../query/evaluations-query.js";

export interface ServedData {
  readonly datasets: Datasets;
  readonly evaluations: EvaluationsQuery;
  readonly comparisons: ComparisonsQuery;
}

const READING = "The data files are being read, which takes some seconds after a start; try again shortly.";

export class Readiness {
  #data: ServedData | null = null;
  #reason = READING;

  /** Says what is waited for, in a sentence; without one, that the files are being read. */
  waitFor(reason = READING): void {
    this.#reason = reason;
  }

  /** Builds the query side of the datasets; from here on the routes answer. */
  become(datasets: Datasets): void {
    this.#data = {
      datasets,
      evaluations: new EvaluationsQuery(datasets.evaluations),
      comparisons: new ComparisonsQuery(datasets.comparisons),
    };
  }

  /** Throws ProblemError not-ready while the data is loading. */
  get(): ServedData {
    if (this.#data !== null) return this.#data;
    throw new ProblemError("not-ready", this.#reason, [], { "retry-after": "2" });
  }
}
