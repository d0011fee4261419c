/** Decodes pickled Arrow arrays: buffers of values and offsets, and validity bitmaps. */
import { type ColumnContext, decodeElements, toTimestamp } from "./array-elements.js";
import { type ArrowType, parseArrowType } from "./arrow-types.js";
import { malformed, wrongType } from "./fault.js";
import { checkItemCount, SLOT_BYTES, TEXT_BYTES, VIEW_BYTES } from "./memory-budget.js";
import { type Dtype, getCount } from "./numpy-arrays.js";
import {
  decodeUtf8,
  describe,
  getBytes,
  getDict,
  getList,
  isCallOf,
  type PythonObject,
} from "./python-objects.js";
import { packList, Timestamp, toValues, type Value } from "./values.js";

export interface ArrowValues {
  readonly type: ArrowType;
  readonly values: readonly Value[];
}

/** A file could nest lists and dictionaries endlessly. */
const MAX_DEPTH = 8;
const NO_BYTES = Buffer.alloc(0);

/** One array, as pyarrow pickles it. */
interface ArrowArray {
  readonly length: number;
  /** Index of the first element in the buffers. */
  readonly start: number;
  readonly buffers: readonly (Buffer | undefined)[];
  readonly children: readonly unknown[];
  readonly dictionary: unknown;
  isMissing(index: number): boolean;
}

/** Decodes an ArrowStringArray or ArrowExtensionArray. Throws PickleFault: wrong-type, bad-value, inexact-value, too-large. */
export function parseArrowColumn(array: PythonObject, context: ColumnContext): ArrowValues {
  const state = getDict(array.state, "an Arrow array's state");
  const content = state.get("_pa_array") ?? state.get("_data");
  const location = { column: context.column, row: null };
  if (!isCallOf(content, "pyarrow.chunked_array")) return parseChunk(content, context);
  const [chunksValue, typeValue] = content.args;
  const chunks = getList(chunksValue, "an Arrow array's chunks").map((chunk) => parseChunk(chunk, context));
  if (chunks.length === 0) return { type: parseArrowType(typeValue, location), values: [] };
  return { type: chunks[0].type, values: chunks.flatMap(({ values }) => values) };
}

function parseChunk(chunk: unknown, context: ColumnContext): ArrowValues {
  if (!isCallOf(chunk, "pyarrow.restore_array")) throw malformed(`an Arrow chunk is ${describe(chunk)}`);
  return parseArray(chunk.args[0], context, 0);
}

/** `(type, length, null count, offset, buffers, children, dictionary)` */
function parseArray(value: unknown, context: ColumnContext, depth: number): ArrowValues {
  const location = { column: context.column, row: null };
  if (depth >= MAX_DEPTH) throw wrongType(location, `holds Arrow arrays nested more than ${MAX_DEPTH} deep`);
  const [typeValue, lengthValue, , startValue, buffersValue, children, dictionary] = getList(
    value,
    "an Arrow array",
  );
  const type = parseArrowType(typeValue, location);
  const length = getCount(lengthValue, "an Arrow array's length");
  const start = getCount(startValue, "an Arrow array's offset");
  checkItemCount(length);
  context.budget.spend(2 * SLOT_BYTES * length);
  // An empty array may have no buffers.
  if (length === 0) return { type, values: [] };
  const buffers = getList(buffersValue, "an Arrow array's buffers").map(parseBuffer);
  const bitmap = type.kind === "null" ? undefined : buffers[0];
  if (bitmap !== undefined && start + length > 8 * bitmap.length) throw tooShort(length);
  const isMissing = (index: number) => bitmap !== undefined && !isBitSet(bitmap, start + index);
  const array: ArrowArray = {
    length,
    start,
    buffers,
    children: getList(children, "an Arrow array's children"),
    dictionary,
    isMissing,
  };
  if (type.kind === "dictionary") return decodeDictionary(array, type.dtype, context, depth);
  const values = decodeValues(array, type, context, depth);
  return {
    type,
    values: bitmap === undefined ? values : values.map((each, row) => (isMissing(row) ? null : each)),
  };
}

/** Missing elements have any value. */
function decodeValues(
  array: ArrowArray,
  type: Exclude<ArrowType, { kind: "dictionary" }>,
  context: ColumnContext,
  depth: number,
): readonly Value[] {
  const { length, start, buffers } = array;
  switch (type.kind) {
    case "null":
      return new Array<null>(length).fill(null);
    case "bits": {
      const bits = getBuffer(buffers[1], Math.ceil((start + length) / 8), length);
      return Array.from({ length }, (_, row) => isBitSet(bits, start + row));
    }
    case "fixed":
      return decodeFixed(array, type.dtype, context);
    case "days":
      return decodeDays(array, context);
    case "text":
      return decodeTexts(array, type.offsetSize, context);
    case "list":
      return decodeLists(array, type.offsetSize, context, depth);
  }
}

