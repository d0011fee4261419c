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
  const isRunKey = ({ column }: RowFilter) => runs.keys.some((key) => key === column);
  const accepted = selectRuns(runs, filters.filter(isRunKey));
  const rowFilters = filters.filter((filter) => !isRunKey(filter));
  if (rowFilters.length === 0) return { runs: accepted, isAccepted: null };
  const tests = rowFilters.map(buildTest);
  const isAccepted = new Uint8Array(runs.starts[runs.starts.length - 1]);
  for (const run of accepted) {
    for (let row = runs.starts[run]; row < runs.starts[run + 1]; row++) {
      if (tests.every((test) => test(row))) isAccepted[row] = 1;
    }
  }
  return { runs: accepted, isAccepted };
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

function selectRuns({ starts }: Runs, filters: readonly RowFilter[]): Uint32Array {
  const tests = filters.map(buildTest);
  const accepted = new Uint32Array(starts.length - 1);
  let count = 0;
  for (let run = 0; run + 1 < starts.length; run++) {
    if (starts[run] < starts[run + 1] && tests.every((test) => test(starts[run]))) accepted[count++] = run;
  }
  return accepted.subarray(0, count);
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
