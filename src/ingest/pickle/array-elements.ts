/** Decodes array elements into copies, independent of the bytes of the file. */
import { endianness } from "node:os";
import { printable } from "../../errors.js";
import { describeLostTimestamp, findEpochMs } from "../timestamps.js";
import { type Location, valueFault, wrongType } from "./fault.js";
import { checkItemCount, type MemoryBudget, SLOT_BYTES, TEXT_BYTES } from "./memory-budget.js";
import type { Dtype, NdArray } from "./numpy-arrays.js";

/** The column whose values are decoded, and the memory budget of the file. */
export interface ColumnContext {
  readonly column: string;
  readonly budget: MemoryBudget;
}

/** Decoded elements; `objects` are parts of the object graph. */
export type Elements =
  /** NaN if missing. */
  | { readonly kind: "doubles"; readonly values: Float64Array }
  /** Milliseconds since 1970, NaN for NaT. */
  | { readonly kind: "timestamps"; readonly values: Float64Array }
  | { readonly kind: "plain"; readonly values: readonly (string | boolean)[] }
  | { readonly kind: "objects"; readonly values: readonly unknown[] };

/** `row` is the row of all elements, or null if each element is a row of its own. */
export interface ElementContext extends ColumnContext {
  readonly row: number | null;
}

/** Whether an element is missing, whatever its bytes are. */
export type IsMissing = (index: number) => boolean;

const IS_HOST_BIG_ENDIAN = endianness() === "BE";
/** Many more arguments in one call overflow the stack. */
const MAX_ARGUMENTS = 4096;
const NAT = -(2n ** 63n);

/**
 * Decodes the elements along `axis`, beginning with the element at `offset`. Both must be inside the array.
 * Throws PickleFault: wrong-type, inexact-value, too-large.
 */
export function decodeAxis(
  array: NdArray,
  axis: number,
  offset: number,
  context: ElementContext,
  isMissing?: IsMissing,
): Elements {
  const { dtype } = array;
  if (dtype.unsupported !== undefined)
    throw wrongType(locationOf(context), `holds ${dtype.unsupported}, which no column can carry`);
  const count = array.shape[axis];
  const stride = array.strides[axis];
  checkItemCount(count);
  if (dtype.kind === "O") {
    context.budget.spend(SLOT_BYTES * count);
    const values =
      stride === 1
        ? array.objects.slice(offset, offset + count)
        : Array.from({ length: count }, (_, index) => array.objects[offset + index * stride]);
    return { kind: "objects", values };
  }
  context.budget.spend(dtype.itemSize * count);
  const bytes = gatherBytes(array.bytes, dtype.itemSize, offset, stride, count);
  return decodeElements(dtype, bytes, context, isMissing);
}

/**
 * Decodes the elements in `bytes`, whose length is a multiple of the item size. Missing elements are not checked. Throws as
 * decodeAxis.
 */
export function decodeElements(
  dtype: Dtype,
  bytes: Uint8Array,
  context: ElementContext,
  isMissing?: IsMissing,
): Elements {
  if (dtype.unsupported !== undefined || dtype.kind === "O") {
    throw wrongType(
      locationOf(context),
      `holds ${dtype.unsupported ?? "object scalars"}, which no column can carry`,
    );
  }
  const count = bytes.length / dtype.itemSize;
  checkItemCount(count);
  context.budget.spend(bytes.length + SLOT_BYTES * count);
  // A copy, aligned for typed arrays, that does not keep the file in memory.
  const copy = new Uint8Array(bytes);
  if (dtype.isBigEndian !== IS_HOST_BIG_ENDIAN) swapBytes(copy, dtype.kind === "U" ? 4 : dtype.itemSize);
  switch (dtype.kind) {
    case "b":
      return { kind: "plain", values: Array.from(copy, (byte) => byte !== 0) };
    case "U":
      return { kind: "plain", values: decodeTexts(copy, dtype.itemSize / 4, context) };
    case "M":
      return { kind: "timestamps", values: decodeTimestamps(copy, dtype.unit, context, isMissing) };
    default:
      return { kind: "doubles", values: decodeNumbers(dtype, copy, context, isMissing) };
  }
}

function locationOf({ column, row }: ElementContext, index: number | null = null): Location {
  return { column, row: row ?? index };
}

