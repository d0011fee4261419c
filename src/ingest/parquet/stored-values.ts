/** What the stored values of a column become: codes of a dictionary, flags, or doubles. */
import type { Column, DictionaryColumn } from "../../table/column.js";
import { buildColumnOfValues } from "../pickle/columns.js";
import type { Value } from "../pickle/values.js";
import { parseHybrid, parsePlainTexts } from "./encodings.js";
import { malformed, ParquetFault } from "./fault.js";

export type Numbers = Int32Array | Float64Array;

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
  describe(index: number): string;
}

/** Turns stored values into the numbers that a column keeps; serves all pages of one column. */
export interface StoredValues<N extends Numbers = Numbers> {
  /** What a column keeps for a missing value. */
  readonly missing: number;
  allocate(count: number): N;
  /** Of values in plain encoding. */
  parse(bytes: Buffer, count: number): ParsedValues<N>;
  /** Of values in runs, where the type has that encoding. */
  parseRuns?(bytes: Buffer, count: number): ParsedValues<N>;
  /** The column of the given rows, which are handed over. Throws ParquetFault bad-value. */
  build(name: string, rows: N): Column;
}

/** Texts as codes into a dictionary in order of first appearance. */
export class TextValues implements StoredValues<Int32Array> {
  readonly missing = -1;
  readonly #codeByText = new Map<string, number>();

  allocate(count: number): Int32Array {
    return new Int32Array(count);
  }

  parse(bytes: Buffer, count: number): ParsedValues<Int32Array> {
    const numbers = Int32Array.from(parsePlainTexts(bytes, count), (text) => {
      const known = this.#codeByText.get(text);
      if (known !== undefined) return known;
      this.#codeByText.set(text, this.#codeByText.size);
      return this.#codeByText.size - 1;
    });
    return { numbers, faults: null };
  }

  /** A dictionary page may hold texts of no row; the column's dictionary leaves them out. */
  build(name: string, rows: Int32Array): DictionaryColumn {
    const texts = [...this.#codeByText.keys()];
    const codes = new Int32Array(texts.length).fill(-1);
    const dictionary: string[] = [];
    for (const [row, code] of rows.entries()) {
      if (code < 0) continue;
      if (codes[code] < 0) codes[code] = dictionary.push(texts[code]) - 1;
      rows[row] = codes[code];
    }
    return { kind: "dictionary", name, codes: rows, dictionary };
  }
}

/**
 * Texts in JSON as the values they stand for, numbers as doubles; the kind of the column follows from what it holds.
 */
export class JsonValues implements StoredValues<Int32Array> {
  readonly #texts = new TextValues();
  readonly missing = this.#texts.missing;

  allocate(count: number): Int32Array {
    return this.#texts.allocate(count);
  }

  parse(bytes: Buffer, count: number): ParsedValues<Int32Array> {
    return this.#texts.parse(bytes, count);
  }

  build(name: string, rows: Int32Array): Column {
    const { codes, dictionary } = this.#texts.build(name, rows);
    const values = dictionary.map((text, code) => {
      const value = parseJson(text);
      if (isCell(value)) return value;
      const what =
        value === undefined
          ? "text that is not JSON"
          : "a JSON object, where only plain values and lists fit";
      throw new ParquetFault("bad-value", `holds ${what}`, codes.indexOf(code));
    });
    return buildColumnOfValues(
      name,
      Array.from(codes, (code) => (code < 0 ? null : values[code])),
    );
  }
}

/** Undefined, which JSON has not, for text that is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCell(value: unknown): value is Value {
  if (Array.isArray(value)) return value.every(isCell);
  return value === null || (value !== undefined && typeof value !== "object");
}

/** Booleans as 0 and 1, which make a mixed column. */
export class BooleanValues implements StoredValues<Int32Array> {
  readonly missing = -1;

  allocate(count: number): Int32Array {
    return new Int32Array(count);
  }

  /** One bit each, lowest first. */
  parse(bytes: Buffer, count: number): ParsedValues<Int32Array> {
    if (count > bytes.length * 8) throw malformed("has a page with too few booleans");
    const numbers = this.allocate(count);
    for (let index = 0; index < count; index++) numbers[index] = (bytes[index >> 3] >> (index & 7)) & 1;
    return { numbers, faults: null };
  }

  /** The length of the runs stands in front of them, in both versions of data pages. */
  parseRuns(bytes: Buffer, count: number): ParsedValues<Int32Array> {
    if (count === 0) return { numbers: this.allocate(0), faults: null };
    if (bytes.length < 4) throw malformed("has a page with too few booleans");
    const runs = parseHybrid(bytes.subarray(4, 4 + bytes.readUInt32LE(0)), 1, count);
    return { numbers: Int32Array.from(runs, (bit) => bit & 1), faults: null };
  }

