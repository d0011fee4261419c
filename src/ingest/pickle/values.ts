/** Interprets one cell of the picture: what a Python, numpy or pandas object in a column means. */
import { decodeAxis, decodeElements, type Elements, toEpochMs } from "./array-elements.js";
import { malformed, PickleFault, quote, refused, wrongType } from "./fault.js";
import { isArray, type NdArray, parseArray, parseDtype } from "./numpy-arrays.js";
import {
  describe,
  findBytes,
  getBytes,
  isCallOf,
  isPythonName,
  type PythonObject,
} from "./python-objects.js";

/** A point in time without a zone, as milliseconds since 1970; always within the calendar of Date. */
export class Moment {
  constructor(readonly epochMs: number) {}
}

/** A cell's value. A list of numbers and missing values is a Float64Array with NaN for the missing ones. */
export type Value = null | string | number | bigint | boolean | Moment | Float64Array | readonly Value[];

/** Where a value stands, for error messages, and what it may still unfold to. */
export interface Place {
  readonly column: string;
  readonly budget: Budget;
}

const MAX_DEPTH = 32;
const MAX_CALENDAR_MS = 8.64e15;
/** pandas' numbers for units of a Timestamp. */
const UNIT_BY_RESOLUTION: ReadonlyMap<unknown, string> = new Map([
  [7, "s"],
  [8, "ms"],
  [9, "us"],
  [10, "ns"],
]);

/** Bounds what one file unfolds to: lists and arrays that are shared grow without bound from a few bytes. */
export class Budget {
  #left: number;
  readonly #limit: number;

  /** `limit` counts cells and list elements; 8 bytes of text or array content count as one. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#left = limit;
  }

  /** Throws PickleFault when the file has spent all of it. */
  spend(values: number): void {
    this.#left -= values;
    if (!(this.#left >= 0)) throw refused(`it unfolds to more than ${this.#limit} values`);
  }
}

/** Throws PickleFault: wrong-type naming the column for a value that no cell can carry. */
export function parseValue(raw: unknown, place: Place, depth = 0): Value {
  switch (typeof raw) {
    case "string":
    case "bigint":
    case "boolean":
      return raw;
    case "number":
      return Number.isNaN(raw) ? null : raw;
    case "undefined":
      throw malformed(`column ${quote(place.column)} holds a value that was never given`);
    default:
      if (raw === null || (isPythonName(raw) && raw.pythonName === "pandas.NA")) return null;
      if (Array.isArray(raw)) return parseList(raw, place, depth);
      if (isArray(raw)) return parseArrayCell(raw, place, depth);
      return parseObject(raw, place);
  }
}

/** The values of a whole array; a number array yields NaN as null. */
export function parseElements(elements: Elements, place: Place, depth = 0): Value[] {
  switch (elements.kind) {
    case "doubles":
      return Array.from(elements.values, (value) => (Number.isNaN(value) ? null : value));
    case "moments":
      return Array.from(elements.values, (epochMs) => toMoment(epochMs, place));
    case "plain":
      return [...elements.values];
    case "objects":
      return elements.values.map((raw) => parseValue(raw, place, depth));
  }
}

/** NaT is null; throws PickleFault bad-value for a moment outside the calendar. */
export function toMoment(epochMs: number, place: Place): Moment | null {
  if (Number.isNaN(epochMs)) return null;
  checkCalendar(epochMs, place.column);
  return new Moment(epochMs);
}

/** Throws PickleFault bad-value where Date cannot carry the moment. */
export function checkCalendar(epochMs: number, column: string): void {
  if (Math.abs(epochMs) > MAX_CALENDAR_MS) {
    throw new PickleFault("bad-value", `column ${quote(column)} holds a moment outside the calendar`);
  }
}

function parseList(raws: readonly unknown[], place: Place, depth: number): Value {
  checkDepth(depth, place);
  place.budget.spend(1 + raws.length);
  return packList(raws.map((raw) => parseValue(raw, place, depth + 1)));
}

/** Doubles where every element is a number or missing. */
function packList(values: readonly Value[]): Value {
  const doubles = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value !== null && typeof value !== "number") return values;
    doubles[index] = value ?? Number.NaN;
  }
  return doubles;
}

