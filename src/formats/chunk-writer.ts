/** Bytes on their way out, gathered into chunks so that memory does not depend on the answer. */
import type { CellText } from "./dialect.js";
import { copyBytes, type Literal, type RowTexts, SPARE_BYTES } from "./row-texts.js";

/** A cell of a row, or several neighbouring ones: `lead`, and then one of `texts` or what `cell` renders on the spot. */
export type RowPart =
  | { readonly lead: Literal; readonly texts: RowTexts; readonly cell: null }
  | { readonly lead: Literal; readonly texts: null; readonly cell: CellText };

/** A row with all that its text is made of. */
export interface RowTemplate {
  readonly parts: readonly RowPart[];
  /** What stands for a missing cell. */
  readonly missing: Literal;
  /** What stands after the last part of every row. */
  readonly end: Literal;
  /** The most bytes that a row takes, cells rendered on the spot left out. */
  readonly longest: number;
}

const CHUNK_BYTES = 64 * 1024;
/** The most UTF-8 bytes that one UTF-16 unit of a string can take. */
const MAX_BYTES_PER_UNIT = 3;

export class ChunkWriter {
  /** Chunks that are done, in order; the reader takes them out. */
  readonly full: Uint8Array[] = [];
  #chunk: Buffer<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #length = 0;

  /** `buffer`, if there is one, becomes the first chunk. */
  constructor(buffer: Buffer<ArrayBuffer> | null) {
    this.#chunk = buffer ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.#view = viewBytes(this.#chunk);
  }

  /** Writes rows from `from` on until a chunk is full or there are no more; returns the row to go on with. */
  writeRows(plan: RowTemplate, rows: Uint32Array, from: number): number {
    this.#reserve(plan.longest);
    const [first, second] = plan.parts;
    const isPair = plan.parts.length === 2 && first.texts !== null && second.texts !== null;
    return isPair
      ? this.#writePairs(plan, first.texts, second.texts, rows, from)
      : this.#writeParts(plan, rows, from);
  }

  #writeParts({ parts, missing, end, longest }: RowTemplate, rows: Uint32Array, from: number): number {
    // What the loop needs in locals; cells rendered on the spot may turn to a new chunk.
    let view = this.#view;
    let last = this.#chunk.length - longest - SPARE_BYTES;
    let at = this.#length;
    let index = from;
    for (; index < rows.length && at <= last; index++) {
      const row = rows[index];
      for (let index = 0; index < parts.length; index++) {
        const { lead, texts, cell } = parts[index];
        copyBytes(view, at, lead.view, 0, lead.sizeBytes);
        at += lead.sizeBytes;
        if (texts !== null) {
          at = copyRow(view, at, texts.view, texts.starts, row, missing.view, missing.sizeBytes);
        } else {
          this.#length = at;
          this.#writeCell(cell(row), missing, longest);
          view = this.#view;
          last = this.#chunk.length - longest - SPARE_BYTES;
          at = this.#length;
        }
      }
      copyBytes(view, at, end.view, 0, end.sizeBytes);
      at += end.sizeBytes;
    }
    this.#length = at;
    return index;
  }

  /** As `#writeParts` for two parts with text, as most answers of the long form have. */
  #writePairs(
    { parts, missing, end, longest }: RowTemplate,
    { view: firstView, starts: firstStarts }: RowTexts,
    { view: secondView, starts: secondStarts }: RowTexts,
    rows: Uint32Array,
    from: number,
  ): number {
    const view = this.#view;
    const last = this.#chunk.length - longest - SPARE_BYTES;
    const { view: missingView, sizeBytes: missingBytes } = missing;
    const { view: leadView, sizeBytes: leadBytes } = parts[0].lead;
    const { view: betweenView, sizeBytes: betweenBytes } = parts[1].lead;
    const { view: endView, sizeBytes: endBytes } = end;
    let at = this.#length | 0;
    let index = from;
    for (; index < rows.length && at <= last; index++) {
      const row = rows[index];
      copyBytes(view, at, leadView, 0, leadBytes);
      at = (at + leadBytes) | 0;
      at = copyRow(view, at, firstView, firstStarts, row, missingView, missingBytes);
      copyBytes(view, at, betweenView, 0, betweenBytes);
      at = (at + betweenBytes) | 0;
      at = copyRow(view, at, secondView, secondStarts, row, missingView, missingBytes);
      copyBytes(view, at, endView, 0, endBytes);
      at = (at + endBytes) | 0;
    }
    this.#length = at;
    return index;
  }

  /** Makes its own room, and leaves `kept` more bytes free for what was reserved before. */
  writeText(text: string, kept = 0): void {
    if (text === "") return;
    this.#reserve(text.length * MAX_BYTES_PER_UNIT + kept);
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

  #writeCell(text: string, missing: Literal, kept: number): void {
    if (text !== "") {
      this.writeText(text, kept);
      return;
    }
    copyBytes(this.#view, this.#length, missing.view, 0, missing.sizeBytes);
    this.#length += missing.sizeBytes;
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

/** Copies the text of a row, or what stands for a missing one, and returns where it ends. */
function copyRow(
  to: DataView,
  at: number,
  from: DataView,
  starts: Uint32Array,
  row: number,
  missing: DataView,
  missingBytes: number,
): number {
  const start = starts[row] | 0;
  const sizeBytes = (starts[row + 1] - start) | 0;
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
