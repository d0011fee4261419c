/**
 * Rendered text of rows, and how it is made: whole columns at a time, because a call for every cell costs more than the
 * cell.
 */
import { type Column, getColumnLength } from "../table/column.js";
import { buildCellText, type CellText, type Dialect, isPlainNumber } from "./dialect.js";

/** Row r is bytes `starts[r] .. starts[r + 1]` of `view`, none for a missing cell. */
export interface RowTexts {
  /** Has SPARE_BYTES more than its text, since copies read ahead. */
  readonly view: DataView<ArrayBuffer>;
  readonly starts: Uint32Array;
  /** Bytes of the longest row. */
  readonly longest: number;
}

/** One text for all rows. */
export interface Literal {
  readonly view: DataView<ArrayBuffer>;
  readonly sizeBytes: number;
}

/** What a copy may read and write past its end. */
export const SPARE_BYTES = 16;

const COMMA = 0x2c;
const LETTER_N = 0x6e;

/** The text of every row of a column. */
export function renderColumn(column: Column, dialect: Dialect): RowTexts {
  const rowCount = getColumnLength(column);
  if (column.kind === "number" && column.values.every(isPlainNumber)) return renderNumbers(column.values);
  if (column.kind === "dictionary") return renderCodes(column.codes, column.dictionary.map(dialect.text));
  return renderCells(buildCellText(column, dialect), rowCount);
}

/** The texts of neighbouring columns after each other, each after its lead; `missing` stands for a missing cell. */
export function joinColumns(
  columns: readonly RowTexts[],
  leads: readonly string[],
  missing: string,
  rowCount: number,
): RowTexts {
  const literals = leads.map(buildLiteral);
  const gap = buildLiteral(missing);
  const mostBytes =
    columns.reduce((sum, { view }) => sum + view.byteLength, 0) +
    literals.reduce((sum, { sizeBytes }) => sum + (sizeBytes + gap.sizeBytes) * rowCount, 0);
  const texts = new TextBuilder(rowCount, mostBytes);
  for (let row = 0; row < rowCount; row++) {
    for (let index = 0; index < columns.length; index++) {
      texts.add(literals[index].view, 0, literals[index].sizeBytes);
      const { view, starts } = columns[index];
      const size = starts[row + 1] - starts[row];
      if (size > 0) texts.add(view, starts[row], size);
      else texts.add(gap.view, 0, gap.sizeBytes);
    }
    texts.endRow(row);
  }
  return texts.finish();
}

/** A text that can be copied like those of rows. */
export function buildLiteral(text: string): Literal {
  const sizeBytes = Buffer.byteLength(text);
  const bytes = new Uint8Array(sizeBytes + SPARE_BYTES);
  Buffer.from(bytes.buffer).write(text);
  return { view: new DataView(bytes.buffer), sizeBytes };
}

/**
 * `to.set(from.subarray(start, start + sizeBytes), at)`, sixteen bytes at a time. They travel as doubles, which is safe
 * for UTF-8: no text holds the bytes of a NaN, whose bits a runtime may change. `| 0` keeps the places integers, which
 * no text is too long for; checked as doubles they take a quarter longer.
 */
export function copyBytes(to: DataView, at: number, from: DataView, start: number, sizeBytes: number): void {
  const end = (start + sizeBytes) | 0;
  let target = at | 0;
  for (let i = start | 0; i < end; i = (i + SPARE_BYTES) | 0) {
    to.setFloat64(target, from.getFloat64(i, true), true);
    to.setFloat64((target + 8) | 0, from.getFloat64((i + 8) | 0, true), true);
    target = (target + SPARE_BYTES) | 0;
  }
}

/** All numbers as one JSON array, taken apart at its commas; the only word in it is null. */
function renderNumbers(values: Float64Array): RowTexts {
  const json = Buffer.from(JSON.stringify(Array.from(values)), "latin1");
  const bytes = new Uint8Array(json.length + SPARE_BYTES);
  const starts = new Uint32Array(values.length + 1);
  let end = 0;
  let longest = 0;
  let at = 1;
  for (let row = 0; row < values.length; row++) {
    const isMissing = json[at] === LETTER_N;
    // The closing bracket ends the last one.
    for (; at < json.length - 1 && json[at] !== COMMA; at++) if (!isMissing) bytes[end++] = json[at];
    at++;
    starts[row + 1] = end;
    longest = Math.max(longest, end - starts[row]);
  }
  return { view: new DataView(bytes.buffer.slice(0, end + SPARE_BYTES)), starts, longest };
}

function renderCodes(codes: Int32Array, texts: readonly string[]): RowTexts {
  const literals = texts.map(buildLiteral);
  const mostBytes = codes.reduce((sum, code) => sum + (code < 0 ? 0 : literals[code].sizeBytes), 0);
  const builder = new TextBuilder(codes.length, mostBytes);
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] >= 0) builder.add(literals[codes[row]].view, 0, literals[codes[row]].sizeBytes);
    builder.endRow(row);
  }
  return builder.finish();
}

function renderCells(cell: CellText, rowCount: number): RowTexts {
  const texts = Array.from({ length: rowCount }, (_, row) => cell(row));
  const mostBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const builder = new TextBuilder(rowCount, mostBytes);
  for (let row = 0; row < rowCount; row++) {
    if (texts[row] !== "") builder.write(texts[row]);
    builder.endRow(row);
  }
  return builder.finish();
}

/** Texts of rows being put together, row by row. */
class TextBuilder {
  readonly #bytes: Buffer<ArrayBuffer>;
  readonly #view: DataView<ArrayBuffer>;
  readonly #starts: Uint32Array;
  #end = 0;
  #longest = 0;

  constructor(rowCount: number, mostBytes: number) {
    this.#bytes = Buffer.from(new ArrayBuffer(mostBytes + SPARE_BYTES));
    this.#view = new DataView(this.#bytes.buffer);
    this.#starts = new Uint32Array(rowCount + 1);
  }

  add(from: DataView, start: number, sizeBytes: number): void {
    copyBytes(this.#view, this.#end, from, start, sizeBytes);
    this.#end += sizeBytes;
  }

  write(text: string): void {
    this.#end += this.#bytes.write(text, this.#end);
  }

  endRow(row: number): void {
    this.#longest = Math.max(this.#longest, this.#end - this.#starts[row]);
    this.#starts[row + 1] = this.#end;
  }

  finish(): RowTexts {
    const isSnug = this.#end + SPARE_BYTES === this.#bytes.length;
    const view = isSnug ? this.#view : new DataView(this.#bytes.buffer.slice(0, this.#end + SPARE_BYTES));
    return { view, starts: this.#starts, longest: this.#longest };
  }
}