function decodeFixed(array: ArrowArray, dtype: Dtype, context: ColumnContext): Value[] {
  const { length, start, buffers, isMissing } = array;
  const end = (start + length) * dtype.itemSize;
  const bytes = getBuffer(buffers[1], end, length).subarray(start * dtype.itemSize, end);
  const elements = decodeElements(dtype, bytes, { ...context, row: null }, isMissing);
  return elements.kind === "objects" ? [] : toValues(elements);
}

function decodeDays({ length, start, buffers, isMissing }: ArrowArray, { column }: ColumnContext): Value[] {
  const days = getBuffer(buffers[1], (start + length) * 4, length);
  return Array.from({ length }, (_, row) => {
    if (isMissing(row)) return null;
    return new Timestamp(toTimestamp(BigInt(days.readInt32LE(4 * (start + row))), "D", { column, row }));
  });
}

function decodeTexts(array: ArrowArray, offsetSize: 4 | 8, { budget }: ColumnContext): Value[] {
  const text = array.buffers[2] ?? NO_BYTES;
  const spans = readSpans(array, offsetSize, text.length);
  return Array.from({ length: array.length }, (_, row) => {
    if (array.isMissing(row)) return null;
    const [start, end] = [spans[row], spans[row + 1]];
    budget.spend(TEXT_BYTES + 2 * (end - start));
    return decodeUtf8(text, start, end);
  });
}

function decodeLists(array: ArrowArray, offsetSize: 4 | 8, context: ColumnContext, depth: number): Value[] {
  const { values } = parseArray(array.children[0], context, depth + 1);
  const spans = readSpans(array, offsetSize, values.length);
  return Array.from({ length: array.length }, (_, row) => {
    if (array.isMissing(row)) return null;
    context.budget.spend(VIEW_BYTES + SLOT_BYTES * (spans[row + 1] - spans[row]));
    return packList(values.slice(spans[row], spans[row + 1]));
  });
}

/** The buffers hold codes; the dictionary is an array of its own. */
function decodeDictionary(
  array: ArrowArray,
  dtype: Dtype,
  context: ColumnContext,
  depth: number,
): ArrowValues {
  const { type, values } = parseArray(array.dictionary, context, depth + 1);
  if (type.kind === "list")
    throw wrongType({ column: context.column, row: null }, "holds a dictionary of lists");
  const codes = decodeFixed(array, dtype, context);
  const decoded = codes.map((code, row) => {
    if (array.isMissing(row)) return null;
    if (typeof code !== "number" || code < 0 || code >= values.length) {
      throw malformed(`an Arrow array's code is ${describe(code)} of ${values.length}`);
    }
    return values[code];
  });
  return { type, values: decoded };
}

/** Reads the start of each value and the end of the last. They ascend, also at missing rows, so that no values overlap. */
function readSpans({ length, start, buffers }: ArrowArray, offsetSize: 4 | 8, end: number): Float64Array {
  const offsets = getBuffer(buffers[1], (start + length + 1) * offsetSize, length);
  const spans = new Float64Array(length + 1);
  let last = 0;
  for (let row = 0; row <= length; row++) {
    const at = offsetSize * (start + row);
    const offset = offsetSize === 4 ? offsets.readInt32LE(at) : Number(offsets.readBigInt64LE(at));
    if (!(offset >= last && offset <= end)) {
      throw malformed(`an Arrow array's offset is ${offset}, after ${last} and of ${end}`);
    }
    last = offset;
    spans[row] = offset;
  }
  return spans;
}

function isBitSet(bits: Buffer, index: number): boolean {
  return ((bits[index >> 3] >> (index & 7)) & 1) === 1;
}

function parseBuffer(value: unknown): Buffer | undefined {
  if (value === null || value === undefined) return undefined;
  if (!isCallOf(value, "pyarrow.py_buffer")) throw malformed(`an Arrow buffer is ${describe(value)}`);
  const bytes = getBytes(value.args[0], "an Arrow buffer");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function getBuffer(buffer: Buffer | undefined, sizeBytes: number, length: number): Buffer {
  if (buffer !== undefined && sizeBytes <= buffer.length) return buffer;
  throw tooShort(length);
}

function tooShort(length: number) {
  return malformed(`an Arrow array of ${length} values is shorter than that`);
}
