/** Decodes the rows of a binary COPY into blocks of columns. */
import { toEpochMs } from "../../table/column.js";
import type { Block } from "../../table/selection.js";
import {
  allocateValues,
  BLOCK_ROW_NUMBERS,
  BLOCK_ROWS,
  buildStoredColumn,
  type StoredColumn,
  type StoredValues,
} from "../sql/stored-columns.js";
import { NameCodes } from "./name-codes.js";

/** The signature, the flags, and the length of the extension of the header. */
const SIGNATURE_BYTES = 11;
const HEADER_BYTES = SIGNATURE_BYTES + 8;
/** From 1970 to 2000, where the time of PostgreSQL begins. */
const EPOCH_OFFSET_SECONDS = 946_684_800;
const MICROS_PER_SECOND = 1_000_000n;

/** Writes the value at a place of a message, of so many bytes, to a row of the arrays; a length of -1 is null. */
type Decode = (bytes: Buffer, view: DataView, start: number, length: number, row: number) => void;

export class RowDecoder {
  /** Rows of all blocks so far. */
  rowCount = 0;
  readonly #columns: readonly StoredColumn[];
  readonly #codes: readonly (NameCodes | null)[];
  #blocks: Block[] = [];
  #values: StoredValues[] = [];
  #decoders: Decode[] = [];
  /** Rows of the block that is filled; none is allocated while it has no room. */
  #blockRowCount = 0;
  #blockCapacity = 0;
  #hasHeader = false;
  readonly #maxRows: number;

  /** Takes at most so many rows. */
  constructor(columns: readonly StoredColumn[], maxRows: number) {
    this.#columns = columns;
    this.#maxRows = maxRows;
    this.#codes = columns.map(({ storage }) =>
      storage.kind === "dictionary" ? NameCodes.of(storage.dictionary) : null,
    );
  }

  get hasBlock(): boolean {
    return this.#blocks.length > 0;
  }

  /** Adds a message: the header before the first row, whole rows, or the end. Throws RangeError for a row too many. */
  add(bytes: Buffer): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let position = 0;
    if (!this.#hasHeader) {
      this.#hasHeader = true;
      position = HEADER_BYTES + view.getInt32(HEADER_BYTES - 4);
    }
    while (position < bytes.length) {
      const fieldCount = view.getInt16(position);
      position += 2;
      if (fieldCount < 0) return;
      position = this.#addRow(bytes, view, position);
    }
  }

  /** The blocks that are full; none of them is kept. */
  takeBlocks(): Block[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  /** The rows after the last full block; null if there are none. */
  takeLast(): Block | null {
    return this.#blockRowCount === 0 ? null : this.#finishBlock();
  }

  #addRow(bytes: Buffer, view: DataView, start: number): number {
    if (this.#blockRowCount === this.#blockCapacity) this.#startBlock();
    let position = start;
    const row = this.#blockRowCount;
    for (const decode of this.#decoders) {
      const length = view.getInt32(position);
      position += 4;
      decode(bytes, view, position, length, row);
      if (length > 0) position += length;
    }
    this.rowCount++;
    this.#blockRowCount++;
    if (this.#blockRowCount === this.#blockCapacity) this.#blocks.push(this.#finishBlock());
    return position;
  }

  #finishBlock(): Block {
    const rowCount = this.#blockRowCount;
    const columns = this.#columns.map((column, index) =>
      buildStoredColumn(column, this.#values[index], rowCount),
    );
    this.#blockRowCount = 0;
    this.#blockCapacity = 0;
    return { rows: BLOCK_ROW_NUMBERS.subarray(0, rowCount), columns };
  }

  #startBlock(): void {
    const capacity = Math.min(BLOCK_ROWS, this.#maxRows - this.rowCount);
    if (capacity === 0) throw new RangeError("there are more rows than expected");
    this.#blockCapacity = capacity;
    this.#values = this.#columns.map((column) => allocateValues(column, capacity));
    this.#decoders = this.#columns.map((column, index) =>
      buildDecoder(column, this.#values[index], this.#codes[index]),
    );
  }
}

function buildDecoder(
  { name, storage }: StoredColumn,
  values: StoredValues,
  codes: NameCodes | null,
): Decode {
  switch (storage.kind) {
    case "number": {
      const numbers = values as Float64Array;
      return (_bytes, view, start, length, row) => {
        numbers[row] = length < 0 ? Number.NaN : view.getFloat64(start);
      };
    }
    case "timestamp": {
      const timestamps = values as Float64Array;
      return (_bytes, view, start, length, row) => {
        timestamps[row] = length < 0 ? Number.NaN : readTimestamp(view, start);
      };
    }
    case "dictionary": {
      const target = values as Int32Array;
      const lookup = codes as NameCodes;
      return (bytes, _view, start, length, row) => {
        target[row] = length < 0 ? -1 : lookup.get(bytes, start, length, name);
      };
    }
    case "list": {
      const lists = values as (Float64Array | null)[];
      return (_bytes, view, start, length) => {
        lists.push(length < 0 ? null : readList(view, start));
      };
    }
    default: {
      const cells = values as (string | boolean | null)[];
      const read = storage.isBoolean ? readBoolean : readText;
      return (bytes, _view, start, length) => {
        cells.push(length < 0 ? null : read(bytes, start, length));
      };
    }
  }
}

function readBoolean(bytes: Buffer, start: number): boolean {
  return bytes[start] === 1;
}

function readText(bytes: Buffer, start: number, length: number): string {
  return bytes.toString("utf8", start, start + length);
}

/** Milliseconds since 1970 of microseconds since 2000. */
function readTimestamp(view: DataView, start: number): number {
  const micros = view.getBigInt64(start);
  const seconds = micros / MICROS_PER_SECOND;
  return toEpochMs(Number(seconds) + EPOCH_OFFSET_SECONDS, Number(micros % MICROS_PER_SECOND));
}

/** An array of doubles with one dimension: their number, flags, element type, length, lower bound, and the elements. */
function readList(view: DataView, start: number): Float64Array {
  if (view.getInt32(start) === 0) return new Float64Array(0);
  const values = new Float64Array(view.getInt32(start + 12));
  let position = start + 20;
  for (let index = 0; index < values.length; index++) {
    const length = view.getInt32(position);
    position += 4;
    values[index] = length < 0 ? Number.NaN : view.getFloat64(position);
    if (length > 0) position += length;
  }
  return values;
}
