/** Interprets the cells of a column: objects of Python, numpy and pandas. */
import type { AllowedName } from "./allow-list.js";
import {
  type ColumnContext,
  decodeAxis,
  decodeElements,
  type Elements,
  toExactDouble,
  toTimestamp,
} from "./array-elements.js";
import { type Location, malformed, wrongType } from "./fault.js";
import { SLOT_BYTES, TEXT_BYTES, VIEW_BYTES } from "./memory-budget.js";
import { isArray, type NdArray, parseArray, parseDtype } from "./numpy-arrays.js";
import { describe, findBytes, getBytes, isCallOf, isName, PythonObject } from "./python-objects.js";

/** A timestamp without a time zone, in milliseconds since 1970. */
export class Timestamp {
  constructor(readonly epochMs: number) {}
}

/** A cell's value. A list of numbers and missing values is a Float64Array with NaN for the missing ones. */
export type Value = null | string | number | boolean | Timestamp | Float64Array | readonly Value[];

const MAX_DEPTH = 32;
const DOUBLE_BYTES = 8;
/** The unit of a Timestamp by pandas' code for it. */
const NANOSECONDS = 10;
const UNIT_BY_RESOLUTION: ReadonlyMap<unknown, string> = new Map([
  [7, "s"],
  [8, "ms"],
  [9, "us"],
  [NANOSECONDS, "ns"],
]);
/** Clearer descriptions of cells that are not read, for error messages. */
const OTHER_CELLS: Readonly<Partial<Record<AllowedName, string>>> = {
  "datetime.timedelta": "a duration (datetime.timedelta)",
  "pandas.unpickle_timedelta": "a duration (pandas.Timedelta)",
  "pandas.Period": "a period (pandas.Period)",
  "pandas.Interval": "an interval (pandas.Interval)",
  "pandas.unpickle_Interval": "an interval (pandas.Interval)",
};

/** Parses the cells of one column. A list in several rows is parsed once. */
export class CellParser {
  readonly #context: ColumnContext;
  readonly #listBySource = new Map<unknown, Float64Array>();

  constructor(context: ColumnContext) {
    this.#context = context;
  }

  /**
   * Parses the values of a column; a missing number is null.
   * Throws PickleFault: wrong-type, bad-value, inexact-value, too-large.
   */
  parseColumn(elements: Elements): Value[] {
    const { budget } = this.#context;
    budget.spend(SLOT_BYTES * elements.values.length);
    if (elements.kind !== "objects") return toValues(elements);
    return elements.values.map((raw, row) => this.#parseCell(raw, row));
  }

  #parseCell(raw: unknown, row: number): Value {
    if (typeof raw !== "object") return this.#parse(raw, row, 0);
    const known = this.#listBySource.get(raw);
    if (known !== undefined) {
      // The column contains the elements once per row.
      this.#context.budget.spend(DOUBLE_BYTES * known.length);
      return known;
    }
    const value = this.#parse(raw, row, 0);
    if (value instanceof Float64Array) this.#listBySource.set(raw, value);
    return value;
  }

  #parse(raw: unknown, row: number, depth: number): Value {
    switch (typeof raw) {
      case "string":
      case "boolean":
        return raw;
      case "number":
        return Number.isNaN(raw) ? null : raw;
      case "bigint":
        return toExactDouble(raw, this.#locationOf(row));
      default:
        if (raw === null || isName(raw, "pandas.NA")) return null;
        if (Array.isArray(raw)) return this.#parseList(raw, row, depth);
        if (isArray(raw)) return this.#parseArray(raw, row, depth);
        return this.#parseObject(raw, row);
    }
  }

  #locationOf(row: number): Location {
    return { column: this.#context.column, row };
  }

