/** The time that an engine may work on a query; the time in which a client reads its response is not part of it. */
import { ProblemError } from "../../errors.js";

export class TimeLimit {
  readonly #limitMs: number;
  #remainingMs: number;

  /** 0 for no limit. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.#remainingMs = limitMs;
  }

  /** Awaits work, and interrupts it when the time is over. Throws ProblemError query-timeout then. */
  async run<T>(work: () => Promise<T>, interrupt: () => void): Promise<T> {
    if (this.#limitMs === 0) return work();
    const startMs = performance.now();
    let isOver = false;
    const timer = setTimeout(
      () => {
        isOver = true;
        interrupt();
      },
      Math.max(this.#remainingMs, 0),
    );
    try {
      return await work();
    } catch (error) {
      throw isOver ? this.#buildProblem() : error;
    } finally {
      clearTimeout(timer);
      this.#remainingMs -= performance.now() - startMs;
    }
  }

  #buildProblem(): ProblemError {
    const seconds = this.#limitMs / 1000;
    const detail = `The query was stopped after ${seconds} s, the time that one may take; select fewer rows or metrics, or ask for a page with limit=.`;
    return new ProblemError("query-timeout", detail);
  }
}
