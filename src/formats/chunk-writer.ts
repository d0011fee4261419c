/** Bytes on their way out, gathered into chunks so that memory does not depend on the answer. */
import type { CellText } from "./dialect.js";
import type { Space } from "./format.js";
import { copyBytes, type Literal, type RowTexts, SPARE_BYTES } from "./row-texts.js";

/**
 * A part of a row: one of `texts`, or what `cell` renders on the spot, or else `literal`. All have one shape because
 * the loop over them is the hottest of all.
 */
export interface RowPart {
  readonly texts: RowTexts | null;
  readonly cell: CellText | null;
  readonly literal: Literal;
}

export interface RowPlan {
  readonly parts: readonly RowPart[];
  /** The most bytes that a row takes, cells rendered on the spot left out. */
  readonly longest: number;
}

const CHUNK_BYTES = 64 * 1024;
/** The most UTF-8 bytes that one UTF-16 unit of a string can take. */
const MOST_BYTES_PER_UNIT = 3;

export class ChunkWriter {
  /** Chunks that are done, in order; the reader takes them out. */
  readonly full: Uint8Array[] = [];
  readonly #missing: Literal;
  #chunk: Space;
  #view: DataView<ArrayBuffer>;
  #length = 0;

  /** `missing` is what stands for a missing cell; `space`, if there is one, becomes the first chunk. */
  constructor(missing: Literal, space: Space | null) {
    this.#missing = missing;
    this.#chunk = space ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.#view = viewBytes(this.#chunk);
  }

  /** Writes rows from `from` on until a chunk is full or there are no more; returns the row to go on with. */
  writeRows({ parts, longest }: RowPlan, rows: Uint32Array, from: number): number {
    this.#reserve(longest);
    const missing = this.#missing;
    // What the loop needs in locals; cells rendered on the spot may turn to a new chunk.
    let view = this.#view;
    let last = this.#chunk.length - longest - SPARE_BYTES;
    let at = this.#length;
    let index = from;
    for (; index < rows.length && at <= last; index++) {
      const row = rows[index];
      for (let place = 0; place < parts.length; place++) {
        const { texts, cell, literal } = parts[place];
        if (texts !== null) {
          const start = texts.starts[row];
          const size = texts.starts[row + 1] - start;
          if (size > 0) copyBytes(view, at, texts.view, start, size);
          else copyBytes(view, at, missing.view, 0, missing.sizeBytes);
          at += size > 0 ? size : missing.sizeBytes;
        } else if (cell === null) {
          copyBytes(view, at, literal.view, 0, literal.sizeBytes);
          at += literal.sizeBytes;
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
    copyBytes(this.#view, this.#length, this.#missing.view, 0, this.#missing.sizeBytes);
    this.#length += this.#missing.sizeBytes;
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

function viewBytes({ buffer, byteOffset, length }: Space): DataView<ArrayBuffer> {
  return new DataView(buffer, byteOffset, length);
}
