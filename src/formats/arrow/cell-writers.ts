/** Writers of cells into the body of a record batch, one for each kind of column. */
import { type BlockColumn, type Column, getCell, toEpochMicros } from "../../table/column.js";
import { buildTextRenderer } from "../mixed-cells.js";
import { type BatchBody, buildValidityBitmap } from "./batch-body.js";

/** The rows of a block, for one of its columns. */
export interface ColumnSlice {
  readonly rows: Uint32Array;
  readonly column: BlockColumn;
}

/** Adds the nodes and buffers of the slices, which have `length` rows in total. */
export type CellWriter = (body: BatchBody, slices: readonly ColumnSlice[], length: number) => void;

type ColumnOf<Kind extends Column["kind"]> = Extract<Column, { kind: Kind }>;

/** Writes doubles; non-finite ones become null. */
export function writeNumbers(body: BatchBody, slices: readonly ColumnSlice[], length: number): void {
  const data = body.allocateFloat64(length);
  let count = 0;
  let nullCount = 0;
  for (const { rows, column } of slices) {
    const { values } = column as ColumnOf<"number">;
    for (let index = 0; index < rows.length; index++) {
      const value = values[rows[index]];
      data[count++] = value;
      // Faster than !Number.isFinite(value): only for finite numbers is the difference 0.
      if (value - value !== 0) nullCount++;
    }
  }
  body.finishNode(data, length, buildFiniteBitmap(data, nullCount));
}

/** Writes integers of at most 53 bits in 64; a missing one becomes null. */
export function writeIntegers(body: BatchBody, slices: readonly ColumnSlice[], length: number): void {
  const values = new Float64Array(length);
  let count = 0;
  for (const { rows, column } of slices) {
    const { values: from } = column as ColumnOf<"number">;
    for (let index = 0; index < rows.length; index++) values[count++] = from[rows[index]];
  }
  finishIntegers(body, values);
}

/** The bits of a double would be no integer, and bigints are slow. */
function finishIntegers(body: BatchBody, values: Float64Array): void {
  const { length } = values;
  const data = body.allocateInt64(length);
  const halves = new Int32Array(data.buffer, data.byteOffset, 2 * length);
  let nullCount = 0;
  for (let index = 0; index < length; index++) {
    const value = values[index];
    // It is written as zero.
    if (Number.isNaN(value)) nullCount++;
    const high = Math.floor(value / 2 ** 32);
    halves[2 * index] = value - high * 2 ** 32;
    halves[2 * index + 1] = high;
  }
  body.finishNode(data, length, buildFiniteBitmap(values, nullCount));
}

/** Builds a writer of codes; `dictionary` is that of all slices. */
export function buildCodeWriter(dictionary: readonly string[]): CellWriter {
  const codeByText = new Map(dictionary.map((text, code) => [text, code]));
  return (body, slices, length) => {
    const data = body.allocateInt32(length);
    let count = 0;
    let nullCount = 0;
    for (const { rows, column } of slices) {
      if (column.kind === "constant") {
        data.fill(codeByText.get(column.value) as number, count, count + rows.length);
        count += rows.length;
        continue;
      }
      const { codes } = column as ColumnOf<"dictionary">;
      for (let index = 0; index < rows.length; index++) {
        const code = codes[rows[index]];
        data[count++] = code;
        if (code < 0) nullCount++;
      }
    }
    const validity = buildValidityBitmap(length, nullCount, (index) => data[index] >= 0);
    // Some readers look up the codes of nulls too.
    if (nullCount > 0) for (let index = 0; index < length; index++) data[index] = Math.max(data[index], 0);
    body.finishNode(data, length, validity);
  };
}

/** Writes timestamps as microseconds since 1970. */
export function writeTimestamps(body: BatchBody, slices: readonly ColumnSlice[], length: number): void {
  const data = body.allocateInt64(length);
  const isPresent = new Uint8Array(length);
  let count = 0;
  for (const { rows, column } of slices) {
    const { values } = column as ColumnOf<"timestamp">;
    for (const row of rows) {
      const epochMs = values[row];
      isPresent[count] = Number.isNaN(epochMs) ? 0 : 1;
      data[count++] = isPresent[count - 1] === 0 ? 0n : toEpochMicros(epochMs);
    }
  }
  body.finishNode(data, length, buildFlagBitmap(isPresent));
}

