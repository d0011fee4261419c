/** Limits the memory for one file: a few bytes can expand to any size by shared lists and arrays. */
import { PickleFault } from "./fault.js";

/** Estimated sizes in V8's heap; a slot includes the unused capacity of growing arrays. */
export const SLOT_BYTES = 16;
export const TEXT_BYTES = 32;
export const OBJECT_BYTES = 96;
export const DICT_BYTES = 240;
/** A view of bytes, or the overhead of a typed array. */
export const VIEW_BYTES = 200;
/** Per array or list. V8 aborts the process if an array grows much larger. */
export const MAX_ITEMS = 2 ** 26;

export class MemoryBudget {
  readonly #limitBytes: number;
  #left: number;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
    this.#left = limitBytes;
  }

  /** Called before an allocation. Throws PickleFault too-large if the budget is exhausted. */
  spend(sizeBytes: number): void {
    this.#left -= sizeBytes;
    if (this.#left >= 0) return;
    const limitMb = Math.round(this.#limitBytes / 2 ** 20);
    throw new PickleFault("too-large", `takes more than ${limitMb} MB of memory to read`);
  }
}

/** Throws PickleFault too-large for more than MAX_ITEMS. */
export function checkItemCount(count: number): void {
  if (count <= MAX_ITEMS) return;
  throw new PickleFault("too-large", `has a list of ${count} values, where ${MAX_ITEMS} are the most`);
}
