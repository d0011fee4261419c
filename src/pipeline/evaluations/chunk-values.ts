/** The values of a chunk where they lie in the database's memory, valid as long as the chunk is. */
import type { DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";

/** The numbers of a column of doubles without nulls. */
export function viewDoubles(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
  const { buffer, byteOffset } = duckdb.vector_get_data(
    vector,
    chunk.rowCount * Float64Array.BYTES_PER_ELEMENT,
  );
  return new Float64Array(buffer, byteOffset, chunk.rowCount);
}

/** Bytes with several texts in them. */
export interface TextPiece {
  readonly bytes: Uint8Array;
  /** The same bytes, for comparisons. */
  readonly view: DataView;
  /** The same with one unit per byte: what is not ASCII reads wrong in it. */
  readonly text: string;
}

/** Takes the text of a row, which `piece` holds from `start` to `end`. A row without a text has an empty one. */
export type TakeText = (row: number, piece: TextPiece, start: number, end: number) => void;

/** A text in a vector is its length, then itself up to 12 bytes; of a longer one the first 4, and where it lies. */
const ENTRY = { bytes: 16, inline: 4, pointer: 8, maxInline: 12 } as const;
/** The memory of larger pieces comes from the system each time, and goes back to it. */
const MAX_PIECE_BYTES = 64 * 1024;

/**
 * Hands on the texts of a column from row to row. A string for each would take longer than all that is done with it, so
 * texts that lie side by side are read in one piece.
 */
export function readTexts(chunk: DuckDBDataChunk, column: number, take: TakeText): void {
  const entries = new TextEntries(chunk, column);
  for (let first = 0; first < chunk.rowCount; ) {
    let end = first + 1;
    let size = entries.lengthOf(first);
    while (size < MAX_PIECE_BYTES && end < chunk.rowCount && entries.isNextTo(end, first, size)) {
      size += entries.lengthOf(end++);
    }
    const piece = buildPiece(entries.bytesAt(first, size));
    let start = 0;
    for (let row = first; row < end; row++) {
      const next = start + entries.lengthOf(row);
      take(row, piece, start, next);
      start = next;
    }
    first = end;
  }
}

/** The entries of a vector of texts. */
class TextEntries {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** A bit per row, set where there is a text; null where every row has one. */
  readonly #validity: Uint8Array | null;

  constructor({ chunk, rowCount }: DuckDBDataChunk, column: number) {
    const vector = duckdb.data_chunk_get_vector(chunk, column);
    this.#bytes = duckdb.vector_get_data(vector, rowCount * ENTRY.bytes);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    this.#validity = duckdb.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8);
  }

  /** 0 for a row without a text. */
  lengthOf(row: number): number {
    const validity = this.#validity;
    if (validity && ((validity[row >>> 3] >>> (row & 7)) & 1) === 0) return 0;
    return this.#view.getUint32(row * ENTRY.bytes, true);
  }

  /** Whether the text of a row begins where `size` bytes from that of the first one end. */
  isNextTo(row: number, first: number, size: number): boolean {
    if (size <= ENTRY.maxInline || this.lengthOf(row) <= ENTRY.maxInline) return false;
    const pointer = row * ENTRY.bytes + ENTRY.pointer;
    const firstPointer = first * ENTRY.bytes + ENTRY.pointer;
    // By halves, as a number has no room for the whole.
    return (
      this.#view.getUint32(pointer, true) === this.#view.getUint32(firstPointer, true) + size &&
      this.#view.getUint32(pointer + 4, true) === this.#view.getUint32(firstPointer + 4, true)
    );
  }

  /** So many bytes from the beginning of a row's text. */
  bytesAt(row: number, size: number): Uint8Array {
    const at = row * ENTRY.bytes;
    if (size <= ENTRY.maxInline) return this.#bytes.subarray(at + ENTRY.inline, at + ENTRY.inline + size);
    const { buffer, byteOffset } = this.#bytes;
    return duckdb.get_data_from_pointer(buffer as ArrayBuffer, byteOffset + at + ENTRY.pointer, size);
  }
}

export function buildPiece(bytes: Uint8Array): TextPiece {
  const { buffer, byteOffset, byteLength } = bytes;
  return {
    bytes,
    view: new DataView(buffer, byteOffset, byteLength),
    text: Buffer.from(buffer, byteOffset, byteLength).toString("latin1"),
  };
}
