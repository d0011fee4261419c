/** Stable sorting by several keys: a radix sort, linear in the number of rows. */
import { type Cell, type Column, getCell } from "./column.js";
import { parseNumericText } from "./numeric-text.js";

/**
 * One sort key: a double for each position, or ranks from `rankKeys`, which include the direction and sort in a quarter
 * of the time. NaN is a missing value, which comes last in both directions.
 */
export type SortKey =
  | { readonly keys: Float64Array; readonly isDescending: boolean }
  | { readonly ranks: Uint16Array };

const DIGIT_BITS = 16;
const BUCKETS = 1 << DIGIT_BITS;

/** Sorts the positions from 0 to `count` by the first key, ties by the next, and remaining ties by position. */
export function sortPositions(count: number, sortKeys: readonly SortKey[]): Uint32Array {
  let order = new Uint32Array(count);
  for (let position = 0; position < count; position++) order[position] = position;
  let spare = new Uint32Array(count);
  // The last key first: each pass is stable, so the passes before it remain as tie-breakers.
  for (const key of sortKeys.toReversed()) {
    const isRanks = "ranks" in key;
    const digits = isRanks ? key.ranks : new Uint16Array(orderedBits(key.keys, key.isDescending).buffer);
    const digitCount = isRanks ? 1 : 4;
    for (let digit = 0; digit < digitCount; digit++) {
      if (countingPass(digits, digitCount, digit, order, spare)) [order, spare] = [spare, order];
    }
  }
  return order;
}

/** Doubles that sort as the values of a column do. A dictionary has to be sorted. */
export function buildSortKeys(column: Exclude<Column, { kind: "list" }>): Float64Array {
  switch (column.kind) {
    case "number":
      return column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
    case "timestamp":
      return column.values;
    case "dictionary":
      return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code));
    case "mixed":
      return rankCells(column.values.map((_, row) => getCell(column, row)));
  }
}

/** 64-bit integers, as low and high words, that sort as the doubles do, with missing values last. */
function orderedBits(keys: Float64Array, isDescending: boolean): Uint32Array {
  // Adding zero makes -0 and 0 equal.
  const doubles = Float64Array.from(keys, (key) => (isDescending ? -key : key) + 0);
  const words = new Uint32Array(doubles.buffer);
  for (let low = 0; low < words.length; low += 2) {
    const high = low + 1;
    if (Number.isNaN(doubles[high >> 1])) {
      words[low] = 0xffffffff;
      words[high] = 0xffffffff;
    } else if (words[high] >>> 31 === 1) {
      words[low] = ~words[low];
      words[high] = ~words[high];
    } else {
      words[high] |= 0x80000000;
    }
  }
  return words;
}

/**
 * One stable pass by one of the `digitCount` 16-bit digits of each position. Returns false and writes nothing if all
 * positions have the same digit.
 */
function countingPass(
  digits: Uint16Array,
  digitCount: number,
  digit: number,
  order: Uint32Array,
  sorted: Uint32Array,
): boolean {
  const offsets = new Uint32Array(BUCKETS + 1);
  for (let index = digit; index < digits.length; index += digitCount) offsets[digits[index] + 1]++;
  if (order.length === 0 || offsets[digits[digit] + 1] === order.length) return false;
  for (let bucket = 0; bucket < BUCKETS; bucket++) offsets[bucket + 1] += offsets[bucket];
  for (let index = 0; index < order.length; index++) {
    const position = order[index];
    sorted[offsets[digits[position * digitCount + digit]]++] = position;
  }
  return true;
}

/** The dense rank of every key; undefined if the ranks exceed 16 bits. */
export function rankKeys(keys: Float64Array, isDescending: boolean): Uint16Array | undefined {
  const order = sortPositions(keys.length, [{ keys, isDescending }]);
  const ranks = new Uint16Array(keys.length);
  let rank = 0;
  for (let index = 1; index < order.length; index++) {
    const [before, key] = [keys[order[index - 1]], keys[order[index]]];
    // Missing values are equal to each other, although NaN is not.
    if (before !== key && !(Number.isNaN(before) && Number.isNaN(key))) rank++;
    ranks[order[index]] = rank;
  }
  return rank < BUCKETS ? ranks : undefined;
}

/** Ranks of mixed cells: numbers and numeric text by value, then other text by code unit, then everything else as JSON. */
function rankCells(cells: readonly Cell[]): Float64Array {
  const classified = cells.map((cell): [number, number | bigint | string] => {
    // Non-finite numbers are served as null.
    if (cell === null || (typeof cell === "number" && !Number.isFinite(cell))) return [3, 0];
    if (typeof cell === "number") return [0, cell];
    if (typeof cell !== "string") return [2, JSON.stringify(cell)];
    const isNumeric = cell.trim() !== "" && !Number.isNaN(Number(cell));
    return isNumeric ? [0, parseNumericText(cell)] : [1, cell];
  });
  const order = [...classified.keys()].sort((a, b) => compareClassified(classified[a], classified[b]));
  const ranks = new Float64Array(cells.length);
  let rank = 0;
  for (const [index, position] of order.entries()) {
    if (index > 0 && compareClassified(classified[order[index - 1]], classified[position]) !== 0)
      rank = index;
    ranks[position] = classified[position][0] === 3 ? Number.NaN : rank;
  }
  return ranks;
}

function compareClassified(
  [classA, a]: [number, number | bigint | string],
  [classB, b]: [number, number | bigint | string],
): number {
  if (classA !== classB) return classA - classB;
  return a < b ? -1 : a > b ? 1 : 0;
}
