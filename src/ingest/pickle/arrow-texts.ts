/** Text that pandas keeps in Arrow arrays: offsets into one run of UTF-8, and a bitmap of what is present. */
import { malformed, wrongType } from "./fault.js";
import {
  decodeUtf8,
  describe,
  getBytes,
  getCount,
  getDict,
  getList,
  isCallOf,
  type PythonObject,
} from "./python-objects.js";
import type { Place } from "./values.js";

/** The texts of an ArrowStringArray or an ArrowExtensionArray of text; any other Arrow type is a wrong-type fault. */
export function parseArrowTexts(array: PythonObject, place: Place): (string | null)[] {
  const state = getDict(array.state, "an Arrow array's state");
  const content = state.get("_pa_array") ?? state.get("_data");
  const chunks = isCallOf(content, "pyarrow.chunked_array")
    ? getList(content.args[0], "an Arrow array's chunks")
    : [content];
  return chunks.flatMap((chunk) => parseChunk(chunk, place));
}

function parseChunk(chunk: unknown, place: Place): (string | null)[] {
  if (!isCallOf(chunk, "pyarrow.restore_array")) throw malformed(`an Arrow chunk is ${describe(chunk)}`);
  // (type, length, null count, offset, buffers, children, dictionary)
  const [type, lengthValue, , offsetValue, buffers] = getList(chunk.args[0], "an Arrow chunk");
  const offsetSize = getOffsetSize(type, place.column);
  const length = getCount(lengthValue, "an Arrow chunk's length");
  const first = getCount(offsetValue, "an Arrow chunk's offset");
  const [bitmapValue, offsetsValue, textValue] = getList(buffers, "an Arrow chunk's buffers");
  const bitmap = parseBuffer(bitmapValue);
  // An array without rows may come without buffers.
  if (length === 0) return [];
  const offsets = parseBuffer(offsetsValue);
  const text = parseBuffer(textValue) ?? Buffer.alloc(0);
  if (
    offsets === undefined ||
    (first + length + 1) * offsetSize > offsets.length ||
    (bitmap !== undefined && first + length > 8 * bitmap.length)
  ) {
    throw malformed(`an Arrow chunk of ${length} texts is shorter than that`);
  }
  place.budget.spend(length + text.length / 8);
  return Array.from({ length }, (_, row) => {
    const index = first + row;
    if (bitmap !== undefined && ((bitmap[index >> 3] >> (index & 7)) & 1) === 0) return null;
    const start = readOffset(offsets, index, offsetSize);
    const end = readOffset(offsets, index + 1, offsetSize);
    if (!(start >= 0 && start <= end && end <= text.length)) {
      throw malformed(`an Arrow text lies at bytes ${start} to ${end} of ${text.length}`);
    }
    return decodeUtf8(text, start, end);
  });
}

/** Bytes of one offset; 4 for string, 8 for large_string. */
function getOffsetSize(type: unknown, column: string): 4 | 8 {
  const alias = isCallOf(type, "pyarrow.type_for_alias") ? type.args[0] : undefined;
  if (alias === "string") return 4;
  if (alias === "large_string") return 8;
  throw wrongType(column, `is an Arrow array of ${typeof alias === "string" ? alias : describe(type)}`);
}

function parseBuffer(value: unknown): Buffer | undefined {
  if (value === null || value === undefined) return undefined;
  if (!isCallOf(value, "pyarrow.py_buffer")) throw malformed(`an Arrow buffer is ${describe(value)}`);
  const bytes = getBytes(value.args[0], "an Arrow buffer");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readOffset(offsets: Buffer, index: number, size: 4 | 8): number {
  return size === 4 ? offsets.readInt32LE(4 * index) : Number(offsets.readBigInt64LE(8 * index));
}
