/** The Server-Timing header: milliseconds of each stage of a response. */
export class ServerTiming {
  #text = "";
  #lastMs = performance.now();

  /** Ends a stage, which began with the one before. */
  lap(stage: string): void {
    const nowMs = performance.now();
    const lap = `${stage};dur=${Math.round((nowMs - this.#lastMs) * 100) / 100}`;
    this.#text = this.#text === "" ? lap : `${this.#text}, ${lap}`;
    this.#lastMs = nowMs;
  }

  toString(): string {
    return this.#text;
  }
}
