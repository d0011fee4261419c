/** Zstandard by Node, from 22.15 on, else by its reference implementation compiled to WebAssembly. */
import * as zlib from "node:zlib";
import { parseFrameHeader, splitFrames } from "./zstd-frames.js";

/** The content is larger than the caller's limit. */
export class ZstdSizeError extends Error {}

/**
 * Decompresses any number of frames, one after the other, as Zstandard's own tool does. Throws ZstdSizeError for more than
 * `maxBytes`, any other error for damaged content.
 */
export type DecompressZstd = (bytes: Buffer, maxBytes: number) => Buffer;

/** Compresses bytes into one frame. */
export type CompressZstd = (bytes: Uint8Array) => Uint8Array;

/** zlib's default. A lower level saves little time where a higher one costs much. */
const LEVEL = 3;

interface NativeOptions {
  readonly params: Readonly<Record<number, number>>;
  readonly maxOutputLength?: number;
}

type NativeDecompress = (bytes: Buffer, options: NativeOptions) => Buffer;

type NativeCompress = (bytes: Uint8Array, options: NativeOptions) => Buffer;

/** The types of the oldest supported runtime lack these. */
const { zstdDecompressSync, zstdCompressSync } = zlib as {
  readonly zstdDecompressSync?: NativeDecompress;
  readonly zstdCompressSync?: NativeCompress;
};
/** `ZSTD_c_compressionLevel` of zstd.h. */
const COMPRESSION_LEVEL = 100;
/** `ZSTD_d_windowLogMax` of zstd.h. Node refuses windows of more than 2^27 bytes by default; the library reads all. */
const WINDOW_LOG_MAX = 100;
const MAX_WINDOW_LOG = 31;

function decompressNatively(decompressSync: NativeDecompress): DecompressZstd {
  const params = { [WINDOW_LOG_MAX]: MAX_WINDOW_LOG };
  return joinFrames((bytes, maxBytes) => {
    try {
      // zlib takes zero for no limit.
      const content = decompressSync(bytes, { maxOutputLength: Math.max(maxBytes, 1), params });
      if (content.length > maxBytes) throw new ZstdSizeError();
      return content;
    } catch (error) {
      const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      throw isTooLarge ? new ZstdSizeError() : error;
    }
  });
}

/** `ZSTD_error_dstSize_tooSmall`, as the library words it; package.json pins its exact version. */
const DESTINATION_TOO_SMALL = "code -70";
const MIN_CAPACITY_BYTES = 2 ** 20;
/** The usual ratio of frames that do not have the size of their content. */
const EXPECTED_RATIO = 8;

interface ZstdLibrary {
  readonly compress: CompressZstd;
  readonly decompress: DecompressZstd;
}

let library: Promise<ZstdLibrary> | null = null;

/** Loads the library, whatever the version of Node. A second initialization would break the first. */
export function loadZstdLibrary(): Promise<ZstdLibrary> {
  library ??= initializeLibrary();
  return library;
}

async function initializeLibrary(): Promise<ZstdLibrary> {
  const { compress, decompress, init } = await import("@bokuweb/zstd-wasm");
  await init();
  return {
    compress: (bytes) => compress(bytes as Buffer, LEVEL),
    decompress: buildDecompress(decompress),
  };
}

type LibraryDecompress = (bytes: Buffer, options: { readonly defaultHeapSize: number }) => Uint8Array;

function buildDecompress(decompress: LibraryDecompress): DecompressZstd {
  return joinFrames((bytes, maxBytes) => {
    const { sizeBytes } = parseFrameHeader(bytes);
    if (sizeBytes !== null && sizeBytes > maxBytes) throw new ZstdSizeError();
    for (let capacity = Math.max(MIN_CAPACITY_BYTES, EXPECTED_RATIO * bytes.length); ; capacity *= 2) {
      const limit = Math.min(capacity, maxBytes);
      try {
        const content = decompress(bytes, { defaultHeapSize: limit });
        return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      } catch (error) {
        const isTooSmall = sizeBytes === null && String(error).includes(DESTINATION_TOO_SMALL);
        if (!isTooSmall) throw error;
        if (limit === maxBytes) throw new ZstdSizeError();
      }
    }
  });
}

/**
 * Applies the decompression of one frame to all, because Node decompresses the first only, and the library fails at the
 * second.
 */
function joinFrames(decompressFrame: DecompressZstd): DecompressZstd {
  return (bytes, maxBytes) => {
    const contents: Buffer[] = [];
    let remainingBytes = maxBytes;
    for (const frame of splitFrames(bytes)) {
      const content = decompressFrame(frame, remainingBytes);
      remainingBytes -= content.length;
      contents.push(content);
    }
    return contents.length === 1 ? contents[0] : Buffer.concat(contents);
  };
}

export const decompressZstd: DecompressZstd =
  zstdDecompressSync === undefined
    ? (await loadZstdLibrary()).decompress
    : decompressNatively(zstdDecompressSync);

export const compressZstd: CompressZstd =
  zstdCompressSync === undefined
    ? (await loadZstdLibrary()).compress
    : (bytes) => zstdCompressSync(bytes, { params: { [COMPRESSION_LEVEL]: LEVEL } });
