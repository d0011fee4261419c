/** Decodes the elements along one axis of an array, copied out of the file's bytes. */
import { endianness } from "node:os";
import { wrongType } from "./fault.js";
import type { Dtype, NdArray } from "./numpy-arrays.js";
import { MAX_EXACT, narrowInteger } from "./python-objects.js";

/** The array types tell what an element is; `objects` are still parts of the picture, to be interpreted one by one. */
export type Elements =
  | { readonly kind: "doubles"; readonly values: Float64Array }
  /** Milliseconds since 1970, NaN for NaT. */
  | { readonly kind: "moments"; readonly values: Float64Array }
  | { readonly kind: "plain"; readonly values: readonly (string | number | bigint | boolean)[] }
  | { readonly kind: "objects"; readonly values: readonly unknown[] };

const IS_HOST_BIG_ENDIAN = endianness() === "BE";
const NAT = -(2n ** 63n);
const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  D: 86_400_000,
  W: 604_800_000,
  // numpy's unit of a NaT that was never given one; any other moment of it means nothing.
  generic: Number.NaN,
};

/**
 * The elements along `axis`, from the element at `offset` on. The caller keeps both inside the array.
 * Throws PickleFault wrong-type naming `column` where the dtype is not supported.
 */
export function decodeAxis(array: NdArray, axis: number, offset: number, column: string): Elements {
  const { dtype } = array;
  if (dtype.unsupported !== undefined) throw wrongType(column, `is ${dtype.unsupported}`);
  const count = array.shape[axis];
  const stride = array.strides[axis];
  if (dtype.kind === "O") {
    const values =
      stride === 1
        ? array.objects.slice(offset, offset + count)
        : Array.from({ length: count }, (_, index) => array.objects[offset + index * stride]);
    return { kind: "objects", values };
  }
  return decodeElements(dtype, gatherBytes(array.bytes, dtype.itemSize, offset, stride, count), column);
}

/** The elements in `bytes`, whose length is a multiple of the item size; throws as decodeAxis. */
export function decodeElements(dtype: Dtype, bytes: Uint8Array, column: string): Elements {
  if (dtype.unsupported !== undefined || dtype.kind === "O") {
    throw wrongType(column, `is ${dtype.unsupported ?? "an object scalar"}`);
  }
  // A copy also aligns the bytes, which typed arrays need, and lets go of the file.
  const copy = new Uint8Array(bytes);
  if (dtype.isBigEndian !== IS_HOST_BIG_ENDIAN) swapBytes(copy, dtype.kind === "U" ? 4 : dtype.itemSize);
  const { buffer } = copy;
  switch (`${dtype.kind}${dtype.kind === "U" ? "" : dtype.itemSize}`) {
    case "f8":
      return { kind: "doubles", values: new Float64Array(buffer) };
    case "f4":
      return { kind: "doubles", values: Float64Array.from(new Float32Array(buffer)) };
    case "f2":
      return { kind: "doubles", values: Float64Array.from(new Uint16Array(buffer), decodeHalf) };
    case "i1":
      return { kind: "doubles", values: Float64Array.from(new Int8Array(buffer)) };
    case "i2":
      return { kind: "doubles", values: Float64Array.from(new Int16Array(buffer)) };
    case "i4":
      return { kind: "doubles", values: Float64Array.from(new Int32Array(buffer)) };
    case "i8":
      return decodeWide(new BigInt64Array(buffer));
    case "u1":
      return { kind: "doubles", values: Float64Array.from(copy) };
    case "u2":
      return { kind: "doubles", values: Float64Array.from(new Uint16Array(buffer)) };
    case "u4":
      return { kind: "doubles", values: Float64Array.from(new Uint32Array(buffer)) };
    case "u8":
      return decodeWide(new BigUint64Array(buffer));
    case "b1":
      return { kind: "plain", values: Array.from(copy, (byte) => byte !== 0) };
    case "U":
      return { kind: "plain", values: decodeTexts(new Uint32Array(buffer), dtype.itemSize / 4, column) };
    case "M8":
      return { kind: "moments", values: decodeMoments(new BigInt64Array(buffer), dtype.unit) };
    default:
      throw wrongType(column, `is dtype ${dtype.kind}${dtype.itemSize}`);
  }
}

/** A moment counted in `unit` since 1970, in milliseconds; NaN for NaT. */
export function toEpochMs(ticks: bigint, unit: string): number {
  if (ticks === NAT) return Number.NaN;
  const perMs = unit === "ns" ? 1_000_000n : unit === "us" ? 1000n : undefined;
  if (perMs === undefined) return Number(ticks) * UNIT_MS[unit];
  // Whole milliseconds and the rest apart, since the ticks themselves are beyond what a double carries.
  return Number(ticks / perMs) + Number(ticks % perMs) / Number(perMs);
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

/** Doubles where each integer fits one, else numbers and bigints. */
function decodeWide(integers: BigInt64Array | BigUint64Array): Elements {
  const values = new Float64Array(integers.length);
  for (let index = 0; index < integers.length; index++) {
    const value = Number(integers[index]);
    // At the limit itself the integer may have been rounded to it.
    if (Math.abs(value) >= MAX_EXACT) return { kind: "plain", values: Array.from(integers, narrowInteger) };
    values[index] = value;
  }
  return { kind: "doubles", values };
}

function decodeMoments(ticks: BigInt64Array, unit: string): Float64Array {
  const values = new Float64Array(ticks.length);
  for (let index = 0; index < ticks.length; index++) values[index] = toEpochMs(ticks[index], unit);
  return values;
}

/** UTF-32, padded to `width` with zeros. */
function decodeTexts(codePoints: Uint32Array, width: number, column: string): string[] {
  const texts = new Array<string>(codePoints.length / width);
  for (let index = 0; index < texts.length; index++) {
    let text = "";
    let end = (index + 1) * width;
    while (end > index * width && codePoints[end - 1] === 0) end--;
    for (let position = index * width; position < end; position++) {
      if (codePoints[position] > 0x10ffff) throw wrongType(column, "holds text that is not Unicode");
      text += String.fromCodePoint(codePoints[position]);
    }
    texts[index] = text;
  }
  return texts;
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
