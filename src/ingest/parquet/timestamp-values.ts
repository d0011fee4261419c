/** Timestamps and dates. */
import type { Column } from "../../table/column.js";
import { formatTimestamp } from "../../table/column.js";
import { describeLostTimestamp, findEpochMs } from "../timestamps.js";
import { checkLength, type ParsedValues, type StoredValues } from "./stored-values.js";

/** The storage of timestamps: a unit since 1970, or INT96, which is nanoseconds and a Julian day. */
export type TimestampStorage = "MILLIS" | "MICROS" | "NANOS" | "INT96" | "DATE";

const SIZE_BYTES = { MILLIS: 8, MICROS: 8, NANOS: 8, INT96: 12, DATE: 4 } as const;
const UNITS = { MILLIS: "ms", MICROS: "us", NANOS: "ns", INT96: "ns", DATE: "D" } as const;

const JULIAN_DAY_OF_1970 = 2_440_588n;
const NANOS_PER_DAY = 86_400_000_000_000n;

/** Timestamps in milliseconds since 1970. */
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
    const unit = UNITS[this.#storage];
    const numbers = this.allocate(count);
    let flags: Uint8Array | null = null;
    for (let index = 0; index < count; index++) {
      const epochMs = findEpochMs(readTicks(plain, index, this.#storage), unit);
      numbers[index] = epochMs ?? Number.NaN;
      if (epochMs !== undefined) continue;
      flags ??= new Uint8Array(count);
      flags[index] = 1;
    }
    if (flags === null) return { numbers, faults: null };
    const describe = (index: number) => describeLostTimestamp(readTicks(plain, index, this.#storage), unit);
    return { numbers, faults: { flags, describe } };
  }

  toCell(epochMs: number): string | null {
    return formatTimestamp(epochMs);
  }

  build(name: string, rows: Float64Array): Column {
    return { kind: "timestamp", name, values: rows };
  }
}

function readTicks(plain: Buffer, index: number, storage: TimestampStorage): bigint {
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
