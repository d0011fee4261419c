/** The encodings of values. All are decoded to plain encoding, which the types parse. */
import { decodeDeltaIntegers, decodeDeltaLengths, decodeDeltaPrefixes } from "./delta.js";
import { malformed, unsupported } from "./fault.js";
import { parseHybrid } from "./integers.js";

/** A physical type of Parquet. */
export interface PhysicalType {
  /** The name in the format. */
  readonly name: string;
  /** The size of a value; null if it varies (BYTE_ARRAY) or is a bit (BOOLEAN). */
  readonly sizeBytes: number | null;
}

/** Names by number in the Parquet format. */
const ENCODINGS = [
  ...["PLAIN", "encoding 1", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED"],
  ...["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"],
];

/** Throws ParquetFault not-parquet for a missing encoding. */
export function nameEncoding(encoding: number | null | undefined): string {
  if (encoding == null) throw malformed("has a page without an encoding");
  return ENCODINGS[encoding] ?? `encoding ${encoding}`;
}

/** Decodes `count` values to plain encoding. Throws ParquetFault not-parquet, unsupported-parquet. */
export function decodeToPlain(
  stored: Buffer,
  encoding: string,
  { name, sizeBytes }: PhysicalType,
  count: number,
): Buffer {
  if (encoding === "PLAIN") return stored;
  // A page without values may be empty.
  if (count === 0 && stored.length === 0) return stored;
  const isInteger = name === "INT32" || name === "INT64";
  if (encoding === "RLE" && name === "BOOLEAN") return decodeFlags(stored, count);
  if (encoding === "DELTA_BINARY_PACKED" && isInteger && sizeBytes !== null) {
    return decodeDeltaIntegers(stored, count, sizeBytes).plain;
  }
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY" && name === "BYTE_ARRAY")
    return decodeDeltaLengths(stored, count);
  if (encoding === "DELTA_BYTE_ARRAY" && name === "BYTE_ARRAY") return decodeDeltaPrefixes(stored, count, 4);
  if (encoding === "DELTA_BYTE_ARRAY" && name === "FIXED_LEN_BYTE_ARRAY") {
    return decodeDeltaPrefixes(stored, count, 0);
  }
  if (encoding === "BYTE_STREAM_SPLIT" && sizeBytes !== null) return joinStreams(stored, sizeBytes, count);
  throw unsupported(`is encoded with ${encoding}`);
}

/** Decodes booleans in RLE, which follow the length of the runs in both versions of data pages. */
function decodeFlags(stored: Buffer, count: number): Buffer {
  if (stored.length < 4) throw malformed("has a page with too few booleans");
  const flags = parseHybrid(stored.subarray(4, 4 + stored.readUInt32LE(0)), 1, new Uint8Array(count));
  const plain = Buffer.alloc(Math.ceil(count / 8));
  for (let index = 0; index < count; index++) plain[index >> 3] |= (flags[index] & 1) << (index & 7);
  return plain;
}

/** Decodes values that are stored as one stream for each of their bytes. */
function joinStreams(stored: Buffer, sizeBytes: number, count: number): Buffer {
  const streamLength = stored.length / sizeBytes;
  if (streamLength !== count)
    throw malformed(`has a page of ${count} values with ${streamLength} in its streams`);
  const plain = Buffer.allocUnsafe(stored.length);
  for (let byte = 0; byte < sizeBytes; byte++) {
    for (let index = 0; index < count; index++) {
      plain[index * sizeBytes + byte] = stored[byte * count + index];
    }
  }
  return plain;
}
