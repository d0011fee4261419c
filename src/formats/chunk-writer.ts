/** Writes encoded text into chunks of limited size, so that memory use does not grow with the result. */
import type { CellRenderer } from "./dialect.js";
import { type ConstantText, copyBytes, PADDING_BYTES, type RenderedText } from "./rendered-text.js";

/** One cell of a row, or several joined ones: `prefix`, then a row of `text` or what `renderCell` returns. */
export type RowPart =
  | { readonly prefix: ConstantText; readonly text: RenderedText; readonly renderCell: null }
  | { readonly prefix: ConstantText; readonly text: null; readonly renderCell: CellRenderer };

/** A row layout with the text of its columns. */
export interface RowTemplate {
  readonly parts: readonly RowPart[];
  /** Written for a missing cell. */
  readonly missing: ConstantText;
  /** Follows the last part. */
  readonly suffix: ConstantText;
  /** The maximum size of a row without the cells that are rendered as they are written. */
  readonly maxRowBytes: number;
}

const CHUNK_BYTES = 64 * 1024;
/** UTF-8 bytes of one UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

export class ChunkWriter {
  /** Full chunks, in order; the caller removes them. */
  readonly full: Uint8Array[] = [];
  #chunk: Buffer<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #length = 0;

  /** `buffer` becomes the first chunk; null allocates one. */
  constructor(buffer: Buffer<ArrayBuffer> | null) {
    this.#chunk = buffer ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.#view = viewBytes(this.#chunk);
  }

  /** Writes rows, starting at index `from`, until a chunk is full or none is left; returns the index to continue at. */
  writeRows(template: RowTemplate, rows: Uint32Array, from: number): number {
    this.#reserve(template.maxRowBytes);
    const [first, second] = template.parts;
    const isPair = template.parts.length === 2 && first.text !== null && second.text !== null;
    return isPair
      ? this.#writePairs(template, first.text, second.text, rows, from)
      : this.#writeParts(template, rows, from);
  }

  #writeParts({ parts, missing, suffix, maxRowBytes }: RowTemplate, rows: Uint32Array, from: number): number {
    // Locals are faster than fields; writing a rendered cell may start a new chunk.
    let view = this.#view;
    let last = this.#chunk.length - maxRowBytes - PADDING_BYTES;
    let at = this.#length;
    let index = from;
    for (; index < rows.length && at <= last; index++) {
      const row = rows[index];
      for (let index = 0; index < parts.length; index++) {
        const { prefix, text, renderCell } = parts[index];
        copyBytes(view, at, prefix.view, 0, prefix.sizeBytes);
        at += prefix.sizeBytes;
        if (text !== null) {
          at = copyRow(view, at, text.view, text.offsets, row, missing.view, missing.sizeBytes);
        } else {
          this.#length = at;
          this.#writeCell(renderCell(row), missing, maxRowBytes);
          view = this.#view;
          last = this.#chunk.length - maxRowBytes - PADDING_BYTES;
          at = this.#length;
        }
      }
      copyBytes(view, at, suffix.view, 0, suffix.sizeBytes);
      at += suffix.sizeBytes;
    }
    this.#length = at;
    return index;
  }

  /** `#writeParts` for two parts with text, which most results of the long form have. */
  #writePairs(
    { parts, missing, suffix, maxRowBytes }: RowTemplate,
    { view: firstView, offsets: firstOffsets }: RenderedText,
    { view: secondView, offsets: secondOffsets }: RenderedText,
    rows: Uint32Array,
    from: number,
  ): number {
    const view = this.#view;
    const last = this.#chunk.length - maxRowBytes - PADDING_BYTES;
    const { view: missingView, sizeBytes: missingBytes } = missing;
    const { view: firstPrefixView, sizeBytes: firstPrefixBytes } = parts[0].prefix;
    const { view: secondPrefixView, sizeBytes: secondPrefixBytes } = parts[1].prefix;
    const { view: suffixView, sizeBytes: suffixBytes } = suffix;
    let at = this.#length | 0;
    let index = from;
    for (; index < rows.length && at <= last; index++) {
      const row = rows[index];
      copyBytes(view, at, firstPrefixView, 0, firstPrefixBytes);
      at = (at + firstPrefixBytes) | 0;
      at = copyRow(view, at, firstView, firstOffsets, row, missingView, missingBytes);
      copyBytes(view, at, secondPrefixView, 0, secondPrefixBytes);
      at = (at + secondPrefixBytes) | 0;
      at = copyRow(view, at, secondView, secondOffsets, row, missingView, missingBytes);
      copyBytes(view, at, suffixView, 0, suffixBytes);
      at = (at + suffixBytes) | 0;
    }
    this.#length = at;
    return index;
  }

  /** Writes a text of any size, and leaves `reservedBytes` free behind it. */
  writeText(text: string, reservedBytes = 0): void {
    if (text === "") return;
    this.#reserve(text.length * MAX_BYTES_PER_UNIT + reservedBytes);
    this.#length += this.#chunk.write(text, this.#length);
  }

  /** Removes the last bytes of the row written last. */
  removeLast(sizeBytes: number): void {
    this.#length -= sizeBytes;
  }

  /** Ends the last chunk and returns all remaining ones. */
  finish(): Uint8Array[] {
    if (this.#length > 0) this.full.push(this.#chunk.subarray(0, this.#length));
    this.#length = 0;
    return this.full.splice(0);
  }

  #writeCell(text: string, missing: ConstantText, reservedBytes: number): void {
    if (text !== "") {
      this.writeText(text, reservedBytes);
      return;
    }
    copyBytes(this.#view, this.#length, missing.view, 0, missing.sizeBytes);
    this.#length += missing.sizeBytes;
  }

  #reserve(sizeBytes: number): void {
    const needed = sizeBytes + PADDING_BYTES;
    if (this.#length + needed <= this.#chunk.length) return;
    if (this.#length > 0) this.full.push(this.#chunk.subarray(0, this.#length));
    this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, needed));
    this.#view = viewBytes(this.#chunk);
    this.#length = 0;
  }
}

/** Copies the text of a row, or `missing` if it has none, and returns the end of the copy. */
function copyRow(
  to: DataView,
  at: number,
  from: DataView,
  offsets: Uint32Array,
  row: number,
  missing: DataView,
  missingBytes: number,
): number {
  const start = offsets[row] | 0;
  const sizeBytes = (offsets[row + 1] - start) | 0;
  if (sizeBytes > 0) {
    copyBytes(to, at, from, start, sizeBytes);
    return (at + sizeBytes) | 0;
  }
  copyBytes(to, at, missing, 0, missingBytes);
  return (at + missingBytes) | 0;
}

function viewBytes({ buffer, byteOffset, length }: Buffer<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(buffer, byteOffset, length);
}
