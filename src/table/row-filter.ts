/** Conditions on columns, and the rows of a table that meet all of them. */
import type { DictionaryColumn, NumberColumn, TimestampColumn } from "./column.js";
import type { Segments } from "./segments.js";

/** A list of exact values, bounds, or both; a value has to meet both. */
export interface NumberRange {
  /** Null without a list. */
  readonly exact: ReadonlySet<number> | null;
  readonly min: number;
  readonly isMinOpen: boolean;
  readonly max: number;
  readonly isMaxOpen: boolean;
}

export type RowFilter =
  /** `codeMask[code]` is 1 for the codes that pass; a missing value never passes. */
  | { readonly column: DictionaryColumn; readonly codeMask: Uint8Array }
  | { readonly column: NumberColumn | TimestampColumn; readonly range: NumberRange };

/** Rows of a table: those of some segments, reduced by a mask over all rows of the table. */
export interface FilteredRows {
  /** Segment numbers, ascending. */
  readonly segments: readonly number[];
  /** 1 for the rows that pass; null if every row of the segments does. */
  readonly mask: Uint8Array | null;
}

/** Whether a value lies in the range; a missing or infinite value never does. */
export function isInRange(range: NumberRange, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (range.isMinOpen ? value <= range.min : value < range.min) return false;
  if (range.isMaxOpen ? value >= range.max : value > range.max) return false;
  return range.exact === null || range.exact.has(value);
}

/** Finds the rows that pass every filter. A filter on a segment key tests segments, any other one tests their rows. */
export function filterRows(segments: Segments, filters: readonly RowFilter[]): FilteredRows {
  const keyTests: KeyTest[] = [];
  const rowTests: ((row: number) => boolean)[] = [];
  for (const filter of filters) {
    const codes = "codeMask" in filter ? segments.codes[segments.keys.indexOf(filter.column)] : undefined;
    if (codes !== undefined && "codeMask" in filter) keyTests.push({ codes, codeMask: filter.codeMask });
    else rowTests.push(buildTest(filter));
  }
  const numbers = listSegments(segments, keyTests);
  return {
    segments: numbers,
    mask: rowTests.length === 0 ? null : maskRows(segments, numbers, rowTests),
  };
}

/** Lists the row numbers, ascending. */
export function listRows({ starts }: Segments, { segments, mask }: FilteredRows): Uint32Array {
  let maxCount = 0;
  for (const segment of segments) maxCount += starts[segment + 1] - starts[segment];
  const rows = new Uint32Array(maxCount);
  let count = 0;
  for (const segment of segments) {
    for (let row = starts[segment]; row < starts[segment + 1]; row++) {
      if (mask === null || mask[row] === 1) rows[count++] = row;
    }
  }
  return rows.subarray(0, count);
}

/** A filter on a segment key: segment i passes if `codeMask[codes[i]]` is 1. */
interface KeyTest {
  readonly codes: Int32Array;
  readonly codeMask: Uint8Array;
}

/** Applies the most selective test to all segments, and the others to what remains. Code -1 has no mask entry and fails. */
function listSegments({ starts }: Segments, tests: readonly KeyTest[]): number[] {
  if (tests.length === 0) return Array.from({ length: starts.length - 1 }, (_, segment) => segment);
  let first = tests[0];
  for (const test of tests) if (countAccepted(test) < countAccepted(first)) first = test;
  let numbers = listAccepted(first);
  for (const test of tests) {
    if (test !== first) numbers = numbers.filter((segment) => test.codeMask[test.codes[segment]] === 1);
  }
  return numbers;
}

function countAccepted({ codeMask }: KeyTest): number {
  let count = 0;
  for (let code = 0; code < codeMask.length; code++) count += codeMask[code];
  return count;
}

function listAccepted({ codes, codeMask }: KeyTest): number[] {
  const numbers: number[] = [];
  for (let segment = 0; segment < codes.length; segment++)
    if (codeMask[codes[segment]] === 1) numbers.push(segment);
  return numbers;
}

function maskRows(
  { starts }: Segments,
  segments: readonly number[],
  tests: readonly ((row: number) => boolean)[],
): Uint8Array {
  const mask = new Uint8Array(starts[starts.length - 1]);
  for (const segment of segments) {
    for (let row = starts[segment]; row < starts[segment + 1]; row++) {
      if (tests.every((test) => test(row))) mask[row] = 1;
    }
  }
  return mask;
}

function buildTest(filter: RowFilter): (row: number) => boolean {
  if ("codeMask" in filter) {
    const { codeMask } = filter;
    const { codes } = filter.column;
    // Code -1 has no mask entry and fails.
    return (row) => codeMask[codes[row]] === 1;
  }
  const { values } = filter.column;
  return (row) => isInRange(filter.range, values[row]);
}
