/** What the stored values of a column become: the numbers that the column keeps, be they codes, flags or doubles. */
import type { Cell, Column } from "../../table/column.js";
import { malformed } from "./fault.js";

export type Numbers = Int32Array | Float64Array;

export type NullKind = "dictionary" | "number" | "timestamp" | "mixed";

/** Stored values as the numbers that a column keeps. */
export interface ParsedValues<N extends Numbers = Numbers> {
  readonly numbers: N;
  /** Null, as nearly always, where a column can carry all of them. */
  readonly faults: Faults | null;
}

/** The values of a page that no column can carry. */
export interface Faults {
  /** 1 at their places. */
  readonly flags: Uint8Array;
  /** What is wrong with one of them. */
  describe(index: number): ValueFault;
}

export interface ValueFault {
  readonly code: "bad-value" | "inexact-value";
  readonly problem: string;
}

/** Turns stored values into the numbers that a column keeps; serves all pages of one column. */
export interface StoredValues<N extends Numbers = Numbers> {
  /** What a column keeps for a missing value. */
  readonly missing: number;
  /** The kind of a column without any value. */
  readonly kindOfNulls: NullKind;
  allocate(count: number): N;
  /** Of values in plain encoding. Throws ParquetFault not-parquet. */
  parse(plain: Buffer, count: number): ParsedValues<N>;
  /** What a number stands for, `missing` excepted. */
  toCell(number: number): Cell;
  /** The column of the given rows, which are handed over. */
  build(name: string, rows: N): Column;
}

export function checkLength(plain: Buffer, sizeBytes: number): void {
  if (sizeBytes > plain.length)
    throw malformed(`has a page with ${plain.length} of ${sizeBytes} bytes of values`);
}

/** Booleans as 0 and 1, which make a mixed column. */
export class BooleanValues implements StoredValues<Int32Array> {
  readonly missing = -1;
  readonly kindOfNulls = "mixed";

  allocate(count: number): Int32Array {
    return new Int32Array(count);
  }

  /** One bit each, lowest first. */
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

/** For a column whose type is null: it has no values. */
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
