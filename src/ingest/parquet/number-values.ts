/** Numbers as doubles. A number that a double cannot hold exactly is a fault and never rounded. */
import type { Column } from "../../table/column.js";
import { malformed } from "./fault.js";
import { checkLength, type Faults, type ParsedValues, type StoredValues } from "./stored-values.js";

/** The storage of a numeric column. */
export type NumberStorage = "INT32" | "UINT32" | "INT64" | "UINT64" | "FLOAT16" | "FLOAT" | "DOUBLE";

const SIZE_BYTES = { INT32: 4, UINT32: 4, INT64: 8, UINT64: 8, FLOAT16: 2, FLOAT: 4, DOUBLE: 8 } as const;

abstract class DoubleValues implements StoredValues<Float64Array> {
  readonly missing = Number.NaN;
  readonly kindOfNulls = "number";

  allocate(count: number): Float64Array {
    return new Float64Array(count);
  }

  abstract parse(plain: Buffer, count: number): ParsedValues<Float64Array>;

  toCell(number: number): number | null {
    return Number.isNaN(number) ? null : number;
  }

  build(name: string, rows: Float64Array): Column {
    return { kind: "number", name, values: rows };
  }
}

/** Integers and floats of any width. */
export class NumberValues extends DoubleValues {
  readonly #storage: NumberStorage;

  constructor(storage: NumberStorage) {
    super();
    this.#storage = storage;
  }

