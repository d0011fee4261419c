/**
 * Log lines on their way out, gathered because a write a request is dear. The destination's own gathering looks
 * through all that it holds at every further line.
 */
export interface LineDestination {
  write(text: string): unknown;
  flushSync(): void;
}

const GATHERED_LENGTH = 65_536;
const MAX_WAIT_MS = 1000;

export class GatheredLog {
  readonly #destination: LineDestination;
  #text = "";
  #timer: NodeJS.Timeout | null = null;

  constructor(destination: LineDestination) {
    this.#destination = destination;
  }

  /** Takes a line; it is passed on within a second, or earlier where many come. */
  write(line: string): void {
    this.#text += line;
    if (this.#text.length >= GATHERED_LENGTH) this.flush();
    // Unreferenced, so that it keeps no process alive.
    else this.#timer ??= setTimeout(() => this.flush(), MAX_WAIT_MS).unref();
  }

  /** Passes on what is there. */
  flush(done?: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#text !== "") this.#destination.write(this.#text);
    this.#text = "";
    done?.();
  }

  /** As flush, and waits until it is written. */
  flushSync(): void {
    this.flush();
    this.#destination.flushSync();
  }
}
