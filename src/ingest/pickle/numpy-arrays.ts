/** Parses dtypes, integers and arrays of numpy, which pickles arrays in two ways. */
import { malformed } from "./fault.js";
import {
  decodeInteger,
  describe,
  findBytes,
  getBytes,
  getList,
  isCallOf,
  type PythonObject,
} from "./python-objects.js";

export interface Dtype {
  /** numpy's letter: f float, i and u integer, b boolean, M timestamp, U text, O object; others are not read. */
  readonly kind: string;
  readonly itemSize: number;
  readonly isBigEndian: boolean;
  /** For timestamps and durations: ns, us, ms, s, m, h, D, W or generic; otherwise empty. */
  readonly unit: string;
  /** For error messages, the content of a dtype that is not read; undefined if it is read. */
  readonly unsupported: string | undefined;
}

/** An array of bytes of the file, or of Python objects. Strides are in elements. */
export interface NdArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Empty for objects, and for a dtype that is not read. */
  readonly bytes: Uint8Array;
  readonly objects: readonly unknown[];
}

const MAX_DIMENSIONS = 64;
const SIZES: Readonly<Record<string, readonly number[]>> = {
  f: [2, 4, 8],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  b: [1],
  M: [8],
};
const UNITS = new Set(["ns", "us", "ms", "s", "m", "h", "D", "W", "generic"]);
const UNSUPPORTED_KINDS: Readonly<Record<string, string>> = {
  c: "complex numbers",
  V: "structured values",
  S: "bytes",
  f: "floats",
};

/** Whether the value is an array, in either form. */
export function isArray(value: unknown): value is PythonObject {
  return isCallOf(value, "numpy.reconstruct", "numpy.frombuffer");
}

/** Finds an integer of Python or numpy up to 2^53; undefined for anything else. */
export function findInteger(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (!isCallOf(value, "numpy.scalar")) return undefined;
  const dtype = parseDtype(value.args[0]);
  const bytes = findBytes(value.args[1]);
  if (!isInteger(dtype) || bytes?.length !== dtype.itemSize) return undefined;
  const integer = decodeNumpyInteger(dtype, bytes);
  return typeof integer === "number" ? integer : undefined;
}

/** Whether the elements are integers. */
export function isInteger({ kind, unsupported }: Dtype): boolean {
  return unsupported === undefined && (kind === "i" || kind === "u");
}

/** Decodes one integer; a bigint beyond 2^53. */
export function decodeNumpyInteger({ kind, isBigEndian }: Dtype, bytes: Uint8Array): number | bigint {
  const lowestFirst = isBigEndian ? bytes.toReversed() : bytes;
  return decodeInteger(kind === "u" ? Uint8Array.of(...lowestFirst, 0) : lowestFirst);
}

/** Throws PickleFault if the value is not an integer of at least 0. `what` names it. */
export function getCount(value: unknown, what: string): number {
  const count = findInteger(value);
  if (count === undefined || count < 0) throw malformed(`${what} is ${describe(value)}, not a count`);
  return count;
}

/** Parses a dtype, also one that is not read. Throws PickleFault if the value is not a dtype. */
export function parseDtype(value: unknown): Dtype {
  if (!isCallOf(value, "numpy.dtype")) throw malformed(`a dtype is ${describe(value)}`);
  const code = value.args[0];
  const match = typeof code === "string" ? /^([A-Za-z])(\d{1,9})$/.exec(code) : null;
  if (match === null) throw malformed("a dtype has no code");
  const [, kind, width] = match;
  // (version, byte order, subarray, names, fields, item size, alignment, flags, datetime metadata)
  const state = value.state === undefined ? [] : getList(value.state, "a dtype's state");
  const unit = kind === "M" || kind === "m" ? findUnit(state[8]) : "";
  const itemSize = kind === "U" ? 4 * Number(width) : Number(width);
  return { kind, itemSize, unit: unit ?? "", isBigEndian: state[1] === ">", unsupported: findLack() };

  function findLack(): string | undefined {
    if (kind === "m") return `durations (timedelta64[${unit ?? "?"}])`;
    const isReadable = kind === "O" || (kind === "U" && itemSize > 0) || SIZES[kind]?.includes(itemSize);
    if (isReadable && unit === undefined) return "timestamps of an unusual unit";
    if (isReadable && (state[2] ?? null) === null && (state[3] ?? null) === null) return undefined;
    return `${UNSUPPORTED_KINDS[kind] ?? "values of dtype"} (${code})`;
  }
}