  parse(plain: Buffer, count: number): ParsedValues<Float64Array> {
    const sizeBytes = SIZE_BYTES[this.#storage];
    checkLength(plain, count * sizeBytes);
    switch (this.#storage) {
      case "INT64":
        return parseWide(plain, count, (offset) => plain.readBigInt64LE(offset), true);
      case "UINT64":
        return parseWide(plain, count, (offset) => plain.readBigUInt64LE(offset), false);
      default: {
        const read = chooseReader(plain, this.#storage);
        const numbers = this.allocate(count);
        for (let index = 0; index < count; index++) numbers[index] = read(index * sizeBytes);
        return { numbers, faults: null };
      }
    }
  }
}

function chooseReader(
  plain: Buffer,
  storage: Exclude<NumberStorage, "INT64" | "UINT64">,
): (offset: number) => number {
  switch (storage) {
    case "INT32":
      return (offset) => plain.readInt32LE(offset);
    case "UINT32":
      return (offset) => plain.readUInt32LE(offset);
    case "FLOAT16":
      return (offset) => toDouble(plain.readUInt16LE(offset));
    case "FLOAT":
      return (offset) => plain.readFloatLE(offset);
    case "DOUBLE":
      return (offset) => plain.readDoubleLE(offset);
  }
}

/** Converts half precision: one sign bit, five exponent bits, ten fraction bits. */
function toDouble(half: number): number {
  const sign = half >= 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Parses 64-bit integers. Those beyond 2^53 must survive the conversion to a double and back. */
function parseWide(
  plain: Buffer,
  count: number,
  read: (offset: number) => bigint,
  isSigned: boolean,
): ParsedValues<Float64Array> {
  const numbers = new Float64Array(count);
  const faults = new FaultList(count, (index) => String(read(index * 8)));
  for (let index = 0; index < count; index++) {
    const high = isSigned ? plain.readInt32LE(index * 8 + 4) : plain.readUInt32LE(index * 8 + 4);
    const number = high * 2 ** 32 + plain.readUInt32LE(index * 8);
    numbers[index] = number;
    if (Math.abs(number) >= 2 ** 53 && BigInt(number) !== read(index * 8)) faults.add(index);
  }
  return { numbers, faults: faults.build() };
}

/** Collects the values of a page that a double cannot hold. */
class FaultList {
  readonly #count: number;
  readonly #show: (index: number) => string;
  #flags: Uint8Array | null = null;

  constructor(count: number, show: (index: number) => string) {
    this.#count = count;
    this.#show = show;
  }

  add(index: number): void {
    this.#flags ??= new Uint8Array(this.#count);
    this.#flags[index] = 1;
  }

  build(): Faults | null {
    if (this.#flags === null) return null;
    const describe = (index: number) => {
      const problem = `holds ${this.#show(index)}, which a double cannot represent exactly`;
      return { code: "inexact-value", problem } as const;
    };
    return { flags: this.#flags, describe };
  }
}

/** Decimals of up to 15 digits always print like their nearest double. */
const SURE_DIGITS = 10n ** 15n;
/** Powers of ten are exact doubles up to here. */
const MAX_EXACT_POWER = 22;
export const MAX_DECIMAL_SCALE = 76;
export const MAX_DECIMAL_BYTES = 32;

/** Decimals: unscaled integers and the number of their fraction digits. */
export class DecimalValues extends DoubleValues {
  readonly #sizeBytes: number | null;
  readonly #isBigEndian: boolean;
  readonly #scale: number;

  /** `sizeBytes` is null for integers that are preceded by their length. Only INT32 and INT64 are little-endian. */
  constructor(sizeBytes: number | null, isBigEndian: boolean, scale: number) {
    super();
    this.#sizeBytes = sizeBytes;
    this.#isBigEndian = isBigEndian;
    this.#scale = scale;
  }

  parse(plain: Buffer, count: number): ParsedValues<Float64Array> {
    const numbers = this.allocate(count);
    const unscaled = this.#parseIntegers(plain, count);
    const faults = new FaultList(count, (index) => formatDecimal(unscaled[index], this.#scale));
    for (let index = 0; index < count; index++) {
      numbers[index] = toNearest(unscaled[index], this.#scale);
      if (!isExact(numbers[index], unscaled[index], this.#scale)) faults.add(index);
    }
    return { numbers, faults: faults.build() };
  }

  #parseIntegers(plain: Buffer, count: number): bigint[] {
    const integers: bigint[] = [];
    let offset = 0;
    while (integers.length < count) {
      let sizeBytes = this.#sizeBytes;
      if (sizeBytes === null) {
        checkLength(plain, offset + 4);
        sizeBytes = plain.readUInt32LE(offset);
        offset += 4;
        if (sizeBytes > MAX_DECIMAL_BYTES) throw malformed(`has a decimal of ${sizeBytes} bytes`);
      }
      checkLength(plain, offset + sizeBytes);
      const digits = plain.subarray(offset, offset + sizeBytes);
      const hex = (this.#isBigEndian ? digits : Buffer.from(digits).reverse()).toString("hex");
      integers.push(BigInt.asIntN(sizeBytes * 8, BigInt(`0x${hex || "0"}`)));
      offset += sizeBytes;
    }
    return integers;
  }
}

function toNearest(unscaled: bigint, scale: number): number {
  if (isSure(unscaled, scale)) return Number(unscaled) / 10 ** scale;
  return Number(formatDecimal(unscaled, scale));
}

/** Whether the double equals the decimal or prints like it, as the double nearest to 0.1 does. */
function isExact(number: number, unscaled: bigint, scale: number): boolean {
  if (isSure(unscaled, scale)) return true;
  if (Number.isInteger(number) && BigInt(number) * 10n ** BigInt(scale) === unscaled) return true;
  const [mantissa, exponent] = number.toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const fractionDigits = mantissa.includes(".") ? mantissa.length - mantissa.indexOf(".") - 1 : 0;
  const shift = Number(exponent) - fractionDigits + scale;
  return shift >= 0 && BigInt(digits) * 10n ** BigInt(shift) === unscaled;
}

function isSure(unscaled: bigint, scale: number): boolean {
  return unscaled < SURE_DIGITS && unscaled > -SURE_DIGITS && scale <= MAX_EXACT_POWER;
}

function formatDecimal(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const sign = unscaled < 0n ? "-" : "";
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}
