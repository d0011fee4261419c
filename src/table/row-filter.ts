/** Finds the rows of a table that fulfil every one of several conditions on its columns. */
import type { DictionaryColumn, NumberColumn, TimestampColumn } from "./column.js";
import { isInRange, type NumberRange } from "./number-range.js";
import type { Runs } from "./runs.js";

export type RowFilter =
  /** `isAccepted[code]` is 1 for the codes that pass; a missing value never passes. */
  | { readonly column: DictionaryColumn; readonly isAccepted: Uint8Array }
  | { readonly column: NumberColumn | TimestampColumn; readonly range: NumberRange };

/** Rows of a table, as runs of it and a mask over all of its rows; without a mask all rows of the runs are meant. */
export interface RowSet {
  /** Numbers of the runs, ascending. */
  readonly runs: Uint32Array;
  readonly isAccepted: Uint8Array | null;
}

/** The rows that pass. Conditions on run keys cost one test a run, and without others no row is looked at. */
export function selectRows(runs: Runs, filters: readonly RowFilter[]): RowSet {
  const accepted = new Uint8Array(runs.starts.length - 1).fill(1);
  const tests: ((row: number) => boolean)[] = [];
  for (const filter of filters) {
    const codes = "isAccepted" in filter ? runs.codes[runs.keys.indexOf(filter.column)] : undefined;
    if (codes !== undefined && "isAccepted" in filter) refuse(accepted, codes, filter.isAccepted);
    else tests.push(buildTest(filter));
  }
  const numbers = listAccepted(accepted);
  return { runs: numbers, isAccepted: tests.length === 0 ? null : maskRows(runs, numbers, tests) };
}

/** The rows of a set in ascending order. */
export function listRows({ starts }: Runs, { runs, isAccepted }: RowSet): Uint32Array {
  let most = 0;
  for (const run of runs) most += starts[run + 1] - starts[run];
  const rows = new Uint32Array(most);
  let count = 0;
  for (const run of runs) {
    for (let row = starts[run]; row < starts[run + 1]; row++) {
      if (isAccepted === null || isAccepted[row] === 1) rows[count++] = row;
    }
  }
  return rows.subarray(0, count);
}

/** Takes back the mark of runs whose key is not accepted; a code of -1 indexes nothing and so never is. */
function refuse(marks: Uint8Array, codes: Int32Array, isAccepted: Uint8Array): void {
  for (let run = 0; run < marks.length; run++) if (isAccepted[codes[run]] !== 1) marks[run] = 0;
}

function listAccepted(marks: Uint8Array): Uint32Array {
  const numbers = new Uint32Array(marks.length);
  let count = 0;
  for (let index = 0; index < marks.length; index++) if (marks[index] === 1) numbers[count++] = index;
  return numbers.subarray(0, count);
}

function maskRows(
  { starts }: Runs,
  runs: Uint32Array,
  tests: readonly ((row: number) => boolean)[],
): Uint8Array {
  const isAccepted = new Uint8Array(starts[starts.length - 1]);
  for (const run of runs) {
    for (let row = starts[run]; row < starts[run + 1]; row++) {
      if (tests.every((test) => test(row))) isAccepted[row] = 1;
    }
  }
  return isAccepted;
}

function buildTest(filter: RowFilter): (row: number) => boolean {
  if ("isAccepted" in filter) {
    const { isAccepted } = filter;
    const { codes } = filter.column;
    // A code of -1 indexes nothing and so is never accepted.
    return (row) => isAccepted[codes[row]] === 1;
  }
  const { values } = filter.column;
  return (row) => isInRange(filter.range, values[row]);
}
