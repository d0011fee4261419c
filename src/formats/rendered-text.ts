/**
 * Rendered text of rows as UTF-8. Whole columns are rendered at a time, since a call for every cell costs more than the
 * cell.
 */
import { type Column, getColumnLength } from "../table/column.js";
import { buildCellRenderer, type CellRenderer, type Dialect, isPlainNumber } from "./dialect.js";

/** Row r is bytes `offsets[r] .. offsets[r + 1]` of `view`, none for a missing cell. */
export interface RenderedText {
  /** Ends in PADDING_BYTES. */
  readonly view: DataView<ArrayBuffer>;
  readonly offsets: Uint32Array;
  readonly maxRowBytes: number;
}

/** The same text for all rows. */
export interface ConstantText {
  /** Ends in PADDING_BYTES. */
  readonly view: DataView<ArrayBuffer>;
  readonly sizeBytes: number;
}

/** How far a copy may read and write past its end. */
export const PADDING_BYTES = 16;

const COMMA = 0x2c;
const LETTER_N = 0x6e;

/** Renders every row of a column. */
export function renderColumn(column: Column, dialect: Dialect): RenderedText {
  const rowCount = getColumnLength(column);
  if (column.kind === "number" && column.values.every(isPlainNumber)) return renderNumbers(column.values);
  if (column.kind === "dictionary") return renderCodes(column.codes, column.dictionary.map(dialect.text));
  return renderCells(buildCellRenderer(column, dialect), rowCount);
}

/** Joins the text of neighbouring columns row by row, each cell after its prefix; `missing` is written for a missing cell. */
export function joinColumns(
  columns: readonly RenderedText[],
  prefixes: readonly string[],
  missing: string,
  rowCount: number,
): RenderedText {
  const prefixTexts = prefixes.map(buildConstantText);
  const missingText = buildConstantText(missing);
  const maxBytes =
    columns.reduce((sum, { view }) => sum + view.byteLength, 0) +
    prefixTexts.reduce((sum, { sizeBytes }) => sum + (sizeBytes + missingText.sizeBytes) * rowCount, 0);
  const builder = new TextBuilder(rowCount, maxBytes);
  for (let row = 0; row < rowCount; row++) {
    for (let index = 0; index < columns.length; index++) {
      builder.add(prefixTexts[index].view, 0, prefixTexts[index].sizeBytes);
      const { view, offsets } = columns[index];
      const sizeBytes = offsets[row + 1] - offsets[row];
      if (sizeBytes > 0) builder.add(view, offsets[row], sizeBytes);
      else builder.add(missingText.view, 0, missingText.sizeBytes);
    }
    builder.endRow(row);
  }
  return builder.finish();
}

/** Encodes a text so that `copyBytes` can copy it. */
export function buildConstantText(text: string): ConstantText {
  const sizeBytes = Buffer.byteLength(text);
  const bytes = new Uint8Array(sizeBytes + PADDING_BYTES);
  Buffer.from(bytes.buffer).write(text);
  return { view: new DataView(bytes.buffer), sizeBytes };
}

/**
 * `to.set(from.subarray(start, start + sizeBytes), at)`, sixteen bytes at a time. The bytes are moved as doubles, which is
 * safe for UTF-8: it never contains the bytes of a NaN, whose bits a runtime may change. `| 0` keeps the indexes 32-bit
 * integers; as doubles they take a quarter longer.
 */
export function copyBytes(to: DataView, at: number, from: DataView, start: number, sizeBytes: number): void {
  const end = (start + sizeBytes) | 0;
  let target = at | 0;
  for (let i = start | 0; i < end; i = (i + PADDING_BYTES) | 0) {
    to.setFloat64(target, from.getFloat64(i, true), true);
    to.setFloat64((target + 8) | 0, from.getFloat64((i + 8) | 0, true), true);
    target = (target + PADDING_BYTES) | 0;
  }
}

/** Renders all numbers as one JSON array and splits it at the commas; null is its only word. */
function renderNumbers(values: Float64Array): RenderedText {
  const json = Buffer.from(JSON.stringify(Array.from(values)), "latin1");
  const bytes = new Uint8Array(json.length + PADDING_BYTES);
  const offsets = new Uint32Array(values.length + 1);
  let end = 0;
  let maxRowBytes = 0;
  let at = 1;
  for (let row = 0; row < values.length; row++) {
    const isMissing = json[at] === LETTER_N;
    // The closing bracket ends the last number.
    for (; at < json.length - 1 && json[at] !== COMMA; at++) if (!isMissing) bytes[end++] = json[at];
    at++;
    offsets[row + 1] = end;
    maxRowBytes = Math.max(maxRowBytes, end - offsets[row]);
  }
  return { view: new DataView(bytes.buffer.slice(0, end + PADDING_BYTES)), offsets, maxRowBytes };
}

function renderCodes(codes: Int32Array, texts: readonly string[]): RenderedText {
  const entries = texts.map(buildConstantText);
  const maxBytes = codes.reduce((sum, code) => sum + (code < 0 ? 0 : entries[code].sizeBytes), 0);
  const builder = new TextBuilder(codes.length, maxBytes);
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] >= 0) builder.add(entries[codes[row]].view, 0, entries[codes[row]].sizeBytes);
    builder.endRow(row);
  }
  return builder.finish();
}

function renderCells(renderCell: CellRenderer, rowCount: number): RenderedText {
  const texts = Array.from({ length: rowCount }, (_, row) => renderCell(row));
  const maxBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const builder = new TextBuilder(rowCount, maxBytes);
  for (let row = 0; row < rowCount; row++) {
    if (texts[row] !== "") builder.write(texts[row]);
    builder.endRow(row);
  }
  return builder.finish();
}

/** Builds rendered text row by row. */
class TextBuilder {
  readonly #bytes: Buffer<ArrayBuffer>;
  readonly #view: DataView<ArrayBuffer>;
  readonly #offsets: Uint32Array;
  #end = 0;
  #maxRowBytes = 0;

  constructor(rowCount: number, maxBytes: number) {
    this.#bytes = Buffer.from(new ArrayBuffer(maxBytes + PADDING_BYTES));
    this.#view = new DataView(this.#bytes.buffer);
    this.#offsets = new Uint32Array(rowCount + 1);
  }

  add(from: DataView, start: number, sizeBytes: number): void {
    copyBytes(this.#view, this.#end, from, start, sizeBytes);
    this.#end += sizeBytes;
  }

  write(text: string): void {
    this.#end += this.#bytes.write(text, this.#end);
  }

  endRow(row: number): void {
    this.#maxRowBytes = Math.max(this.#maxRowBytes, this.#end - this.#offsets[row]);
    this.#offsets[row + 1] = this.#end;
  }

  finish(): RenderedText {
    const isExact = this.#end + PADDING_BYTES === this.#bytes.length;
    const view = isExact ? this.#view : new DataView(this.#bytes.buffer.slice(0, this.#end + PADDING_BYTES));
    return { view, offsets: this.#offsets, maxRowBytes: this.#maxRowBytes };
  }
}
