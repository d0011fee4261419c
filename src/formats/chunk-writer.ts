/** Bytes on their way out, gathered into chunks so that memory does not depend on the answer. */
import type { CellText } from "./dialect.js";
import type { Space } from "./format.js";

/** Rendered text of rows: row r is bytes `starts[r] .. starts[r + 1]` of `view`, none for a missing cell. */
export interface RowTexts {
  /** Has SPARE_BYTES more than its text, since copies read ahead. */
  readonly view: DataView<ArrayBuffer>;
  readonly starts: Uint32Array;
  /** Bytes of the longest row. */
  readonly longest: number;
}

/**
 * A part of a row: one of `texts`, or what `cell` renders on the spot, or else the first `sizeBytes` of `literal`. All
 * have one shape because the loop over them is the hottest of all.
 */
export interface RowPart {
  readonly texts: RowTexts | null;
  readonly cell: CellText | null;
  readonly literal: DataView<ArrayBuffer>;
  readonly sizeBytes: number;
}

export interface RowPlan {
  readonly parts: readonly RowPart[];
  /** The most bytes that a row takes, cells rendered on the spot left out. */
  readonly longest: number;
}

/** What a copy may read and write past its end. */
export const SPARE_BYTES = 8;

const CHUNK_BYTES = 64 * 1024;
/** The most UTF-8 bytes that one UTF-16 unit of a string can take. */
const MOST_BYTES_PER_UNIT = 3;

export class ChunkWriter {
  /** Chunks that are done, in order; the reader takes them out. */
  readonly full: Uint8Array[] = [];
  readonly #missing: DataView<ArrayBuffer>;
  readonly #missingBytes: number;
  #chunk: Space;
  #view: DataView<ArrayBuffer>;
  #length = 0;

  /** `missing` is what stands for a missing cell; `space`, if there is one, becomes the first chunk. */
  constructor(missing: string, space: Space | null) {
    const { literal, sizeBytes } = buildLiteral(missing);
    this.#missing = literal;
    this.#missingBytes = sizeBytes;
    this.#chunk = space ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.#view = viewBytes(this.#chunk);
  }

  /** Writes rows from `from` on until a chunk is full or there are no more; returns the row to go on with. */
  writeRows({ parts, longest }: RowPlan, rows: Uint32Array, from: number): number {
    this.#reserve(longest);
    const missing = this.#missing;
    const missingBytes = this.#missingBytes;
    // What the loop needs in locals; cells rendered on the spot may turn to a new chunk.
    let view = this.#view;
    let last = this.#chunk.length - longest - SPARE_BYTES;
    let at = this.#length;
    let index = from;
    for (; index < rows.length && at <= last; index++) {
      const row = rows[index];
      for (let place = 0; place < parts.length; place++) {
        const { texts, cell, literal, sizeBytes } = parts[place];
        if (texts !== null) {
          const start = texts.starts[row];
          const size = texts.starts[row + 1] - start;
          if (size > 0) copyBytes(view, at, texts.view, start, size);
          else copyBytes(view, at, missing, 0, missingBytes);
          at += size > 0 ? size : missingBytes;
        } else if (cell === null) {
          copyBytes(view, at, literal, 0, sizeBytes);
          at += sizeBytes;
        } else {
          this.#length = at;
          this.#writeCell(cell(row), longest);
          view = this.#view;
          last = this.#chunk.length - longest - SPARE_BYTES;
          at = this.#length;
        }
      }
    }
    this.#length = at;
    return index;
  }

  /** Makes its own room, and leaves `kept` more bytes free for what was reserved before. */
  writeText(text: string, kept = 0): void {
    if (text === "") return;
    this.#reserve(text.length * MOST_BYTES_PER_UNIT + kept);
    this.#length += this.#chunk.write(text, this.#length);
  }

  /** Takes back the last bytes, which must be those of the row written last. */
  takeBack(sizeBytes: number): void {
    this.#length -= sizeBytes;
  }

  /** All chunks that are left. */
  finish(): Uint8Array[] {
    if (this.#length > 0) this.full.push(this.#chunk.subarray(0, this.#length));
    this.#length = 0;
    return this.full.splice(0);
  }

  #writeCell(text: string, kept: number): void {
    if (text !== "") {
      this.writeText(text, kept);
      return;
    }
    copyBytes(this.#view, this.#length, this.#missing, 0, this.#missingBytes);
    this.#length += this.#missingBytes;
  }

  #reserve(sizeBytes: number): void {
    const needed = sizeBytes + SPARE_BYTES;
    if (this.#length + needed <= this.#chunk.length) return;
    if (this.#length > 0) this.full.push(this.#chunk.subarray(0, this.#length));
    this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, needed));
    this.#view = viewBytes(this.#chunk);
    this.#length = 0;
  }
}

/** A text that is the same for every row. */
export function buildLiteral(text: string): RowPart {
  const sizeBytes = Buffer.byteLength(text);
  const bytes = Buffer.alloc(Math.ceil(sizeBytes / SPARE_BYTES) * SPARE_BYTES);
  bytes.write(text);
  return { texts: null, cell: null, literal: viewBytes(bytes), sizeBytes };
}

/**
 * `to.set(from.subarray(start, start + sizeBytes), at)`, eight bytes at a time. They travel as a double, which is safe
 * for UTF-8: no text holds the bytes of a NaN, whose bits a runtime may change.
 */
function copyBytes(to: DataView, at: number, from: DataView, start: number, sizeBytes: number): void {
  for (let i = 0; i < sizeBytes; i += SPARE_BYTES) {
    to.setFloat64(at + i, from.getFloat64(start + i, true), true);
  }
}

function viewBytes({ buffer, byteOffset, length }: Space): DataView<ArrayBuffer> {
  return new DataView(buffer, byteOffset, length);
}