  build(name: string, rows: Int32Array): Column {
    return buildColumnOfValues(
      name,
      Array.from(rows, (flag) => (flag < 0 ? null : flag === 1)),
    );
  }
}

/** How a numeric column is stored. */
export type NumberStorage = "INT32" | "UINT32" | "INT64" | "UINT64" | "FLOAT" | "DOUBLE";

const SIZE_BYTES = { INT32: 4, UINT32: 4, INT64: 8, UINT64: 8, FLOAT: 4, DOUBLE: 8 } as const;

/** Numbers of any width as doubles. A 64-bit integer that a double cannot carry is at fault. */
export class NumberValues implements StoredValues<Float64Array> {
  readonly missing = Number.NaN;
  readonly #storage: NumberStorage;

  constructor(storage: NumberStorage) {
    this.#storage = storage;
  }

  allocate(count: number): Float64Array {
    return new Float64Array(count);
  }

  parse(bytes: Buffer, count: number): ParsedValues<Float64Array> {
    const sizeBytes = SIZE_BYTES[this.#storage];
    if (count * sizeBytes > bytes.length) throw malformed("has a page with too few numbers");
    switch (this.#storage) {
      case "INT64":
        return parseIntegers(count, (index) => bytes.readBigInt64LE(index * 8));
      case "UINT64":
        return parseIntegers(count, (index) => bytes.readBigUInt64LE(index * 8));
      default: {
        const read = this.#reader(bytes, this.#storage);
        const numbers = new Float64Array(count);
        for (let index = 0; index < count; index++) numbers[index] = read(index * sizeBytes);
        return { numbers, faults: null };
      }
    }
  }

  build(name: string, rows: Float64Array): Column {
    return { kind: "number", name, values: rows };
  }

  #reader(bytes: Buffer, storage: "INT32" | "UINT32" | "FLOAT" | "DOUBLE"): (offset: number) => number {
    switch (storage) {
      case "INT32":
        return (offset) => bytes.readInt32LE(offset);
      case "UINT32":
        return (offset) => bytes.readUInt32LE(offset);
      case "FLOAT":
        return (offset) => bytes.readFloatLE(offset);
      case "DOUBLE":
        return (offset) => bytes.readDoubleLE(offset);
    }
  }
}

function parseIntegers(count: number, read: (index: number) => bigint): ParsedValues<Float64Array> {
  const describe = (index: number) => `holds ${read(index)}, which a double cannot carry exactly`;
  return convert(count, (index) => Number(read(index)), Number.isSafeInteger, describe);
}

/** Makes doubles, and remembers which of them are not good. */
function convert(
  count: number,
  read: (index: number) => number,
  isGood: (number: number) => boolean,
  describe: (index: number) => string,
): ParsedValues<Float64Array> {
  const numbers = new Float64Array(count);
  let flags: Uint8Array | null = null;
  for (let index = 0; index < count; index++) {
    numbers[index] = read(index);
    if (isGood(numbers[index])) continue;
    flags ??= new Uint8Array(count);
    flags[index] = 1;
  }
  return { numbers, faults: flags === null ? null : { flags, describe } };
}

const MAX_CALENDAR_MS = 8.64e15;

/** Moments, stored as 64-bit integers, in milliseconds. What is finer than a microsecond is cut off. */
export class TimestampValues implements StoredValues<Float64Array> {
  readonly missing = Number.NaN;
  readonly #unitsPerMs: number;

  constructor(unitsPerMs: number) {
    this.#unitsPerMs = unitsPerMs;
  }

  allocate(count: number): Float64Array {
    return new Float64Array(count);
  }

  parse(bytes: Buffer, count: number): ParsedValues<Float64Array> {
    if (count * 8 > bytes.length) throw malformed("has a page with too few moments");
    return convert(
      count,
      (index) => this.#toMs(bytes.readBigInt64LE(index * 8)),
      (epochMs) => Math.abs(epochMs) <= MAX_CALENDAR_MS,
      () => "holds a moment outside the calendar",
    );
  }

  build(name: string, rows: Float64Array): Column {
    return { kind: "timestamp", name, values: rows };
  }

  #toMs(units: bigint): number {
    // As an integer first: nanoseconds of our days are beyond what a double carries exactly.
    return this.#unitsPerMs === 1e6 ? Number(units / 1000n) / 1000 : Number(units) / this.#unitsPerMs;
  }
}