/** `(metadata, (unit, count, denominator, event))`; undefined for multiples and fractions of a unit. */
function findUnit(metadata: unknown): string | undefined {
  if (!Array.isArray(metadata) || !Array.isArray(metadata[1])) return undefined;
  const [unit, count, denominator] = metadata[1];
  const name = Buffer.from(findBytes(unit) ?? []).toString("latin1");
  return UNITS.has(name) && count === 1 && denominator === 1 ? name : undefined;
}

/** Parses an array. Throws PickleFault if shape and content disagree, before anything of that size is allocated. */
export function parseArray(value: unknown): NdArray {
  if (isCallOf(value, "numpy.frombuffer")) {
    const [content, dtype, shape, order, axisOrder] = value.args;
    return parseBuffer(content, parseDtype(dtype), parseShape(shape), order, axisOrder);
  }
  if (!isCallOf(value, "numpy.reconstruct")) throw malformed(`an array is ${describe(value)}`);
  // (version, shape, dtype, is in Fortran order, content)
  const [, shapeValue, dtypeValue, isFortran, content] = getList(value.state, "an array's state");
  const dtype = parseDtype(dtypeValue);
  const shape = parseShape(shapeValue);
  if (dtype.kind !== "O")
    return parseBuffer(content, dtype, shape, isFortran === true ? "F" : "C", undefined);
  if (dtype.unsupported !== undefined)
    return { dtype, shape, strides: [], bytes: new Uint8Array(0), objects: [] };
  const objects = getList(content, "an object array's content");
  if (objects.length !== countElements(shape)) {
    throw malformed(`an object array of shape (${shape.join(", ")}) has ${objects.length} elements`);
  }
  // Objects are in C order even if the array is in Fortran order.
  return { dtype, shape, strides: buildStrides(shape), bytes: new Uint8Array(0), objects };
}

function parseBuffer(
  content: unknown,
  dtype: Dtype,
  shape: readonly number[],
  order: unknown,
  axisOrder: unknown,
): NdArray {
  if (dtype.unsupported !== undefined)
    return { dtype, shape, strides: [], bytes: new Uint8Array(0), objects: [] };
  if (dtype.kind === "O") throw malformed("an object array is given as bytes");
  const bytes = getBytes(content, "an array's content");
  if (countElements(shape) * dtype.itemSize !== bytes.length) {
    throw malformed(
      `an array of shape (${shape.join(", ")}) and ${dtype.itemSize} bytes each has ${bytes.length} bytes`,
    );
  }
  switch (order) {
    case "C":
      return { dtype, shape, strides: buildStrides(shape), bytes, objects: [] };
    case "F":
      return { dtype, shape, strides: buildStrides(shape.toReversed()).reverse(), bytes, objects: [] };
    case "K": {
      const axes = getList(axisOrder, "an axis order").map((axis) => getCount(axis, "an axis"));
      if (axes.toSorted((a, b) => a - b).join() !== [...shape.keys()].join()) {
        throw malformed(`an axis order of an array of ${shape.length} axes is (${axes.join(", ")})`);
      }
      const strides = buildStrides(shape);
      return {
        dtype,
        shape: axes.map((axis) => shape[axis]),
        strides: axes.map((axis) => strides[axis]),
        bytes,
        objects: [],
      };
    }
    default:
      throw malformed("an array's order is not C, F or K");
  }
}

function parseShape(value: unknown): readonly number[] {
  const shape = getList(value, "an array's shape");
  if (shape.length > MAX_DIMENSIONS) throw malformed(`an array has ${shape.length} dimensions`);
  return shape.map((length) => getCount(length, "an array's length"));
}

function countElements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** C order: the last axis is contiguous. */
function buildStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}
