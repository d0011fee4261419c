/**
 * Content codings, at levels where compressing takes less time than it saves on a typical connection. zlib's default for
 * brotli is its slowest level.
 */
import type { Transform } from "node:stream";
import { promisify } from "node:util";
import * as zlib from "node:zlib";

/** Below this size, compressing costs more than it saves. */
export const MIN_COMPRESSED_BYTES = 1024;

export interface Coding {
  /** The token of Accept-Encoding and Content-Encoding. */
  readonly name: string;
  compress(bytes: Uint8Array): Promise<Buffer>;
  createStream(): Transform;
}

/** Rows resemble those just before them: a window of 256 kB finds as much as the usual 4 MB, in less time and memory. */
const BROTLI_OPTIONS = {
  params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4, [zlib.constants.BROTLI_PARAM_LGWIN]: 18 },
};
const GZIP_OPTIONS = { level: 5 };

const brotliCompress = promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliCompress);
const gzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gzip);

const brotliCoding: Coding = {
  name: "br",
  compress: (bytes) => brotliCompress(bytes, BROTLI_OPTIONS),
  createStream: () => zlib.createBrotliCompress(BROTLI_OPTIONS),
};

const gzipCoding: Coding = {
  name: "gzip",
  compress: (bytes) => gzip(bytes, GZIP_OPTIONS),
  createStream: () => zlib.createGzip(GZIP_OPTIONS),
};

/** Part of zlib in newer runtimes, which the types of the oldest supported one lack. */
interface ZstdZlib {
  zstdCompress(bytes: Uint8Array, done: (error: Error | null, compressed: Buffer) => void): void;
  createZstdCompress(): Transform;
}

function buildZstdCoding(): Coding[] {
  if (!("createZstdCompress" in zlib)) return [];
  const { zstdCompress, createZstdCompress } = zlib as unknown as ZstdZlib;
  return [
    { name: "zstd", compress: promisify<Uint8Array, Buffer>(zstdCompress), createStream: createZstdCompress },
  ];
}

/** The codings of this runtime, in order of preference. */
export const CODINGS: readonly Coding[] = [brotliCoding, ...buildZstdCoding(), gzipCoding];
