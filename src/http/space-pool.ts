/**
 * Memory that answers are put together in, used over and over: fresh memory for every answer costs as much as filling
 * it, since the system hands it out page by page.
 */
import type { ServerResponse } from "node:http";
import type { Space } from "../formats/format.js";

const MOST_KEPT = 4;

export class SpacePool {
  readonly #sizeBytes: number;
  readonly #free: Space[] = [];

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
  }

  take(): Space {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#sizeBytes);
  }

  /** Gives a space back that nobody reads or writes any more. */
  give(space: Space): void {
    if (this.#free.length < MOST_KEPT) this.#free.push(space);
  }

  /** Gives a space back once the response that is sent out of it is over; one that is over already keeps it. */
  giveAfter(response: ServerResponse, space: Space): void {
    response.once("close", () => this.give(space));
  }
}
