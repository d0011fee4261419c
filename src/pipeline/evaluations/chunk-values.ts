/** Views of the values of a chunk in the memory of DuckDB. They are valid as long as the chunk. */
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

/** Bytes that hold several texts. */
export interface TextBuffer {
  readonly bytes: Uint8Array;
  /** A view of the same bytes. */
  readonly view: DataView;
  /** The same bytes decoded as Latin-1: one code unit per byte. */
  readonly text: string;
}

/** Receives the text of a row, from `start` to `end` of `buffer`. The text of a null is empty. */
export type TakeText = (row: number, buffer: TextBuffer, start: number, end: number) => void;

/** The layout of DuckDB's string_t: the length, then up to 12 bytes of text, or 4 bytes of a longer text and a pointer. */
const ENTRY = { bytes: 16, inline: 4, pointer: 8, maxInline: 12 } as const;
/** Larger buffers are slower: the system allocates and frees each of them. */
const MAX_BUFFER_BYTES = 64 * 1024;

/**
 * Passes the text of every row to `take`. One string per text would take longer than parsing it, so adjacent texts share a
 * buffer.
 */
export function readTexts(chunk: DuckDBDataChunk, column: number, take: TakeText): void {
  const entries = new TextEntries(chunk, column);
  for (let first = 0; first < chunk.rowCount; ) {
    let end = first + 1;
    let size = entries.lengthOf(first);
    while (size < MAX_BUFFER_BYTES && end < chunk.rowCount && entries.isNextTo(end, first, size)) {
      size += entries.lengthOf(end++);
    }
    const buffer = buildTextBuffer(entries.bytesAt(first, size));
    let start = 0;
    for (let row = first; row < end; row++) {
      const next = start + entries.lengthOf(row);
      take(row, buffer, start, next);
      start = next;
    }
    first = end;
  }
}

/** The entries of a text vector. */
class TextEntries {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** A bit per row, set for a text and cleared for a null; null if the column has no nulls. */
  readonly #validity: Uint8Array | null;

  constructor({ chunk, rowCount }: DuckDBDataChunk, column: number) {
    const vector = duckdb.data_chunk_get_vector(chunk, column);
    this.#bytes = duckdb.vector_get_data(vector, rowCount * ENTRY.bytes);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    this.#validity = duckdb.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8);
  }

  /** The length in bytes, 0 for a null. */
  lengthOf(row: number): number {
    const validity = this.#validity;
    if (validity && ((validity[row >>> 3] >>> (row & 7)) & 1) === 0) return 0;
    return this.#view.getUint32(row * ENTRY.bytes, true);
  }

  /** Whether the text of a row starts `size` bytes after the start of the text of `first`. */
  isNextTo(row: number, first: number, size: number): boolean {
    if (size <= ENTRY.maxInline || this.lengthOf(row) <= ENTRY.maxInline) return false;
    const pointer = row * ENTRY.bytes + ENTRY.pointer;
    const firstPointer = first * ENTRY.bytes + ENTRY.pointer;
    // A number cannot hold a 64-bit address, so its halves are compared.
    return (
      this.#view.getUint32(pointer, true) === this.#view.getUint32(firstPointer, true) + size &&
      this.#view.getUint32(pointer + 4, true) === this.#view.getUint32(firstPointer + 4, true)
    );
  }

  /** The `size` bytes from the start of the text of a row. */
  bytesAt(row: number, size: number): Uint8Array {
    const at = row * ENTRY.bytes;
    if (size <= ENTRY.maxInline) return this.#bytes.subarray(at + ENTRY.inline, at + ENTRY.inline + size);
    const { buffer, byteOffset } = this.#bytes;
    return duckdb.get_data_from_pointer(buffer as ArrayBuffer, byteOffset + at + ENTRY.pointer, size);
  }
}

export function buildTextBuffer(bytes: Uint8Array): TextBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  return {
    bytes,
    view: new DataView(buffer, byteOffset, byteLength),
    text: Buffer.from(buffer, byteOffset, byteLength).toString("latin1"),
  };
}
