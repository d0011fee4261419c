/** Segments: contiguous rows with equal values in the key columns. A sorted table has one segment for each key. */
import type { DictionaryColumn } from "./column.js";

export interface Segments {
  readonly keys: readonly DictionaryColumn[];
  /** Segment i is rows `starts[i] .. starts[i + 1]`; one more entry than segments. */
  readonly starts: Uint32Array;
  /** The code of each segment, by key column: contiguous, unlike the same codes in the rows. */
  readonly codes: readonly Int32Array[];
}

/** Finds the segments of equal keys. Without key columns, all rows are one segment. */
export function buildSegments(keys: readonly DictionaryColumn[], rowCount: number): Segments {
  const starts: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (row === 0 || keys.some(({ codes }) => codes[row] !== codes[row - 1])) starts.push(row);
  }
  const codes = keys.map((key) => Int32Array.from(starts, (row) => key.codes[row]));
  starts.push(rowCount);
  return { keys, starts: Uint32Array.from(starts), codes };
}
