/**
 * Memory that answers are put together in, used over and over: fresh memory for every answer costs as much as filling
 * it, since the system hands it out page by page.
 */
import type { ServerResponse } from "node:http";
import type { Space } from "../formats/format.js";
import { whenOver } from "./answer-ends.js";

/** So many exist at most: a client may have asked for hundreds of answers that it does not read yet. */
const MAX_SPACES = 8;

export class SpacePool {
  readonly #sizeBytes: number;
  readonly #free: Space[] = [];
  #count = 0;

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
  }

  /** A space, or null when all are in use. */
  take(): Space | null {
    const free = this.#free.pop();
    if (free !== undefined || this.#count === MAX_SPACES) return free ?? null;
    this.#count++;
    return Buffer.allocUnsafeSlow(this.#sizeBytes);
  }

  /** Gives a space back that nobody reads or writes any more. */
  give(space: Space): void {
    this.#free.push(space);
  }

  /** Gives a space back once the response that is sent out of it is over. */
  giveAfter(response: ServerResponse, space: Space): void {
    whenOver(response, () => this.give(space));
  }
}
