/** What the stored values of a column become: codes of a dictionary, or doubles. */
import type { DictionaryColumn, NumberColumn } from "../../table/column.js";
import { parsePlainTexts } from "./encodings.js";
import { malformed, ParquetFault } from "./fault.js";

/** Turns values in plain encoding into the numbers that a column keeps; serves all pages of one column. */
export interface PlainValues<N extends Int32Array | Float64Array = Int32Array | Float64Array> {
  /** What a column keeps for a missing value. */
  readonly missing: number;
  allocate(count: number): N;
  parse(bytes: Buffer, count: number): N;
  /** The column of the given rows, which are handed over. */
  build(name: string, rows: N): DictionaryColumn | NumberColumn;
}

/** Texts as codes into a dictionary in order of first appearance. */
export class TextValues implements PlainValues<Int32Array> {
  readonly missing = -1;
  readonly #codeByText = new Map<string, number>();

  allocate(count: number): Int32Array {
    return new Int32Array(count);
  }

  parse(bytes: Buffer, count: number): Int32Array {
    return Int32Array.from(parsePlainTexts(bytes, count), (text) => {
      const known = this.#codeByText.get(text);
      if (known !== undefined) return known;
      this.#codeByText.set(text, this.#codeByText.size);
      return this.#codeByText.size - 1;
    });
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

/** How a numeric column is stored. */
export type NumberStorage = "INT32" | "UINT32" | "INT64" | "UINT64" | "FLOAT" | "DOUBLE";

const SIZE_BYTES = { INT32: 4, UINT32: 4, INT64: 8, UINT64: 8, FLOAT: 4, DOUBLE: 8 } as const;

/** Numbers of any width as doubles. A 64-bit integer that a double cannot carry is a bad-value. */
export class NumberValues implements PlainValues<Float64Array> {
  readonly missing = Number.NaN;
  readonly #storage: NumberStorage;

  constructor(storage: NumberStorage) {
    this.#storage = storage;
  }

  allocate(count: number): Float64Array {
    return new Float64Array(count);
  }

  parse(bytes: Buffer, count: number): Float64Array {
    const sizeBytes = SIZE_BYTES[this.#storage];
    if (count * sizeBytes > bytes.length) throw malformed("has a page with too few numbers");
    const read = this.#reader(bytes);
    const values = new Float64Array(count);
    for (let index = 0; index < count; index++) values[index] = read(index * sizeBytes);
    return values;
  }

  build(name: string, rows: Float64Array): NumberColumn {
    return { kind: "number", name, values: rows };
  }

  #reader(bytes: Buffer): (offset: number) => number {
    switch (this.#storage) {
      case "INT32":
        return (offset) => bytes.readInt32LE(offset);
      case "UINT32":
        return (offset) => bytes.readUInt32LE(offset);
      case "INT64":
        return (offset) => toDouble(bytes.readBigInt64LE(offset));
      case "UINT64":
        return (offset) => toDouble(bytes.readBigUInt64LE(offset));
      case "FLOAT":
        return (offset) => bytes.readFloatLE(offset);
      case "DOUBLE":
        return (offset) => bytes.readDoubleLE(offset);
    }
  }
}

function toDouble(integer: bigint): number {
  const number = Number(integer);
  if (Number.isSafeInteger(number)) return number;
  throw new ParquetFault("bad-value", `holds ${integer}, which a double cannot carry exactly`);
}
