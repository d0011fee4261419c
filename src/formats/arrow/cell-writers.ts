/** How the cells of each kind of column are laid out in the body of a record batch. */
import { type BlockColumn, type Column, getCell, toEpochMicros } from "../../table/column.js";
import { buildCellText, JSON_DIALECT } from "../dialect.js";
import { type BatchBody, buildMask } from "./batch-body.js";

/** Rows of one column of one block. */
export interface Piece {
  readonly rows: Uint32Array;
  readonly column: BlockColumn;
}

/** Adds the nodes and buffers of the pieces, which have `length` rows together. */
export type CellWriter = (body: BatchBody, pieces: readonly Piece[], length: number) => void;

type ColumnOf<Kind extends Column["kind"]> = Extract<Column, { kind: Kind }>;

/** Doubles; what is not finite is missing. */
export function writeNumbers(body: BatchBody, pieces: readonly Piece[], length: number): void {
  const data = body.openDoubles(length);
  let count = 0;
  let missing = 0;
  for (const { rows, column } of pieces) {
    const { values } = column as ColumnOf<"number">;
    for (let index = 0; index < rows.length; index++) {
      const value = values[rows[index]];
      data[count++] = value;
      // !Number.isFinite(value): a number less itself is 0 for the finite ones alone.
      if (value - value !== 0) missing++;
    }
  }
  body.closeNode(data, length, maskNonFinite(data, missing));
}

/** Codes of `texts`, which is the dictionary of the column in every piece. */
export function buildCodeWriter(texts: readonly string[]): CellWriter {
  const codeByText = new Map(texts.map((text, code) => [text, code]));
  return (body, pieces, length) => {
    const data = body.openIntegers(length);
    let count = 0;
    let missing = 0;
    for (const { rows, column } of pieces) {
      if (column.kind === "constant") {
        data.fill(codeByText.get(column.value) as number, count, count + rows.length);
        count += rows.length;
        continue;
      }
      const { codes } = column as ColumnOf<"dictionary">;
      for (let index = 0; index < rows.length; index++) {
        const code = codes[rows[index]];
        data[count++] = code;
        if (code < 0) missing++;
      }
    }
    const mask = buildMask(length, missing, (index) => data[index] >= 0);
    // Readers may look a code up also where the mask says that there is none.
    if (missing > 0) for (let index = 0; index < length; index++) data[index] = Math.max(data[index], 0);
    body.closeNode(data, length, mask);
  };
}

/** Microseconds since 1970. */
export function writeTimestamps(body: BatchBody, pieces: readonly Piece[], length: number): void {
  const data = body.openLongs(length);
  const isPresent = new Uint8Array(length);
  let count = 0;
  for (const { rows, column } of pieces) {
    const { values } = column as ColumnOf<"timestamp">;
    for (const row of rows) {
      const epochMs = values[row];
      isPresent[count] = Number.isNaN(epochMs) ? 0 : 1;
      data[count++] = isPresent[count - 1] === 0 ? 0n : toEpochMicros(epochMs);
    }
  }
  body.closeNode(data, length, maskFlags(isPresent));
}

/** Lists of doubles: where each list ends, and a node of its own for all their elements. */
export function writeLists(body: BatchBody, pieces: readonly Piece[], length: number): void {
  const lists: Float64Array[] = [];
  const isPresent = new Uint8Array(length);
  for (const { rows, column } of pieces) {
    const list = column as ColumnOf<"list">;
    for (const row of rows) {
      isPresent[lists.length] = list.isPresent[row];
      lists.push(list.values.subarray(list.offsets[row], list.offsets[row + 1]));
    }
  }
  body.closeNode(fillOffsets(body, lists), length, maskFlags(isPresent));
  const elements = body.openDoubles(lists.reduce((sum, list) => sum + list.length, 0));
  let count = 0;
  for (const list of lists) {
    elements.set(list, count);
    count += list.length;
  }
  const missing = elements.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  body.closeNode(elements, elements.length, maskNonFinite(elements, missing));
}

/** A bit a row. */
export function writeBooleans(body: BatchBody, pieces: readonly Piece[], length: number): void {
  const cells = pieces.flatMap(({ rows, column }) =>
    Array.from(rows, (row) => getCell(column as Column, row)),
  );
  const bits = body.openBits(length);
  for (const [index, cell] of cells.entries()) if (cell === true) bits[index >> 3] |= 1 << (index & 7);
  const missing = cells.reduce((count: number, cell) => count + (cell === null ? 1 : 0), 0);
  body.closeNode(
    bits,
    length,
    buildMask(length, missing, (index) => cells[index] !== null),
  );
}

/** Text as it is, and JSON of what is no text. */
export function writeTexts(body: BatchBody, pieces: readonly Piece[], length: number): void {
  const isPresent = new Uint8Array(length);
  const texts: Buffer[] = [];
  for (const { rows, column } of pieces) {
    const render = buildCellText(column as Column, JSON_DIALECT);
    for (const row of rows) {
      const cell = getCell(column as Column, row);
      const text = typeof cell === "string" ? cell : render(row);
      isPresent[texts.length] = typeof cell === "string" || text !== "" ? 1 : 0;
      texts.push(Buffer.from(text));
    }
  }
  body.closeNode(fillOffsets(body, texts), length, maskFlags(isPresent));
  body.addBuffer(Buffer.concat(texts));
}

/** Opens offsets: where each item starts, and where the last one ends. */
function fillOffsets(body: BatchBody, items: readonly { readonly length: number }[]): Int32Array {
  const offsets = body.openIntegers(items.length + 1);
  offsets[0] = 0;
  for (let index = 0; index < items.length; index++)
    offsets[index + 1] = offsets[index] + items[index].length;
  return offsets;
}

function maskNonFinite(values: Float64Array, missing: number) {
  return buildMask(values.length, missing, (index) => Number.isFinite(values[index]));
}

function maskFlags(flags: Uint8Array) {
  const missing = flags.reduce((count, flag) => count + (flag === 0 ? 1 : 0), 0);
  return buildMask(flags.length, missing, (index) => flags[index] === 1);
}
