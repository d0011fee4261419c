/** Timestamps and dates, in milliseconds. What is finer than a microsecond is cut off towards the past. */
import type { Column } from "../../table/column.js";
import { formatTimestamp } from "../../table/column.js";
import { checkLength, type ParsedValues, type StoredValues, type ValueFault } from "./stored-values.js";

/** How points in time are stored: counted in a unit since 1970, or as INT96, nanoseconds of a day and the day. */
export type TimestampStorage = "MILLIS" | "MICROS" | "NANOS" | "INT96" | "DATE";

const SIZE_BYTES = { MILLIS: 8, MICROS: 8, NANOS: 8, INT96: 12, DATE: 4 } as const;
const UNIT_NAMES = {
  MILLIS: "milliseconds",
  MICROS: "microseconds",
  NANOS: "nanoseconds",
  INT96: "nanoseconds",
  DATE: "days",
} as const;

const JULIAN_DAY_OF_1970 = 2_440_588n;
const NANOS_PER_DAY = 86_400_000_000_000n;
const MICROS_PER_DAY = 86_400_000_000n;
/** From year 1 to year 9999, the years of four digits that SQL and Python have too. */
const MIN_MICROS = BigInt(Date.parse("0001-01-01T00:00:00Z")) * 1000n;
const MAX_MICROS = BigInt(Date.parse("9999-12-31T23:59:59.999Z")) * 1000n + 999n;

export class TimestampValues implements StoredValues<Float64Array> {
  readonly missing = Number.NaN;
  readonly kindOfNulls = "timestamp";
  readonly #storage: TimestampStorage;

  constructor(storage: TimestampStorage) {
    this.#storage = storage;
  }

  allocate(count: number): Float64Array {
    return new Float64Array(count);
  }

  parse(plain: Buffer, count: number): ParsedValues<Float64Array> {
    checkLength(plain, count * SIZE_BYTES[this.#storage]);
    const numbers = this.allocate(count);
    let flags: Uint8Array | null = null;
    for (let index = 0; index < count; index++) {
      const micros = toMicros(readUnits(plain, index, this.#storage), this.#storage);
      numbers[index] = toEpochMs(micros);
      if (isInCalendar(micros) && isExact(numbers[index], micros)) continue;
      flags ??= new Uint8Array(count);
      flags[index] = 1;
    }
    if (flags === null) return { numbers, faults: null };
    return { numbers, faults: { flags, describe: (index) => this.#describe(plain, index) } };
  }

  toCell(epochMs: number): string | null {
    return formatTimestamp(epochMs);
  }

  build(name: string, rows: Float64Array): Column {
    return { kind: "timestamp", name, values: rows };
  }

  #describe(plain: Buffer, index: number): ValueFault {
    const units = readUnits(plain, index, this.#storage);
    const micros = toMicros(units, this.#storage);
    if (isInCalendar(micros)) {
      const problem = `holds the timestamp ${formatMicros(micros)}, which a double cannot carry exactly`;
      return { code: "inexact-value", problem };
    }
    const what = `a timestamp of ${units} ${UNIT_NAMES[this.#storage]} since 1970`;
    return { code: "bad-value", problem: `holds ${what}, which is outside the years 1 to 9999` };
  }
}

function formatMicros(micros: bigint): string {
  const seconds = floorDivide(micros, 1_000_000n);
  const text = formatTimestamp(Number(seconds) * 1000);
  return `${text}.${String(micros - seconds * 1_000_000n).padStart(6, "0")}`;
}

function readUnits(plain: Buffer, index: number, storage: TimestampStorage): bigint {
  switch (storage) {
    case "DATE":
      return BigInt(plain.readInt32LE(index * 4));
    case "INT96": {
      const day = BigInt(plain.readUInt32LE(index * 12 + 8)) - JULIAN_DAY_OF_1970;
      return day * NANOS_PER_DAY + plain.readBigInt64LE(index * 12);
    }
    default:
      return plain.readBigInt64LE(index * 8);
  }
}

function toMicros(units: bigint, storage: TimestampStorage): bigint {
  switch (storage) {
    case "DATE":
      return units * MICROS_PER_DAY;
    case "MILLIS":
      return units * 1000n;
    case "MICROS":
      return units;
    default:
      return floorDivide(units, 1000n);
  }
}

/** The nearest double, of an integer that itself need not be one. */
function toEpochMs(micros: bigint): number {
  const ms = floorDivide(micros, 1000n);
  const rest = Number(micros - ms * 1000n);
  return rest === 0 ? Number(ms) : Number(micros) / 1000;
}

function isInCalendar(micros: bigint): boolean {
  return micros >= MIN_MICROS && micros <= MAX_MICROS;
}

/** Whether the microseconds come back from the double. Beyond some 270 years from 1970 not all of them do. */
function isExact(epochMs: number, micros: bigint): boolean {
  const seconds = Math.floor(epochMs / 1000);
  return BigInt(seconds) * 1_000_000n + BigInt(Math.round((epochMs - seconds * 1000) * 1000)) === micros;
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return quotient * divisor > dividend ? quotient - 1n : quotient;
}
