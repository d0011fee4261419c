/** Collects the chunks of a result as blocks of columns: vectors are copied array by array, never as row objects. */
import type { DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { Cell } from "../../table/column.js";
import type { Block } from "../../table/selection.js";
import {
  allocateValues,
  BLOCK_ROW_NUMBERS,
  BLOCK_ROWS,
  buildStoredColumn,
  type Storage,
  type StoredColumn,
  type StoredValues,
} from "../sql/stored-columns.js";

export { describeStoredColumn, type Storage, type StoredColumn } from "../sql/stored-columns.js";

/** Rows of a chunk, at most. */
const VECTOR_ROWS = 2048;
export class BlockBuilder {
  readonly #columns: readonly StoredColumn[];
  #values: StoredValues[] = [];
  /** Grows with the rows, as most results are much smaller than a block. */
  #capacity = 0;
  #rowCount = 0;

  constructor(columns: readonly StoredColumn[]) {
    this.#columns = columns;
  }

  /** Whether another chunk may not fit. */
  get isFull(): boolean {
    return this.#rowCount + VECTOR_ROWS > BLOCK_ROWS;
  }

  add(chunk: DuckDBDataChunk): void {
    this.#reserve(this.#rowCount + chunk.rowCount);
    for (const [index, { storage }] of this.#columns.entries()) {
      copyVector(chunk, index, storage, this.#values[index], this.#rowCount);
    }
    this.#rowCount += chunk.rowCount;
  }

  /** The rows so far as a block, and none from then on; null without rows. */
  take(): Block | null {
    const rowCount = this.#rowCount;
    if (rowCount === 0) return null;
    const columns = this.#columns.map((column, index) =>
      buildStoredColumn(column, this.#values[index], rowCount),
    );
    this.#values = [];
    this.#capacity = 0;
    this.#rowCount = 0;
    return { rows: BLOCK_ROW_NUMBERS.subarray(0, rowCount), columns };
  }

  #reserve(rowCount: number): void {
    if (rowCount <= this.#capacity) return;
    const capacity = this.#capacity === 0 ? rowCount : BLOCK_ROWS;
    this.#values = this.#columns.map((column, index) => {
      const grown = allocateValues(column, capacity);
      const values = this.#values[index];
      if (values === undefined || Array.isArray(values)) return values ?? grown;
      (grown as Float64Array | Int32Array).set(values);
      return grown;
    });
    this.#capacity = capacity;
  }
}

function copyVector(
  chunk: DuckDBDataChunk,
  index: number,
  storage: Storage,
  target: StoredValues,
  start: number,
): void {
  const { rowCount } = chunk;
  if (storage.kind === "mixed") {
    const vector = chunk.getColumnVector(index);
    for (let row = 0; row < rowCount; row++) (target as Cell[]).push(vector.getItem(row) as Cell);
    return;
  }
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  const isValid = readValidity(vector, rowCount);
  if (storage.kind === "list") {
    copyLists(vector, isValid, target as (Float64Array | null)[], rowCount);
    return;
  }
  if (storage.kind === "dictionary") {
    const codes = readCodes(vector, storage.dictionary.length, rowCount);
    const into = target as Int32Array;
    for (let row = 0; row < rowCount; row++) into[start + row] = isValid(row) ? codes[row] : -1;
    return;
  }
  const into = target as Float64Array;
  into.set(readDoubles(vector, rowCount), start);
  for (let row = 0; row < rowCount; row++) if (!isValid(row)) into[start + row] = Number.NaN;
}

type Vector = ReturnType<typeof duckdb.data_chunk_get_vector>;

function readDoubles(vector: Vector, count: number): Float64Array {
  const { buffer, byteOffset } = duckdb.vector_get_data(vector, count * Float64Array.BYTES_PER_ELEMENT);
  return new Float64Array(buffer, byteOffset, count);
}

/** An ENUM is stored in one, two or four bytes, by its number of names. */
function readCodes(vector: Vector, nameCount: number, count: number) {
  const type = nameCount <= 256 ? Uint8Array : nameCount <= 65_536 ? Uint16Array : Uint32Array;
  const { buffer, byteOffset } = duckdb.vector_get_data(vector, count * type.BYTES_PER_ELEMENT);
  return new type(buffer as ArrayBuffer, byteOffset, count);
}

/** A list entry is its offset and its length, each in eight bytes. */
function copyLists(
  vector: Vector,
  isValid: (row: number) => boolean,
  target: (Float64Array | null)[],
  rowCount: number,
): void {
  const { buffer, byteOffset } = duckdb.vector_get_data(vector, rowCount * 16);
  const entries = new BigUint64Array(buffer, byteOffset, rowCount * 2);
  const child = duckdb.list_vector_get_child(vector);
  const size = duckdb.list_vector_get_size(vector);
  const values = size === 0 ? new Float64Array(0) : readDoubles(child, size);
  const isPresent = readValidity(child, size);
  for (let row = 0; row < rowCount; row++) {
    if (!isValid(row)) {
      target.push(null);
      continue;
    }
    const first = Number(entries[2 * row]);
    const list = values.slice(first, first + Number(entries[2 * row + 1]));
    for (let item = 0; item < list.length; item++) if (!isPresent(first + item)) list[item] = Number.NaN;
    target.push(list);
  }
}

/** A bit for each value, set where there is one; a vector without a mask has all. */
function readValidity(vector: Vector, count: number): (index: number) => boolean {
  const mask = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8);
  return mask === null ? () => true : (index) => ((mask[index >>> 3] >>> (index & 7)) & 1) === 1;
}
