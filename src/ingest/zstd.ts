/** Zstandard by Node, from 22.15 on, else by its reference implementation compiled to WebAssembly. */
import * as zlib from "node:zlib";

/** The content is larger than the caller's limit. */
export class ZstdSizeError extends Error {}

/**
 * Decompresses any number of frames, one after the other, as Zstandard's own tool does. Throws ZstdSizeError for more than
 * `maxBytes`, any other error for damaged content.
 */
export type DecompressZstd = (bytes: Buffer, maxBytes: number) => Buffer;

interface NativeOptions {
  readonly maxOutputLength: number;
  readonly params: Readonly<Record<number, number>>;
}
type NativeDecompress = (bytes: Buffer, options: NativeOptions) => Buffer;

const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: NativeDecompress };
/** `ZSTD_d_windowLogMax`; Node refuses windows of more than 2^27 bytes by default, and the library reads all. */
const WINDOW_LOG_MAX = 100;
const MAX_WINDOW_LOG = 31;

/** Node decompresses the first frame only, without an error. */
function decompressNatively(decompressSync: NativeDecompress): DecompressZstd {
  const params = { [WINDOW_LOG_MAX]: MAX_WINDOW_LOG };
  return (bytes, maxBytes) => {
    try {
      // zlib takes zero for no limit.
      const content = decompressSync(bytes, { maxOutputLength: Math.max(maxBytes, 1), params });
      if (content.length > maxBytes) throw new ZstdSizeError();
      return content;
    } catch (error) {
      const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      throw isTooLarge ? new ZstdSizeError() : error;
    }
  };
}

/** `ZSTD_error_dstSize_tooSmall`, as the library reports it; its version is exact because this text is not its contract. */
const DESTINATION_TOO_SMALL = "code -70";
const MIN_CAPACITY_BYTES = 2 ** 20;
/** The usual ratio of frames that do not have the size of their content. */
const EXPECTED_RATIO = 8;

let library: Promise<DecompressZstd> | null = null;

/** Loads the library, whatever the version of Node. A second initialization would break the first. */
export function loadZstdLibrary(): Promise<DecompressZstd> {
  library ??= initializeLibrary();
  return library;
}

async function initializeLibrary(): Promise<DecompressZstd> {
  const { decompress, init } = await import("@bokuweb/zstd-wasm");
  await init();
  return joinFrames((bytes, maxBytes) => {
    const { sizeBytes } = parseHeader(bytes);
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

/** Applies the decompression of one frame to all, because neither Node nor the library reads several of them. */
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

const FRAME_MAGIC = 0xfd2fb528;
/** The first of sixteen numbers, and the bytes of the number and of the length after it. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const SKIPPABLE_HEADER_BYTES = 8;
const MAX_FRAMES = 2 ** 16;
const CHECKSUM_BYTES = 4;
const REPEATED_BLOCK = 1;

/** The frames, without skippable ones: RFC 8878, section 3.1. */
function splitFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  let start = 0;
  while (start < bytes.length) {
    const magic = bytes.readUInt32LE(start);
    let end: number;
    if (magic === FRAME_MAGIC) {
      end = findFrameEnd(bytes, start);
      frames.push(bytes.subarray(start, end));
    } else if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      end = start + SKIPPABLE_HEADER_BYTES + bytes.readUInt32LE(start + 4);
    } else throw new Error("the bytes are not a frame");
    if (end > bytes.length) throw new Error("a frame is cut short");
    if (frames.length > MAX_FRAMES) throw new Error("there are too many frames");
    start = end;
  }
  if (frames.length === 0) throw new Error("there is no frame");
  return frames;
}

/** Follows the headers of the blocks; the end may lie beyond the bytes. */
function findFrameEnd(bytes: Buffer, start: number): number {
  const { lengthBytes, hasChecksum } = parseHeader(bytes.subarray(start));
  let position = start + lengthBytes;
  for (let isLast = false; !isLast; ) {
    const header = bytes.readUIntLE(position, 3);
    isLast = (header & 1) === 1;
    const isRepeated = ((header >> 1) & 3) === REPEATED_BLOCK;
    position += 3 + (isRepeated ? 1 : header >> 3);
  }
  return position + (hasChecksum ? CHECKSUM_BYTES : 0);
}

/** The header of a frame, and the size of its content, null where the header does not have it: RFC 8878, section 3.1.1.1. */
function parseHeader(frame: Buffer) {
  const flags = frame.readUInt8(4);
  const isSingleSegment = (flags & 0x20) !== 0;
  const start = (isSingleSegment ? 5 : 6) + [0, 1, 2, 4][flags & 3];
  const length = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6];
  return {
    sizeBytes: parseContentSize(frame, start, length),
    lengthBytes: start + length,
    hasChecksum: (flags & 4) !== 0,
  };
}

function parseContentSize(frame: Buffer, start: number, length: number): number | null {
  if (length === 0) return null;
  if (length === 8) return Number(frame.readBigUInt64LE(start));
  return frame.readUIntLE(start, length) + (length === 2 ? 256 : 0);
}

export const decompressZstd: DecompressZstd =
  zstdDecompressSync === undefined
    ? await loadZstdLibrary()
    : joinFrames(decompressNatively(zstdDecompressSync));