function decodeNumbers(
  { kind, itemSize }: Dtype,
  { buffer }: Uint8Array<ArrayBuffer>,
  context: ElementContext,
  isMissing?: IsMissing,
): Float64Array {
  switch (`${kind}${itemSize}`) {
    case "f8":
      return new Float64Array(buffer);
    case "f4":
      return Float64Array.from(new Float32Array(buffer));
    case "f2":
      return Float64Array.from(new Uint16Array(buffer), decodeHalf);
    case "i1":
      return Float64Array.from(new Int8Array(buffer));
    case "i2":
      return Float64Array.from(new Int16Array(buffer));
    case "i4":
      return Float64Array.from(new Int32Array(buffer));
    case "i8":
      return decodeWide(new BigInt64Array(buffer), context, isMissing);
    case "u1":
      return Float64Array.from(new Uint8Array(buffer));
    case "u2":
      return Float64Array.from(new Uint16Array(buffer));
    case "u4":
      return Float64Array.from(new Uint32Array(buffer));
    case "u8":
      return decodeWide(new BigUint64Array(buffer), context, isMissing);
    default:
      throw wrongType(
        locationOf(context),
        `holds values of dtype ${kind}${itemSize}, which no column can carry`,
      );
  }
}

function gatherBytes(
  bytes: Uint8Array,
  itemSize: number,
  offset: number,
  stride: number,
  count: number,
): Uint8Array {
  if (stride === 1) return bytes.subarray(offset * itemSize, (offset + count) * itemSize);
  const gathered = new Uint8Array(count * itemSize);
  for (let index = 0; index < count; index++) {
    const source = (offset + index * stride) * itemSize;
    for (let byte = 0; byte < itemSize; byte++) gathered[index * itemSize + byte] = bytes[source + byte];
  }
  return gathered;
}

function swapBytes(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}

function decodeWide(
  integers: BigInt64Array | BigUint64Array,
  context: ElementContext,
  isMissing?: IsMissing,
): Float64Array {
  const values = new Float64Array(integers.length);
  for (let index = 0; index < integers.length; index++) {
    const value = Number(integers[index]);
    // From the limit on, the double may be rounded.
    if (Math.abs(value) >= 2 ** 53 && isMissing?.(index) !== true) {
      values[index] = toExactDouble(integers[index], locationOf(context, index));
    } else {
      values[index] = value;
    }
  }
  return values;
}

/** Converts an integer. Throws PickleFault inexact-value if no double equals it. */
export function toExactDouble(integer: bigint, location: Location): number {
  const double = Number(integer);
  if (Number.isFinite(double) && BigInt(double) === integer) return double;
  const problem = `holds ${printable(String(integer))}, which a double cannot represent exactly`;
  throw valueFault("inexact-value", location, problem);
}

/** Converts ticks to milliseconds since 1970, NaT to NaN. Throws PickleFault: wrong-type, bad-value, inexact-value. */
export function toTimestamp(ticks: bigint, unit: string, location: Location): number {
  if (ticks === NAT) return Number.NaN;
  // numpy's unit of a NaT without a unit.
  if (unit === "generic") throw valueFault("wrong-type", location, "holds a timestamp without a unit");
  const epochMs = findEpochMs(ticks, unit);
  if (epochMs !== undefined) return epochMs;
  const { code, problem } = describeLostTimestamp(ticks, unit);
  throw valueFault(code, location, problem);
}

function decodeTimestamps(
  bytes: Uint8Array<ArrayBuffer>,
  unit: string,
  context: ElementContext,
  isMissing: IsMissing | undefined,
): Float64Array {
  const ticks = new BigInt64Array(bytes.buffer);
  const values = new Float64Array(ticks.length).fill(Number.NaN);
  for (let index = 0; index < ticks.length; index++) {
    if (isMissing?.(index) === true) continue;
    values[index] = toTimestamp(ticks[index], unit, locationOf(context, index));
  }
  return values;
}

/** UTF-32, padded to `width` with zeros. */
function decodeTexts(bytes: Uint8Array<ArrayBuffer>, width: number, context: ElementContext): string[] {
  const codePoints = new Uint32Array(bytes.buffer);
  context.budget.spend((TEXT_BYTES * codePoints.length) / width);
  return Array.from({ length: codePoints.length / width }, (_, index) => {
    const start = index * width;
    let end = start + width;
    while (end > start && codePoints[end - 1] === 0) end--;
    return decodeUtf32(codePoints.subarray(start, end), locationOf(context, index));
  });
}

function decodeUtf32(codePoints: Uint32Array, location: Location): string {
  const isUnicode = (point: number) => point < 0xd800 || (point > 0xdfff && point <= 0x10ffff);
  if (!codePoints.every(isUnicode)) throw wrongType(location, "holds text that is not Unicode");
  let text = "";
  for (let start = 0; start < codePoints.length; start += MAX_ARGUMENTS) {
    text += String.fromCodePoint(...codePoints.subarray(start, start + MAX_ARGUMENTS));
  }
  return text;
}

/** IEEE 754 half precision: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
