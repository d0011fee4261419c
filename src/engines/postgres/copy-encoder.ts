/** Encodes blocks of columns as the rows of a binary COPY, each with its position in front. */
import { type BlockColumn, getCell, toEpochMicros } from "../../table/column.js";
import type { Block } from "../../table/selection.js";

/** How a column is stored in PostgreSQL. */
export type ColumnStore = "bigint" | "double" | "timestamp" | "text" | "boolean" | "doubles" | "integers";

const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
const CHUNK_BYTES = 1 << 18;
const ELEMENT_OIDS = { doubles: 701, integers: 20 } as const;
/** From 1970 to 2000, where the time of PostgreSQL begins. */
const EPOCH_OFFSET_MICROS = 946_684_800_000_000n;
const NULL_LENGTH = -1;

export class CopyEncoder {
  /** Rows so far; the position of the next one. */
  rowCount = 0;
  readonly #stores: readonly ColumnStore[];
  readonly #encodedNames = new Map<readonly string[], readonly Buffer[]>();
  #bytes = Buffer.allocUnsafe(CHUNK_BYTES);
  #size = 0;

  constructor(stores: readonly ColumnStore[]) {
    this.#stores = stores;
  }

  /** The bytes of some blocks, as chunks that nobody writes to afterwards. */
  async *encode(blocks: AsyncIterable<Block>): AsyncGenerator<Buffer> {
    this.#write(HEADER);
    for await (const block of blocks) {
      const writers = block.columns.map((column, index) => this.#buildWriter(column, this.#stores[index]));
      for (const row of block.rows) {
        this.#addRow(row, writers);
        if (this.#size > CHUNK_BYTES / 2) yield this.#take();
      }
    }
    this.#write(TRAILER);
    yield this.#take();
  }

  #addRow(row: number, writers: readonly ((row: number) => void)[]): void {
    this.#reserve(14);
    this.#size = this.#bytes.writeInt16BE(writers.length + 1, this.#size);
    this.#size = this.#bytes.writeInt32BE(8, this.#size);
    this.#writeInteger(this.rowCount++);
    for (const write of writers) write(row);
  }

  #buildWriter(column: BlockColumn, store: ColumnStore): (row: number) => void {
    switch (column.kind) {
      case "number": {
        const { values } = column;
        const write =
          store === "bigint"
            ? (value: number) => this.#writeInteger(value)
            : (value: number) => this.#writeDouble(value);
        return (row) => this.#writeFixed(values[row], write);
      }
      case "timestamp": {
        const { values } = column;
        return (row) => this.#writeFixed(values[row], (value) => this.#writeTimestamp(value));
      }
      case "dictionary": {
        const names = this.#encodeNames(column.dictionary);
        const { codes } = column;
        return (row) => (codes[row] < 0 ? this.#writeLength(NULL_LENGTH) : this.#write(names[codes[row]]));
      }
      case "list": {
        const { offsets, values, isPresent } = column;
        return (row) =>
          isPresent[row] === 0
            ? this.#writeLength(NULL_LENGTH)
            : this.#writeList(values.subarray(offsets[row], offsets[row + 1]), store === "integers");
      }
      case "constant": {
        const [bytes] = this.#encodeNames([column.value]);
        return () => this.#write(bytes);
      }
      default:
        return (row) => {
          const cell = getCell(column, row);
          if (cell === null) return this.#writeLength(NULL_LENGTH);
          this.#write(store === "boolean" ? encodeBoolean(cell === true) : encodeText(String(cell)));
        };
    }
  }

  #encodeNames(dictionary: readonly string[]): readonly Buffer[] {
    let names = this.#encodedNames.get(dictionary);
    if (names === undefined) {
      names = dictionary.map(encodeText);
      this.#encodedNames.set(dictionary, names);
    }
    return names;
  }

  /** NaN is a missing value. */
  #writeFixed(value: number, write: (value: number) => void): void {
    const isMissing = Number.isNaN(value);
    this.#writeLength(isMissing ? NULL_LENGTH : 8);
    if (!isMissing) write(value);
  }

  #writeDouble(value: number): void {
    this.#reserve(8);
    this.#size = this.#bytes.writeDoubleBE(value, this.#size);
  }

  /** An integer that a double holds. */
  #writeInteger(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / 2 ** 32);
    this.#size = this.#bytes.writeInt32BE(high, this.#size);
    this.#size = this.#bytes.writeUInt32BE(value - high * 2 ** 32, this.#size);
  }

  #writeTimestamp(epochMs: number): void {
    this.#reserve(8);
    this.#size = this.#bytes.writeBigInt64BE(toEpochMicros(epochMs) - EPOCH_OFFSET_MICROS, this.#size);
  }

  /** An array of one dimension: its length in bytes, number of dimensions, flags, type, length, lower bound, elements. */
  #writeList(values: Float64Array, isInteger: boolean): void {
    this.#reserve(24 + 12 * values.length);
    const lengthPlace = this.#size;
    const type = ELEMENT_OIDS[isInteger ? "integers" : "doubles"];
    const header = values.length === 0 ? [0, 0, 0, type] : [0, 1, 1, type, values.length, 1];
    for (const part of header) this.#size = this.#bytes.writeInt32BE(part, this.#size);
    const write = (value: number) => (isInteger ? this.#writeInteger(value) : this.#writeDouble(value));
    for (const value of values) this.#writeFixed(value, write);
    this.#bytes.writeInt32BE(this.#size - lengthPlace - 4, lengthPlace);
  }

  #writeLength(length: number): void {
    this.#reserve(4);
    this.#size = this.#bytes.writeInt32BE(length, this.#size);
  }

  #write(bytes: Buffer): void {
    this.#reserve(bytes.length);
    bytes.copy(this.#bytes, this.#size);
    this.#size += bytes.length;
  }

  #reserve(length: number): void {
    if (this.#size + length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#size + length));
    this.#bytes.copy(grown, 0, 0, this.#size);
    this.#bytes = grown;
  }

  #take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#size);
    this.#bytes = Buffer.allocUnsafe(CHUNK_BYTES);
    this.#size = 0;
    return taken;
  }
}

function encodeBoolean(value: boolean): Buffer {
  return Buffer.from([0, 0, 0, 1, value ? 1 : 0]);
}

/** With the length in front. */
function encodeText(text: string): Buffer {
  const bytes = Buffer.alloc(4 + Buffer.byteLength(text));
  bytes.writeInt32BE(bytes.length - 4);
  bytes.write(text, 4);
  return bytes;
}
