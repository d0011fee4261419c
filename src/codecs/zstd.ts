/** Zstandard by Node, from 22.15 on, else by its reference implementation compiled to WebAssembly. */
import * as zlib from "node:zlib";

/** The content is larger than the caller's limit. */
export class ZstdSizeError extends Error {}

/** Decompresses a frame. Throws ZstdSizeError for more than `maxBytes`, any other error for damaged content. */
export type DecompressZstd = (bytes: Buffer, maxBytes: number) => Buffer;

/** Compresses bytes into one frame. */
export type CompressZstd = (bytes: Uint8Array) => Uint8Array;

/** zlib's default. A lower level saves little time where a higher one costs much. */
const LEVEL = 3;

type NativeDecompress = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

type NativeCompress = (
  bytes: Uint8Array,
  options: { readonly params: Readonly<Record<number, number>> },
) => Buffer;

/** The types of the oldest supported runtime lack these. */
const { zstdDecompressSync, zstdCompressSync } = zlib as {
  readonly zstdDecompressSync?: NativeDecompress;
  readonly zstdCompressSync?: NativeCompress;
};
/** `ZSTD_c_compressionLevel` of zstd.h. */
const COMPRESSION_LEVEL = 100;

function decompressNatively(decompressSync: NativeDecompress): DecompressZstd {
  return (bytes, maxBytes) => {
    try {
      // zlib takes zero for no limit.
      return decompressSync(bytes, { maxOutputLength: Math.max(maxBytes, 1) });
    } catch (error) {
      const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      throw isTooLarge ? new ZstdSizeError() : error;
    }
  };
}

/** `ZSTD_error_dstSize_tooSmall`, as the library reports it; its version is exact because this text is not its contract. */
const DESTINATION_TOO_SMALL = "code -70";
const MIN_CAPACITY_BYTES = 2 ** 20;
const MIN_FRAME_BYTES = 9;
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
  return (bytes, maxBytes) => {
    const sizeBytes = parseContentSize(bytes);
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
  };
}

/** The size of the content in the header of the first frame, null where it has none: RFC 8878, section 3.1.1.1. */
function parseContentSize(bytes: Buffer): number | null {
  if (bytes.length < MIN_FRAME_BYTES) throw new Error("the frame is cut short");
  const flags = bytes[4];
  const isSingleSegment = (flags & 0x20) !== 0;
  const start = (isSingleSegment ? 5 : 6) + [0, 1, 2, 4][flags & 3];
  const length = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6];
  if (length === 0) return null;
  if (length === 8) return Number(bytes.readBigUInt64LE(start));
  return bytes.readUIntLE(start, length) + (length === 2 ? 256 : 0);
}

export const decompressZstd: DecompressZstd =
  zstdDecompressSync === undefined
    ? (await loadZstdLibrary()).decompress
    : decompressNatively(zstdDecompressSync);

export const compressZstd: CompressZstd =
  zstdCompressSync === undefined
    ? (await loadZstdLibrary()).compress
    : (bytes) => zstdCompressSync(bytes, { params: { [COMPRESSION_LEVEL]: LEVEL } });
