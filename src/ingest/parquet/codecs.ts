/** Decompression of pages, bounded by the size in their headers and by the size of their bytes. */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { decompressZstd } from "../../codecs/zstd.js";
import { checkGrowth } from "./bounds.js";
import { malformed, ParquetFault, unsupported } from "./fault.js";
import { inflateLz4, inflateLz4Block } from "./lz4.js";
import { inflateSnappy } from "./snappy.js";

type Inflate = (body: Buffer, sizeBytes: number) => Buffer;

const CODECS: Readonly<Record<string, Inflate>> = {
  UNCOMPRESSED: (body) => body,
  SNAPPY: inflateSnappy,
  // zlib takes zero for no limit.
  GZIP: (body, sizeBytes) => gunzipSync(body, { maxOutputLength: Math.max(sizeBytes, 1) }),
  BROTLI: (body, sizeBytes) => brotliDecompressSync(body, { maxOutputLength: Math.max(sizeBytes, 1) }),
  ZSTD: decompressZstd,
  LZ4: inflateLz4,
  LZ4_RAW: inflateLz4Block,
};

/** Decompresses a page to exactly `sizeBytes`. Throws ParquetFault not-parquet, unsupported-parquet. */
export function inflate(body: Buffer, codec: string, sizeBytes: number): Buffer {
  if (!Object.hasOwn(CODECS, codec)) throw unsupported(`is compressed with ${codec}`);
  checkGrowth(sizeBytes, body.length);
  try {
    return checkSize(CODECS[codec](body, sizeBytes), sizeBytes);
  } catch (error) {
    if (error instanceof ParquetFault) throw error;
    throw malformed(`has a page that cannot be decompressed as ${codec}`);
  }
}

/** Returns the bytes. Throws ParquetFault not-parquet if their number differs from the header. */
export function checkSize(content: Buffer, sizeBytes: number): Buffer {
  if (content.length === sizeBytes) return content;
  throw malformed(`has a page of ${content.length} bytes, where its header has ${sizeBytes}`);
}
