/** Finds the rows of a table that fulfil every one of several conditions on its columns. */
import type { DictionaryColumn, NumberColumn, TimestampColumn } from "./column.js";
import { isInRange, type NumberRange } from "./number-range.js";
import type { Runs } from "./runs.js";

export type RowFilter =
  /** `isAccepted[code]` is 1 for the codes that pass; a missing value never passes. */
  | { readonly column: DictionaryColumn; readonly isAccepted: Uint8Array }
  | { readonly column: NumberColumn | TimestampColumn; readonly range: NumberRange };

/** The matching rows in ascending order, in an array of the caller's own. Conditions on run keys cost one test a run. */
export function selectRows(runs: Runs, filters: readonly RowFilter[]): Uint32Array {
  const isRunKey = ({ column }: RowFilter) => runs.keys.some((key) => key === column);
  const runTests = filters.filter(isRunKey).map(buildTest);
  const rowTests = filters.filter((filter) => !isRunKey(filter)).map(buildTest);
  const rows = new Uint32Array(runs.starts[runs.starts.length - 1]);
  let count = 0;
  for (let run = 0; run + 1 < runs.starts.length; run++) {
    const start = runs.starts[run];
    const end = runs.starts[run + 1];
    if (start === end || !passesAll(runTests, start)) continue;
    for (let row = start; row < end; row++) {
      if (passesAll(rowTests, row)) rows[count++] = row;
    }
  }
  return rows.slice(0, count);
}

function passesAll(tests: readonly ((row: number) => boolean)[], row: number): boolean {
  for (const test of tests) if (!test(row)) return false;
  return true;
}

function buildTest(filter: RowFilter): (row: number) => boolean {
  if ("isAccepted" in filter) {
    const { codes } = filter.column;
    // A code of -1 indexes nothing and so is never accepted.
    return (row) => filter.isAccepted[codes[row]] === 1;
  }
  const { values } = filter.column;
  return (row) => isInRange(filter.range, values[row]);
}
