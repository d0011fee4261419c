/** Bounds the memory that one file may take: shared lists and arrays grow without bound from a few bytes. */
import { PickleFault } from "./fault.js";

/** Rough sizes in V8's heap; a slot includes the room that growing arrays leave unused. */
export const SLOT_BYTES = 16;
export const TEXT_BYTES = 32;
export const OBJECT_BYTES = 96;
export const DICT_BYTES = 240;
/** A view of bytes, or a typed array with what lies around it. */
export const VIEW_BYTES = 200;
/** Of one array or list: V8 ends the process where an array grows much beyond it. */
export const MAX_ITEMS = 2 ** 26;

export class MemoryBudget {
  readonly #limitBytes: number;
  #left: number;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
    this.#left = limitBytes;
  }

  /** Called before the memory is taken. Throws PickleFault too-large where the file has spent all of it. */
  spend(sizeBytes: number): void {
    this.#left -= sizeBytes;
    if (this.#left >= 0) return;
    const limitMb = Math.round(this.#limitBytes / 2 ** 20);
    throw new PickleFault("too-large", `takes more than ${limitMb} MB of memory to read`);
  }
}

/** Throws PickleFault too-large for more items than one array or list may have. */
export function checkItemCount(count: number): void {
  if (count <= MAX_ITEMS) return;
  throw new PickleFault("too-large", `has a list of ${count} values, where ${MAX_ITEMS} are the most`);
}