function parseArrayCell(raw: PythonObject, place: Place, depth: number): Value {
  checkDepth(depth, place);
  const array = parseArray(raw);
  const { dtype, objects, bytes } = array;
  if (dtype.unsupported !== undefined)
    throw wrongType(place.column, `holds an array of ${dtype.unsupported}`);
  place.budget.spend(1 + objects.length + bytes.length / Math.min(8, dtype.itemSize));
  if (array.shape.length > 0) return parseAxis(array, 0, 0, place, depth);
  // An array of no dimensions is its one element.
  const scalar = { ...array, shape: [1], strides: [1] };
  return parseElements(decodeAxis(scalar, 0, 0, place.column), place, depth + 1)[0];
}

function parseAxis(array: NdArray, axis: number, offset: number, place: Place, depth: number): Value {
  checkDepth(depth, place);
  if (axis === array.shape.length - 1) {
    const elements = decodeAxis(array, axis, offset, place.column);
    if (elements.kind === "doubles") return elements.values;
    return packList(parseElements(elements, place, depth + 1));
  }
  // Spent before the loop: an array with an empty axis may claim any length for another.
  place.budget.spend(array.shape[axis]);
  return Array.from({ length: array.shape[axis] }, (_, index) =>
    parseAxis(array, axis + 1, offset + index * array.strides[axis], place, depth + 1),
  );
}

function checkDepth(depth: number, place: Place): void {
  if (depth >= MAX_DEPTH) throw wrongType(place.column, `holds lists nested more than ${MAX_DEPTH} deep`);
}

function parseObject(raw: unknown, place: Place): Value {
  if (isCallOf(raw, "numpy.scalar")) return parseScalar(raw, place);
  if (isCallOf(raw, "pandas.nat_unpickle")) return null;
  if (isCallOf(raw, "pandas.unpickle_timestamp")) return parseTimestamp(raw, place);
  if (isCallOf(raw, "datetime.datetime", "datetime.date")) return parseDatetime(raw, place);
  throw wrongType(place.column, `holds ${describe(raw)}, which is no cell value`);
}

function parseScalar(raw: PythonObject, place: Place): Value {
  const dtype = parseDtype(raw.args[0]);
  if (dtype.unsupported !== undefined) throw wrongType(place.column, `holds a ${dtype.unsupported}`);
  const bytes = getBytes(raw.args[1], "a scalar's content");
  place.budget.spend(1 + bytes.length / 8);
  if (bytes.length !== dtype.itemSize) throw malformed("a scalar's content has the wrong length");
  return parseElements(decodeElements(dtype, bytes, place.column), place)[0];
}

/** `_unpickle_timestamp(value, freq, tz, unit)` */
function parseTimestamp(raw: PythonObject, place: Place): Moment | null {
  const [ticks, , zone, resolution] = raw.args;
  if ((zone ?? null) !== null) throw wrongType(place.column, "holds a moment with a time zone");
  const unit = UNIT_BY_RESOLUTION.get(resolution);
  const isWhole = typeof ticks === "bigint" || Number.isSafeInteger(ticks);
  if (unit === undefined || !isWhole) throw malformed("a Timestamp has no value or no unit");
  return toMoment(toEpochMs(BigInt(ticks as bigint | number), unit), place);
}

/** A datetime is ten packed bytes and a date is four; a date means its midnight. */
function parseDatetime(raw: PythonObject, place: Place): Moment | null {
  const [packed, zone] = raw.args;
  const bytes = findBytes(packed);
  if (bytes?.length !== (raw.name === "datetime.date" ? 4 : 10))
    throw malformed(`a ${raw.name} is not packed`);
  if ((zone ?? null) !== null) throw wrongType(place.column, "holds a moment with a time zone");
  const [yearHigh, yearLow, monthBits, day, hour = 0, minute = 0, second = 0, ...micros] = bytes;
  // The top bit of the month marks the second of two equal hours, which means nothing without a zone.
  const month = (monthBits & 0x7f) - 1;
  const date = new Date(0);
  date.setUTCFullYear(256 * yearHigh + yearLow, month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw malformed(`a ${raw.name} is no day or time`);
  }
  date.setUTCHours(hour, minute, second);
  return toMoment(date.getTime() + micros.reduce((sum, byte) => 256 * sum + byte, 0) / 1000, place);
}
