/** The values of a column chunk as bytes: indexes of a dictionary where that is smaller, plain otherwise. */
import { ByteWriter } from "./byte-writer.js";
import { countBits, writeHybrid } from "./hybrid-encoding.js";
import type { Values } from "./leaf-values.js";
import { buildNumberDictionary } from "./number-dictionary.js";

export interface EncodedValues {
  /** Null for plain values. */
  readonly dictionary: { readonly size: number; readonly bytes: Buffer } | null;
  /** The content of the data page after the levels. */
  readonly bytes: Buffer;
  /** The least and the greatest value, encoded plain without a length; null where none is stored. */
  readonly bounds: { readonly min: Buffer; readonly max: Buffer } | null;
}

/** A longer bound would cost more than it tells a reader. */
const MAX_BOUND_BYTES = 64;

export function encodeValues(values: Values): EncodedValues {
  switch (values.kind) {
    case "double":
    case "int64":
      return encodeNumbers(values.numbers, values.kind === "double" ? viewBytes : encodeInt64);
    case "timestamp":
      return { dictionary: null, bytes: viewBytes(values.micros), bounds: findMicrosBounds(values.micros) };
    case "dictionary":
      return encodeCodes(values.codes, values.dictionary);
    case "boolean":
      return { dictionary: null, bytes: packFlags(values.flags), bounds: null };
    case "text":
      return { dictionary: null, bytes: encodeTexts(values.texts), bounds: null };
  }
}

function encodeNumbers(numbers: Float64Array, encodePlain: (numbers: Float64Array) => Buffer): EncodedValues {
  const dictionary = buildNumberDictionary(numbers);
  const bounds = findNumberBounds(dictionary?.entries ?? numbers, encodePlain);
  if (dictionary === null) return { dictionary, bytes: encodePlain(numbers), bounds };
  const { entries, codes } = dictionary;
  return {
    dictionary: { size: entries.length, bytes: encodePlain(entries) },
    bytes: encodeIndexes(codes, entries.length),
    bounds,
  };
}

function findNumberBounds(numbers: Float64Array, encodePlain: (numbers: Float64Array) => Buffer) {
  if (numbers.length === 0) return null;
  let min = numbers[0];
  let max = min;
  for (const number of numbers) {
    if (number < min) min = number;
    if (number > max) max = number;
  }
  // The format asks for zeros that bound those of either sign; integers have one.
  if (min === 0) min = -0;
  if (max === 0) max = 0;
  return { min: encodePlain(Float64Array.of(min)), max: encodePlain(Float64Array.of(max)) };
}

function findMicrosBounds(micros: BigInt64Array) {
  if (micros.length === 0) return null;
  const sorted = micros.toSorted();
  return { min: viewBytes(sorted.subarray(0, 1)), max: viewBytes(sorted.subarray(-1)) };
}

/** Keeps the used entries of the dictionary, in its order. */
function encodeCodes(codes: Int32Array, dictionary: readonly string[]): EncodedValues {
  if (codes.length === 0) return { dictionary: null, bytes: Buffer.alloc(0), bounds: null };
  const newCodes = new Int32Array(dictionary.length).fill(-1);
  for (const code of codes) newCodes[code] = 0;
  const used: Buffer[] = [];
  for (const [code, text] of dictionary.entries()) {
    if (newCodes[code] < 0) continue;
    newCodes[code] = used.length;
    used.push(Buffer.from(text));
  }
  const sorted = used.toSorted(Buffer.compare);
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  const hasShortBounds = min.length <= MAX_BOUND_BYTES && max.length <= MAX_BOUND_BYTES;
  return {
    dictionary: { size: used.length, bytes: encodeTexts(used) },
    bytes: encodeIndexes(
      codes.map((code) => newCodes[code]),
      used.length,
    ),
    bounds: hasShortBounds ? { min, max } : null,
  };
}

function encodeIndexes(codes: Int32Array, dictionarySize: number): Buffer {
  const width = countBits(dictionarySize - 1);
  const out = new ByteWriter((codes.length * width) / 8);
  out.writeByte(width);
  writeHybrid(out, codes, width);
  return out.bytes;
}

/** The numbers are integers up to 2^53. */
function encodeInt64(numbers: Float64Array): Buffer {
  const halves = new Int32Array(2 * numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const high = Math.floor(numbers[index] / 2 ** 32);
    halves[2 * index] = numbers[index] - high * 2 ** 32;
    halves[2 * index + 1] = high;
  }
  return viewBytes(halves);
}

function encodeTexts(texts: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafeSlow(texts.reduce((sum, { length }) => sum + 4 + length, 0));
  let at = 0;
  for (const text of texts) {
    at = bytes.writeUInt32LE(text.length, at);
    at += text.copy(bytes, at);
  }
  return bytes;
}

function packFlags(flags: Uint8Array): Buffer {
  const bytes = Buffer.alloc(Math.ceil(flags.length / 8));
  for (let index = 0; index < flags.length; index++) bytes[index >> 3] |= flags[index] << (index & 7);
  return bytes;
}

function viewBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
