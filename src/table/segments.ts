/** Contiguous segments of rows that agree in some key columns; in a sorted table a key is one segment, found without a scan. */
import type { DictionaryColumn } from "./column.js";

export interface Segments {
  readonly keys: readonly DictionaryColumn[];
  /** Run i is the rows `starts[i] .. starts[i + 1])`; one entry more than there are segments. */
  readonly starts: Uint32Array;
  /** For every key its code in each segment: side by side, where those of the rows are scattered over memory. */
  readonly codes: readonly Int32Array[];
}

/** Finds the segments of equal keys. A table whose equal keys are not adjacent has several segments for one key. */
export function buildSegments(keys: readonly DictionaryColumn[], rowCount: number): Segments {
  const starts: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (row === 0 || keys.some(({ codes }) => codes[row] !== codes[row - 1])) starts.push(row);
  }
  const codes = keys.map((key) => Int32Array.from(starts, (row) => key.codes[row]));
  starts.push(rowCount);
  return { keys, starts: Uint32Array.from(starts), codes };
}