/** Writes lists of doubles: a node of offsets, and a child node of all elements. */
export function writeLists(body: BatchBody, slices: readonly ColumnSlice[], length: number): void {
  const { lists, elementCount } = writeListOffsets(body, slices, length);
  const elements = body.allocateFloat64(elementCount);
  joinLists(lists, elements);
  const nullCount = elements.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  body.finishNode(elements, elements.length, buildFiniteBitmap(elements, nullCount));
}

/** As writeLists, of integers. */
export function writeIntegerLists(body: BatchBody, slices: readonly ColumnSlice[], length: number): void {
  const { lists, elementCount } = writeListOffsets(body, slices, length);
  const elements = new Float64Array(elementCount);
  joinLists(lists, elements);
  finishIntegers(body, elements);
}

function writeListOffsets(body: BatchBody, slices: readonly ColumnSlice[], length: number) {
  const lists: Float64Array[] = [];
  const isPresent = new Uint8Array(length);
  for (const { rows, column } of slices) {
    const list = column as ColumnOf<"list">;
    for (const row of rows) {
      isPresent[lists.length] = list.isPresent[row];
      lists.push(list.values.subarray(list.offsets[row], list.offsets[row + 1]));
    }
  }
  body.finishNode(fillOffsets(body, lists), length, buildFlagBitmap(isPresent));
  return { lists, elementCount: lists.reduce((sum, list) => sum + list.length, 0) };
}

function joinLists(lists: readonly Float64Array[], elements: Float64Array): void {
  let count = 0;
  for (const list of lists) {
    elements.set(list, count);
    count += list.length;
  }
}

/** Writes booleans, one bit each. */
export function writeBooleans(body: BatchBody, slices: readonly ColumnSlice[], length: number): void {
  const cells = slices.flatMap(({ rows, column }) =>
    Array.from(rows, (row) => getCell(column as Column, row)),
  );
  const bits = body.allocateBits(length);
  for (const [index, cell] of cells.entries()) if (cell === true) bits[index >> 3] |= 1 << (index & 7);
  const nullCount = cells.reduce((count: number, cell) => count + (cell === null ? 1 : 0), 0);
  body.finishNode(
    bits,
    length,
    buildValidityBitmap(length, nullCount, (index) => cells[index] !== null),
  );
}

/** Writes text, and other cells as JSON. */
export function writeTexts(body: BatchBody, slices: readonly ColumnSlice[], length: number): void {
  const isPresent = new Uint8Array(length);
  const texts: Buffer[] = [];
  for (const { rows, column } of slices) {
    const render = buildTextRenderer(column as ColumnOf<"mixed">);
    for (const row of rows) {
      const text = render(row);
      isPresent[texts.length] = text === null ? 0 : 1;
      texts.push(Buffer.from(text ?? ""));
    }
  }
  body.finishNode(fillOffsets(body, texts), length, buildFlagBitmap(isPresent));
  body.addBuffer(Buffer.concat(texts));
}

/** Writes the offsets of items: the start of each, and the end of the last. */
function fillOffsets(body: BatchBody, items: readonly { readonly length: number }[]): Int32Array {
  const offsets = body.allocateInt32(items.length + 1);
  offsets[0] = 0;
  for (let index = 0; index < items.length; index++)
    offsets[index + 1] = offsets[index] + items[index].length;
  return offsets;
}

function buildFiniteBitmap(values: Float64Array, nullCount: number) {
  return buildValidityBitmap(values.length, nullCount, (index) => Number.isFinite(values[index]));
}

function buildFlagBitmap(flags: Uint8Array) {
  const nullCount = flags.reduce((count, flag) => count + (flag === 0 ? 1 : 0), 0);
  return buildValidityBitmap(flags.length, nullCount, (index) => flags[index] === 1);
}
