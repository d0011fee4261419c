/**
 * The columns of a table: typed arrays where the data is regular, plain arrays elsewhere. A column is immutable and owns
 * its arrays.
 */

/** One value of a mixed column. */
export type Cell = string | number | boolean | null | readonly Cell[];

/** Doubles; NaN is a missing value, an infinity is kept as read. */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  readonly values: Float64Array;
  /** Whether the typed formats have integers; decided once, by `markIntegers`. */
  readonly isInteger?: boolean;
}

/** Repeated text, dictionary-encoded: `dictionary[codes[row]]`, or -1 for a missing value. No entry occurs twice. */
export interface DictionaryColumn {
  readonly kind: "dictionary";
  readonly name: string;
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

/** Timestamps without a time zone, in milliseconds since 1970-01-01 00:00:00, with fractions; NaN is a missing value. */
export interface TimestampColumn {
  readonly kind: "timestamp";
  readonly name: string;
  readonly values: Float64Array;
}

/**
 * Lists of doubles: row r holds `values[offsets[r] .. offsets[r + 1]]`, NaN inside a list is a missing element.
 * `isPresent[r]` is 0 if the list itself is missing, which differs from an empty list.
 */
export interface ListColumn {
  readonly kind: "list";
  readonly name: string;
  readonly offsets: Uint32Array;
  readonly values: Float64Array;
  readonly isPresent: Uint8Array;
  /** As that of a NumberColumn, of the elements. */
  readonly isInteger?: boolean;
}

/** Everything else: booleans, text mixed with numbers, lists of text. */
export interface MixedColumn {
  readonly kind: "mixed";
  readonly name: string;
  readonly values: readonly Cell[];
  /** Whether the typed formats have booleans; without it, the values tell. */
  readonly isBoolean?: boolean;
}

export type Column = NumberColumn | DictionaryColumn | TimestampColumn | ListColumn | MixedColumn;

/** The same text in every row, such as the metric of a long block. */
export interface ConstantColumn {
  readonly kind: "constant";
  readonly name: string;
  readonly value: string;
}

/** A column of a block of rows. */
export type BlockColumn = Column | ConstantColumn;

/** The number of rows. */
export function getColumnLength(column: Column): number {
  switch (column.kind) {
    case "dictionary":
      return column.codes.length;
    case "list":
      return column.isPresent.length;
    default:
      return column.values.length;
  }
}

/** The value of one row as plain JavaScript: null for missing and non-finite numbers, text for a timestamp. */
export function getCell(column: Column, row: number): Cell {
  switch (column.kind) {
    case "number":
      return toFinite(column.values[row]);
    case "dictionary":
      return column.codes[row] < 0 ? null : column.dictionary[column.codes[row]];
    case "timestamp":
      return formatTimestamp(column.values[row]);
    case "list":
      return column.isPresent[row] === 0
        ? null
        : Array.from(column.values.subarray(column.offsets[row], column.offsets[row + 1]), toFinite);
    case "mixed":
      return column.values[row];
  }
}

/**
 * Marks a column of numbers or lists as one of integers if that is all it has besides missing values: none from 2^53 on, of
 * which a double cannot tell whether it is exact, and no negative zero. Without any value it keeps its doubles.
 */
export function markIntegers<C extends Column>(column: C): C {
  if (column.kind !== "number" && column.kind !== "list") return column;
  let hasValue = false;
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return column;
    hasValue = true;
  }
  return hasValue ? { ...column, isInteger: true } : column;
}

/** Copies the given rows into a new column, in the given order. */
export function gatherRows<C extends Exclude<Column, ListColumn>>(column: C, rows: Uint32Array): C;
export function gatherRows(column: Exclude<Column, ListColumn>, rows: Uint32Array): Column {
  switch (column.kind) {
    case "dictionary":
      return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) };
    case "mixed":
      return { ...column, values: Array.from(rows, (row) => column.values[row]) };
    default:
      return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
  }
}

/** `YYYY-MM-DD HH:MM:SS`, with a fraction of up to six digits only where there is one; null for NaN. */
export function formatTimestamp(epochMs: number): string | null {
  if (Number.isNaN(epochMs)) return null;
  const wholeMs = Math.floor(epochMs);
  let seconds = Math.floor(wholeMs / 1000);
  let micros = (wholeMs - seconds * 1000) * 1000 + Math.round((epochMs - wholeMs) * 1000);
  if (micros === 1e6) {
    seconds++;
    micros = 0;
  }
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new RangeError(`${epochMs} ms is outside the calendar`);
  const text = date.toISOString().slice(0, -5).replace("T", " ");
  return micros === 0 ? text : `${text}.${String(micros).padStart(6, "0").replace(/0+$/, "")}`;
}

/** Milliseconds since 1970 as the nearest double, from whole seconds and the microseconds after them. */
export function toEpochMs(seconds: number, micros: number): number {
  const total = seconds * 1e6 + micros;
  // Beyond 2^53 the sum would be rounded before it is divided.
  return Math.abs(total) <= 2 ** 53 ? total / 1000 : seconds * 1000 + micros / 1000;
}

/** Microseconds since 1970, rounded like `formatTimestamp`; `epochMs` is not NaN. */
export function toEpochMicros(epochMs: number): bigint {
  const wholeMs = Math.floor(epochMs);
  return BigInt(wholeMs) * 1000n + BigInt(Math.round((epochMs - wholeMs) * 1000));
}

function toFinite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
