/**
 * The delta encodings, decoded to plain encoding:
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#delta-encoding-delta_binary_packed--5
 */
import { checkGrowth } from "./bounds.js";
import { malformed } from "./fault.js";
import { parseVarint, readBits } from "./integers.js";

const LENGTH_BYTES = 4;
const MAX_VARINT_BYTES = 10;

/** Decodes `count` integers of 4 or 8 bytes; `end` is the position after them. Throws ParquetFault not-parquet. */
export function decodeDeltaIntegers(bytes: Buffer, count: number, sizeBytes: number) {
  const plain = Buffer.alloc(count * sizeBytes);
  const blockSize = parseVarint(bytes, 0);
  const miniblockCount = parseVarint(bytes, blockSize.end);
  const total = parseVarint(bytes, miniblockCount.end);
  const valuesPerMiniblock = blockSize.value / miniblockCount.value;
  if (!(valuesPerMiniblock >= 8 && valuesPerMiniblock % 8 === 0) || total.value !== count) {
    throw malformed(`has a page of ${count} values with deltas of ${total.value}`);
  }
  const sum = new Sum(parseZigzag(bytes, total.end));
  let offset = sum.end;
  if (count > 0) sum.write(plain, 0, sizeBytes);
  for (let index = 1; index < count; ) {
    const min = parseZigzag(bytes, offset);
    const widthsStart = min.end;
    offset = widthsStart + miniblockCount.value;
    if (offset > bytes.length) throw malformed("has deltas that go beyond their page");
    for (let block = 0; block < miniblockCount.value && index < count; block++) {
      const bitWidth = bytes[widthsStart + block];
      const end = Math.min(index + valuesPerMiniblock, count);
      const lastBit = offset * 8 + (end - index) * bitWidth;
      if (bitWidth > 64 || lastBit > bytes.length * 8)
        throw malformed("has deltas that go beyond their page");
      for (let bit = offset * 8; index < end; index++, bit += bitWidth) {
        const low = readBits(bytes, bit, Math.min(bitWidth, 32));
        const high = bitWidth > 32 ? readBits(bytes, bit + 32, bitWidth - 32) : 0;
        sum.add(min, low, high);
        sum.write(plain, index * sizeBytes, sizeBytes);
      }
      offset += (valuesPerMiniblock * bitWidth) / 8;
    }
  }
  return { plain, end: Math.min(offset, bytes.length) };
}

/** Decodes `count` texts that follow all their lengths. Throws ParquetFault not-parquet. */
export function decodeDeltaLengths(bytes: Buffer, count: number): Buffer {
  const { lengths, end } = decodeLengths(bytes, count);
  const plain = Buffer.allocUnsafe(count * LENGTH_BYTES + bytes.length - end);
  let from = end;
  let to = 0;
  for (const length of lengths) {
    if (from + length > bytes.length) throw malformed("has a text that goes beyond its page");
    plain.writeUInt32LE(length, to);
    bytes.copy(plain, to + LENGTH_BYTES, from, from + length);
    from += length;
    to += LENGTH_BYTES + length;
  }
  return plain.subarray(0, to);
}

/**
 * Decodes `count` values that share a prefix with the previous one. `prefixBytes` is 4 for values that are preceded by their
 * length in plain encoding, else 0. Throws ParquetFault not-parquet.
 */
export function decodeDeltaPrefixes(bytes: Buffer, count: number, prefixBytes: 0 | 4): Buffer {
  const prefixes = decodeLengths(bytes, count);
  const rest = bytes.subarray(prefixes.end);
  const suffixes = decodeLengths(rest, count);
  let total = 0;
  for (let index = 0; index < count; index++) {
    total += prefixBytes + prefixes.lengths[index] + suffixes.lengths[index];
  }
  checkGrowth(total, bytes.length);
  const plain = Buffer.allocUnsafe(total);
  let from = suffixes.end;
  let to = 0;
  let lastStart = 0;
  let lastLength = 0;
  for (let index = 0; index < count; index++) {
    const prefix = prefixes.lengths[index];
    const suffix = suffixes.lengths[index];
    if (prefix > lastLength || from + suffix > rest.length) {
      throw malformed("has a text that goes beyond its page");
    }
    if (prefixBytes === LENGTH_BYTES) plain.writeUInt32LE(prefix + suffix, to);
    const start = to + prefixBytes;
    plain.copyWithin(start, lastStart, lastStart + prefix);
    rest.copy(plain, start + prefix, from, from + suffix);
    from += suffix;
    lastStart = start;
    lastLength = prefix + suffix;
    to = start + lastLength;
  }
  return plain;
}

function decodeLengths(bytes: Buffer, count: number): { lengths: Int32Array; end: number } {
  const { plain, end } = decodeDeltaIntegers(bytes, count, LENGTH_BYTES);
  const lengths = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    lengths[index] = plain.readInt32LE(index * LENGTH_BYTES);
    if (lengths[index] < 0) throw malformed(`has a text of ${lengths[index]} bytes`);
  }
  return { lengths, end };
}

/** A 64-bit integer as two halves; `end` is the position after it. */
interface Halves {
  /** Unsigned. */
  readonly low: number;
  /** Signed or unsigned; only the lowest 32 bits count. */
  readonly high: number;
  readonly end: number;
}

/** A sum of 64-bit integers that wraps around, without a bigint for each of them. */
class Sum {
  readonly end: number;
  #low: number;
  #high: number;

  constructor({ low, high, end }: Halves) {
    this.#low = low;
    this.#high = high;
    this.end = end;
  }

  /** Adds `min` and the unsigned integer of `low` and `high`. */
  add(min: Halves, low: number, high: number): void {
    const sum = this.#low + min.low + low;
    this.#low = sum >>> 0;
    this.#high = (this.#high + min.high + high + Math.floor(sum / 2 ** 32)) | 0;
  }

  write(target: Buffer, offset: number, sizeBytes: number): void {
    target.writeUInt32LE(this.#low, offset);
    if (sizeBytes === 8) target.writeInt32LE(this.#high, offset + 4);
  }
}

/** Parses a zigzag varint of up to 64 bits. */
function parseZigzag(bytes: Buffer, start: number): Halves {
  let zigzag = 0n;
  for (let index = 0; index < MAX_VARINT_BYTES && start + index < bytes.length; index++) {
    const byte = bytes[start + index];
    zigzag |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte >= 0x80) continue;
    const value = BigInt.asUintN(64, zigzag % 2n === 0n ? zigzag / 2n : -(zigzag / 2n) - 1n);
    return { low: Number(value & 0xffffffffn), high: Number(value >> 32n) | 0, end: start + index + 1 };
  }
  throw malformed("has an integer without an end");
}
