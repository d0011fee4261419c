/** Packed integers: lengths, levels and dictionary codes. */
import { malformed } from "./fault.js";

/**
 * Fills and returns `values` with integers of `bitWidth` bits (0 to 32) in the hybrid of runs and bit-packed groups. Throws
 * ParquetFault if the bytes end first.
 */
export function parseHybrid<T extends Uint8Array | Uint32Array>(
  bytes: Buffer,
  bitWidth: number,
  values: T,
): T {
  if (bitWidth > 32) throw malformed(`has integers of ${bitWidth} bits`);
  const count = values.length;
  let offset = 0;
  for (let length = 0; length < count; ) {
    const header = parseVarint(bytes, offset);
    offset = header.end;
    const isPacked = header.value % 2 === 1;
    const stated = Math.floor(header.value / 2) * (isPacked ? 8 : 1);
    // The last group is padded to eight values.
    const runLength = Math.min(stated, count - length);
    const end = offset + Math.ceil(isPacked ? (runLength * bitWidth) / 8 : bitWidth / 8);
    if (end > bytes.length) throw malformed("has a run of integers that goes beyond its page");
    if (isPacked) unpackBits(bytes, offset, bitWidth, values, length, length + runLength);
    else values.fill(end === offset ? 0 : bytes.readUIntLE(offset, end - offset), length, length + runLength);
    offset = isPacked ? offset + (stated * bitWidth) / 8 : end;
    length += runLength;
  }
  return values;
}

/** Parses a varint of up to five bytes; `end` is the position after it. */
export function parseVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < 5 && start + index < bytes.length; index++) {
    const byte = bytes[start + index];
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  throw malformed("has a length without an end");
}

/** Reads `bitWidth` bits (0 to 32) from bit `start` on, lowest first; bits beyond the end are 0. */
export function readBits(bytes: Buffer, start: number, bitWidth: number): number {
  if (bitWidth === 0) return 0;
  const first = Math.floor(start / 8);
  const shift = start % 8;
  // In doubles, because up to 39 bits are combined.
  let bits = 0;
  for (let index = Math.ceil((shift + bitWidth) / 8) - 1; index >= 0; index--) {
    bits = bits * 256 + (bytes[first + index] ?? 0);
  }
  return Math.floor(bits / 2 ** shift) % 2 ** bitWidth;
}

/** Unpacks bit-packed groups of eight, lowest bit first. */
function unpackBits(
  bytes: Buffer,
  offset: number,
  bitWidth: number,
  values: Uint8Array | Uint32Array,
  start: number,
  end: number,
): void {
  if (bitWidth > 24) {
    for (let index = start; index < end; index++) {
      values[index] = readBits(bytes, offset * 8 + (index - start) * bitWidth, bitWidth);
    }
    return;
  }
  const mask = 2 ** bitWidth - 1;
  let next = offset;
  let waiting = 0;
  let waitingBits = 0;
  for (let index = start; index < end; index++) {
    while (waitingBits < bitWidth) {
      waiting |= bytes[next++] << waitingBits;
      waitingBits += 8;
    }
    values[index] = waiting & mask;
    waiting >>>= bitWidth;
    waitingBits -= bitWidth;
  }
}
