/** Finds the rows of a table that fulfil every one of several conditions on its columns. */
import type { DictionaryColumn, NumberColumn, TimestampColumn } from "./column.js";
import { isInRange, type NumberRange } from "./number-range.js";
import type { Segments } from "./segments.js";

export type RowFilter =
  /** `isAccepted[code]` is 1 for the codes that pass; a missing value never passes. */
  | { readonly column: DictionaryColumn; readonly isAccepted: Uint8Array }
  | { readonly column: NumberColumn | TimestampColumn; readonly range: NumberRange };

/** Rows of a table, as segments of it and a mask over all of its rows; without a mask all rows of the segments are meant. */
export interface RowSet {
  /** Numbers of the segments, ascending. */
  readonly segments: readonly number[];
  readonly isAccepted: Uint8Array | null;
}

/** The rows that pass. Conditions on segment keys cost one test a segment, and without others no row is looked at. */
export function selectRows(segments: Segments, filters: readonly RowFilter[]): RowSet {
  const keyTests: KeyTest[] = [];
  const rowTests: ((row: number) => boolean)[] = [];
  for (const filter of filters) {
    const codes = "isAccepted" in filter ? segments.codes[segments.keys.indexOf(filter.column)] : undefined;
    if (codes !== undefined && "isAccepted" in filter)
      keyTests.push({ codes, isAccepted: filter.isAccepted });
    else rowTests.push(buildTest(filter));
  }
  const numbers = listSegments(segments, keyTests);
  return {
    segments: numbers,
    isAccepted: rowTests.length === 0 ? null : maskRows(segments, numbers, rowTests),
  };
}

/** The rows of a set in ascending order. */
export function listRows({ starts }: Segments, { segments, isAccepted }: RowSet): Uint32Array {
  let most = 0;
  for (const segment of segments) most += starts[segment + 1] - starts[segment];
  const rows = new Uint32Array(most);
  let count = 0;
  for (const segment of segments) {
    for (let row = starts[segment]; row < starts[segment + 1]; row++) {
      if (isAccepted === null || isAccepted[row] === 1) rows[count++] = row;
    }
  }
  return rows.subarray(0, count);
}

/** A condition on a segment key: segment i passes where `isAccepted[codes[i]]` is 1. */
interface KeyTest {
  readonly codes: Int32Array;
  readonly isAccepted: Uint8Array;
}

/**
 * Tests every segment on the key that the fewest values of are accepted, and only what is left on the others. A code of -1
 * indexes nothing and never passes.
 */
function listSegments({ starts }: Segments, tests: readonly KeyTest[]): number[] {
  if (tests.length === 0) return Array.from({ length: starts.length - 1 }, (_, segment) => segment);
  let first = tests[0];
  for (const test of tests) if (countAccepted(test) < countAccepted(first)) first = test;
  let numbers = listAccepted(first);
  for (const test of tests) {
    if (test !== first) numbers = numbers.filter((segment) => test.isAccepted[test.codes[segment]] === 1);
  }
  return numbers;
}

function countAccepted({ isAccepted }: KeyTest): number {
  let count = 0;
  for (let code = 0; code < isAccepted.length; code++) count += isAccepted[code];
  return count;
}

function listAccepted({ codes, isAccepted }: KeyTest): number[] {
  const numbers: number[] = [];
  for (let segment = 0; segment < codes.length; segment++)
    if (isAccepted[codes[segment]] === 1) numbers.push(segment);
  return numbers;
}

function maskRows(
  { starts }: Segments,
  segments: readonly number[],
  tests: readonly ((row: number) => boolean)[],
): Uint8Array {
  const isAccepted = new Uint8Array(starts[starts.length - 1]);
  for (const segment of segments) {
    for (let row = starts[segment]; row < starts[segment + 1]; row++) {
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