  #parseList(raws: readonly unknown[], row: number, depth: number): Value {
    this.#enterList(row, depth, raws.length);
    return packList(raws.map((raw) => this.#parse(raw, row, depth + 1)));
  }

  #parseArray(raw: PythonObject, row: number, depth: number): Value {
    const array = parseArray(raw);
    const { unsupported } = array.dtype;
    if (unsupported !== undefined)
      throw wrongType(this.#locationOf(row), `holds ${unsupported}, which no column can carry`);
    if (array.shape.length > 0) return this.#parseAxis(array, 0, 0, row, depth);
    // An array without dimensions is a scalar.
    return this.#parseElements(
      decodeAxis({ ...array, shape: [1], strides: [1] }, 0, 0, this.#contextOf(row)),
      row,
      depth,
    )[0];
  }

  #parseAxis(array: NdArray, axis: number, offset: number, row: number, depth: number): Value {
    // Before any allocation: an array with an empty axis can have any length along another.
    this.#enterList(row, depth, array.shape[axis]);
    if (axis === array.shape.length - 1) {
      const elements = decodeAxis(array, axis, offset, this.#contextOf(row));
      return elements.kind === "doubles"
        ? elements.values
        : packList(this.#parseElements(elements, row, depth));
    }
    return Array.from({ length: array.shape[axis] }, (_, index) =>
      this.#parseAxis(array, axis + 1, offset + index * array.strides[axis], row, depth + 1),
    );
  }

  #parseElements(elements: Elements, row: number, depth: number): readonly Value[] {
    if (elements.kind !== "objects") return toValues(elements);
    return elements.values.map((raw) => this.#parse(raw, row, depth + 1));
  }

  #enterList(row: number, depth: number, length: number): void {
    if (depth >= MAX_DEPTH) {
      throw wrongType(this.#locationOf(row), `holds lists nested more than ${MAX_DEPTH} deep`);
    }
    this.#context.budget.spend(VIEW_BYTES + SLOT_BYTES * length);
  }

  #contextOf(row: number) {
    return { ...this.#context, row };
  }

  #parseObject(raw: unknown, row: number): Value {
    if (isCallOf(raw, "numpy.scalar")) return this.#parseScalar(raw, row);
    if (isCallOf(raw, "pandas.nat_unpickle")) return null;
    if (isCallOf(raw, "pandas.unpickle_timestamp")) return this.#parseTimestamp(raw, row);
    if (isCallOf(raw, "datetime.datetime", "datetime.date")) return this.#parseDatetime(raw, row);
    const other = raw instanceof PythonObject ? OTHER_CELLS[raw.name] : undefined;
    throw wrongType(this.#locationOf(row), `holds ${other ?? describe(raw)}, which no column can carry`);
  }

  #parseScalar(raw: PythonObject, row: number): Value {
    const dtype = parseDtype(raw.args[0]);
    if (dtype.unsupported !== undefined) {
      throw wrongType(this.#locationOf(row), `holds ${dtype.unsupported}, which no column can carry`);
    }
    const bytes = getBytes(raw.args[1], "a scalar's content");
    if (bytes.length !== dtype.itemSize) throw malformed("a scalar's content has the wrong length");
    this.#context.budget.spend(TEXT_BYTES);
    return this.#parseElements(decodeElements(dtype, bytes, this.#contextOf(row)), row, 0)[0];
  }

  /** `_unpickle_timestamp(value, freq, tz, unit)`; pandas before 1.5 writes nanoseconds and no unit. */
  #parseTimestamp(raw: PythonObject, row: number): Value {
    const [ticks, , zone, resolution = NANOSECONDS] = raw.args;
    this.#refuseZone(zone, row);
    const unit = UNIT_BY_RESOLUTION.get(resolution);
    const isWhole = typeof ticks === "bigint" || Number.isSafeInteger(ticks);
    if (unit === undefined || !isWhole) throw malformed("a Timestamp has no value or no unit");
    return toValue(toTimestamp(BigInt(ticks as bigint | number), unit, this.#locationOf(row)));
  }

  /** A datetime has ten packed bytes, a date four; a date is its midnight. */
  #parseDatetime(raw: PythonObject, row: number): Value {
    const [packed, zone] = raw.args;
    const bytes = findBytes(packed);
    if (bytes?.length !== (raw.name === "datetime.date" ? 4 : 10))
      throw malformed(`a ${raw.name} is not packed`);
    this.#refuseZone(zone, row);
    const [yearHigh, yearLow, monthBits, day, hour = 0, minute = 0, second = 0, ...micros] = bytes;
    // The top bit of the month is the fold, which has no meaning without a time zone.
    const month = (monthBits & 0x7f) - 1;
    const date = new Date(0);
    date.setUTCFullYear(256 * yearHigh + yearLow, month, day);
    if (
      date.getUTCMonth() !== month ||
      date.getUTCDate() !== day ||
      hour > 23 ||
      minute > 59 ||
      second > 59
    ) {
      throw malformed(`a ${raw.name} is no day or time`);
    }
    date.setUTCHours(hour, minute, second);
    const ticks = BigInt(date.getTime()) * 1000n + BigInt(micros.reduce((sum, byte) => 256 * sum + byte, 0));
    return toValue(toTimestamp(ticks, "us", this.#locationOf(row)));
  }

  #refuseZone(zone: unknown, row: number): void {
    if ((zone ?? null) === null) return;
    throw wrongType(
      this.#locationOf(row),
      "holds a timestamp with a time zone (dt.tz_convert(None) makes it UTC)",
    );
  }
}

/** NaT becomes null. */
function toValue(epochMs: number): Timestamp | null {
  return Number.isNaN(epochMs) ? null : new Timestamp(epochMs);
}

/** Missing numbers and timestamps become null. */
export function toValues(elements: Exclude<Elements, { kind: "objects" }>): Value[] {
  switch (elements.kind) {
    case "doubles":
      return Array.from(elements.values, (value) => (Number.isNaN(value) ? null : value));
    case "timestamps":
      return Array.from(elements.values, toValue);
    case "plain":
      return [...elements.values];
  }
}

/** Converts a list to doubles if every element is a number or missing. */
export function packList(values: readonly Value[]): Float64Array | readonly Value[] {
  const doubles = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value !== null && typeof value !== "number") return values;
    doubles[index] = value ?? Number.NaN;
  }
  return doubles;
}
