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

/**
 * Hands on the texts of a column from row to row. A string for each would take longer than all that is done with it, so
 * texts that lie side by side are read in one piece.
 */
export function readTexts(chunk: DuckDBDataChunk, column: number, take: TakeText): void {
  const { rowCount } = chunk;
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
  const entries = duckdb.vector_get_data(vector, rowCount * ENTRY.bytes);
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  const validity = duckdb.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8) as Uint8Array | null;
  const isNull = (row: number) => validity !== null && ((validity[row >>> 3] >>> (row & 7)) & 1) === 0;
  const lengthOf = (row: number) => (isNull(row) ? 0 : view.getUint32(row * ENTRY.bytes, true));
  const addressOf = (row: number) => view.getBigUint64(row * ENTRY.bytes + ENTRY.pointer, true);
  for (let first = 0; first < rowCount; ) {
    let end = first + 1;
    let total = lengthOf(first);
    if (total <= ENTRY.maxInline) {
      const at = first * ENTRY.bytes + ENTRY.inline;
      take(first, buildPiece(entries.subarray(at, at + total)), 0, total);
    } else {
      const address = addressOf(first);
      while (
        end < rowCount &&
        lengthOf(end) > ENTRY.maxInline &&
        addressOf(end) === address + BigInt(total)
      ) {
        total += lengthOf(end++);
      }
      const pointer = entries.byteOffset + first * ENTRY.bytes + ENTRY.pointer;
      const piece = buildPiece(duckdb.get_data_from_pointer(entries.buffer as ArrayBuffer, pointer, total));
      let start = 0;
      for (let row = first; row < end; row++) {
        take(row, piece, start, start + lengthOf(row));
        start += lengthOf(row);
      }
    }
    first = end;
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
