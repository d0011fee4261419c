/** The time that an engine may work on a query; the time in which a client reads its response is not part of it. */
import { ProblemError } from "../../errors.js";

/** An interruption that comes before the query has begun is lost, so it is repeated. */
const INTERRUPT_INTERVAL_MS = 20;

export class TimeLimit {
  readonly #limitMs: number;
  #remainingMs: number;

  /** 0 for no limit. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.#remainingMs = limitMs;
  }

  /**
   * Awaits work, and interrupts it when the time is over or the signal aborts. Throws ProblemError query-timeout, or the reason of the
   * signal.
   */
  async run<T>(work: () => Promise<T>, interrupt: () => void, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const startMs = performance.now();
    let isOver = false;
    let interval: NodeJS.Timeout | undefined;
    const stop = () => {
      interrupt();
      interval ??= setInterval(interrupt, INTERRUPT_INTERVAL_MS);
    };
    signal.addEventListener("abort", stop);
    const expire = () => {
      isOver = true;
      stop();
    };
    const timer = this.#limitMs === 0 ? undefined : setTimeout(expire, Math.max(this.#remainingMs, 0));
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      throw isOver ? this.#buildProblem() : error;
    } finally {
      signal.removeEventListener("abort", stop);
      clearTimeout(timer);
      clearInterval(interval);
      this.#remainingMs -= performance.now() - startMs;
    }
  }

  #buildProblem(): ProblemError {
    const seconds = this.#limitMs / 1000;
    const detail = `The query was stopped after ${seconds} s, the time that one may take; select fewer rows or metrics, or ask for a page with limit=.`;
    return new ProblemError("query-timeout", detail);
  }
}
