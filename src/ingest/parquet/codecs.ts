/** The compressions of Parquet pages. No page takes more memory than it says, nor more than its bytes can stand for. */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { checkGrowth } from "./bounds.js";
import { malformed, ParquetFault, unsupported } from "./fault.js";
import { inflateLz4, inflateLz4Block } from "./lz4.js";
import { inflateSnappy } from "./snappy.js";
import { inflateZstd } from "./zstd.js";

type Inflate = (body: Buffer, sizeBytes: number) => Buffer;

const CODECS: Readonly<Record<string, Inflate>> = {
  UNCOMPRESSED: (body) => body,
  SNAPPY: inflateSnappy,
  // Zero is no limit to zlib.
  GZIP: (body, sizeBytes) => gunzipSync(body, { maxOutputLength: Math.max(sizeBytes, 1) }),
  BROTLI: (body, sizeBytes) => brotliDecompressSync(body, { maxOutputLength: Math.max(sizeBytes, 1) }),
  ZSTD: inflateZstd,
  LZ4: inflateLz4,
  LZ4_RAW: inflateLz4Block,
};

/** Unpacks the `sizeBytes` that a page says it has. Throws ParquetFault not-parquet, unsupported-parquet. */
export function inflate(body: Buffer, codec: string, sizeBytes: number): Buffer {
  if (!Object.hasOwn(CODECS, codec)) throw unsupported(`is compressed with ${codec}`);
  checkGrowth(sizeBytes, body.length);
  try {
    return checkSize(CODECS[codec](body, sizeBytes), sizeBytes);
  } catch (error) {
    if (error instanceof ParquetFault) throw error;
    throw malformed(`has a page that cannot be unpacked as ${codec}`);
  }
}

/** The bytes, of which there must be as many as the header says. */
export function checkSize(content: Buffer, sizeBytes: number): Buffer {
  if (content.length === sizeBytes) return content;
  throw malformed(`has a page of ${content.length} bytes that says ${sizeBytes}`);
}
