/**
 * The encodings of Parquet pages: https://parquet.apache.org/docs/file-format/data-pages/encodings/
 * Every count that a file states is compared with the bytes that are there before memory is taken for it.
 */
import { malformed } from "./fault.js";

/**
 * `count` integers of `bitWidth` bits (0 to 32) in the hybrid of runs and packed groups. Throws ParquetFault when
 * the bytes end first.
 */
export function parseHybrid(bytes: Buffer, bitWidth: number, count: number): Uint32Array {
  if (bitWidth > 32) throw malformed(`has integers of ${bitWidth} bits`);
  const values = new Uint32Array(count);
  let offset = 0;
  for (let length = 0; length < count; ) {
    const header = parseVarint(bytes, offset);
    offset = header.end;
    const isPacked = header.value % 2 === 1;
    const stated = Math.floor(header.value / 2) * (isPacked ? 8 : 1);
    // The last group is padded to eight, so a run may state more than there are.
    const runLength = Math.min(stated, count - length);
    const end = offset + Math.ceil(isPacked ? (runLength * bitWidth) / 8 : bitWidth / 8);
    if (end > bytes.length) throw malformed("has a run of integers that goes beyond its page");
    if (isPacked) unpackBits(bytes, offset, bitWidth, values.subarray(length, length + runLength));
    else if (end > offset) values.fill(bytes.readUIntLE(offset, end - offset), length, length + runLength);
    offset = isPacked ? offset + (stated * bitWidth) / 8 : end;
    length += runLength;
  }
  return values;
}

/** An unsigned integer of up to five bytes of seven bits, and where it ends. */
export function parseVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < 5 && start + index < bytes.length; index++) {
    const byte = bytes[start + index];
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  throw malformed("has a length without an end");
}

/** `count` texts, each with its length in front. */
export function parsePlainTexts(bytes: Buffer, count: number): string[] {
  const texts: string[] = [];
  let offset = 0;
  while (texts.length < count) {
    if (offset + 4 > bytes.length) throw malformed("has a page with too few texts");
    const start = offset + 4;
    offset = start + bytes.readUInt32LE(offset);
    if (offset > bytes.length) throw malformed("has a text that goes beyond its page");
    texts.push(bytes.toString("utf8", start, offset));
  }
  return texts;
}

/** Fills `values` from the packed bits of groups of eight, lowest bit first. */
function unpackBits(bytes: Buffer, start: number, bitWidth: number, values: Uint32Array): void {
  if (bitWidth === 0) return;
  const modulus = 2 ** bitWidth;
  let offset = start;
  // Doubles, as up to 39 bits wait at a time.
  let waiting = 0;
  let waitingBits = 0;
  for (let index = 0; index < values.length; index++) {
    while (waitingBits < bitWidth) {
      waiting += bytes[offset++] * 2 ** waitingBits;
      waitingBits += 8;
    }
    values[index] = waiting % modulus;
    waiting = Math.floor(waiting / modulus);
    waitingBits -= bitWidth;
  }
}
