/** Conversion of stored values to the numbers of a column: codes, flags or doubles. */
import type { Cell, Column } from "../../table/column.js";
import { malformed } from "./fault.js";

export type Numbers = Int32Array | Float64Array;

export type NullKind = "dictionary" | "number" | "timestamp" | "mixed";

/** The values of a page as numbers. */
export interface ParsedValues<N extends Numbers = Numbers> {
  readonly numbers: N;
  /** Null if a column can hold all of them. */
  readonly faults: Faults | null;
}

/** The values of a page that no column can hold. */
export interface Faults {
  /** 1 at their indexes. */
  readonly flags: Uint8Array;
  /** Describes one of them for an error. */
  describe(index: number): ValueFault;
}

export interface ValueFault {
  readonly code: "bad-value" | "inexact-value";
  readonly problem: string;
}

/** Converts the values of one column, page by page. */
export interface StoredValues<N extends Numbers = Numbers> {
  /** The number for a missing value. */
  readonly missing: number;
  /** The kind of the column if it has no value. */
  readonly kindOfNulls: NullKind;
  allocate(count: number): N;
  /** Parses values in plain encoding. Throws ParquetFault not-parquet. */
  parse(plain: Buffer, count: number): ParsedValues<N>;
  /** The cell for a number other than `missing`. */
  toCell(number: number): Cell;
  /** Builds the column and takes over `rows`. */
  build(name: string, rows: N): Column;
}

export function checkLength(plain: Buffer, sizeBytes: number): void {
  if (sizeBytes > plain.length)
    throw malformed(`has a page with ${plain.length} of ${sizeBytes} bytes of values`);
}

/** Booleans as 0 and 1; the column is mixed. */
export class BooleanValues implements StoredValues<Int32Array> {
  readonly missing = -1;
  readonly kindOfNulls = "mixed";

  allocate(count: number): Int32Array {
    return new Int32Array(count);
  }

  /** A bit for each value, lowest first. */
  parse(plain: Buffer, count: number): ParsedValues<Int32Array> {
    checkLength(plain, Math.ceil(count / 8));
    const numbers = this.allocate(count);
    for (let index = 0; index < count; index++) numbers[index] = (plain[index >> 3] >> (index & 7)) & 1;
    return { numbers, faults: null };
  }

  toCell(flag: number): boolean {
    return flag === 1;
  }

  build(name: string, rows: Int32Array): Column {
    return { kind: "mixed", name, values: Array.from(rows, (flag) => (flag < 0 ? null : flag === 1)) };
  }
}

/** For a column of the null type, which has no values. */
export class NullValues implements StoredValues<Float64Array> {
  readonly missing = Number.NaN;
  readonly kindOfNulls: NullKind;

  constructor(kindOfNulls: NullKind) {
    this.kindOfNulls = kindOfNulls;
  }

  allocate(count: number): Float64Array {
    return new Float64Array(count);
  }

  parse(_plain: Buffer, count: number): ParsedValues<Float64Array> {
    if (count > 0) throw malformed(`has ${count} values though its type is null`);
    return { numbers: this.allocate(0), faults: null };
  }

  toCell(): null {
    return null;
  }

  build(name: string, rows: Float64Array): Column {
    return { kind: "mixed", name, values: Array.from(rows, () => null) };
  }
}
