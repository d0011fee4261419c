/** Zstandard: by Node where it has it (from 22.15 on), else by fzstd, which does less checking of its own. */
import * as zlib from "node:zlib";
import { Decompress } from "fzstd";
import { malformed } from "./fault.js";

type InflateNative = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: InflateNative };

const MAGIC = 0xfd2fb528;
/** The zstd command accepts as much, unless it is told otherwise. */
const MAX_WINDOW_BYTES = 2 ** 27;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CHECKSUM_BYTES = 4;

/** Unpacks at most `sizeBytes`. Throws where the content contradicts itself. */
export function inflateZstd(body: Buffer, sizeBytes: number): Buffer {
  if (zstdDecompressSync === undefined) return inflateWithLibrary(body, sizeBytes);
  // Zero is no limit to zlib.
  return zstdDecompressSync(body, { maxOutputLength: Math.max(sizeBytes, 1) });
}

/** As inflateZstd, on every version of Node. */
export function inflateWithLibrary(body: Buffer, sizeBytes: number): Buffer {
  checkFrame(body, sizeBytes);
  const content = Buffer.alloc(sizeBytes);
  let length = 0;
  // In pieces: into a buffer of its caller the library writes without saying how much.
  const stream = new Decompress((piece) => {
    if (length + piece.length > sizeBytes) throw malformed("has a page that unpacks to more than it says");
    content.set(piece, length);
    length += piece.length;
  });
  stream.push(body, true);
  return content.subarray(0, length);
}

/**
 * There has to be one frame, as all writers of Parquet make it: the library takes memory for the window of a frame
 * before it looks at its content. https://www.rfc-editor.org/rfc/rfc8878.html#name-zstandard-frames
 */
function checkFrame(body: Buffer, sizeBytes: number): void {
  if (body.length < 6 || body.readUInt32LE(0) !== MAGIC) throw damaged();
  const flags = body[4];
  const isSingleSegment = (flags & 0x20) !== 0;
  const sizeStart = (isSingleSegment ? 5 : 6) + DICTIONARY_ID_BYTES[flags & 3];
  const sizeLength = CONTENT_SIZE_BYTES[flags >> 6] || (isSingleSegment ? 1 : 0);
  let at = sizeStart + sizeLength;
  if (at > body.length) throw damaged();
  if (sizeLength > 0 && readContentSize(body, sizeStart, sizeLength) !== sizeBytes) throw damaged();
  // Without a window of its own a frame has one of its content's size.
  const windowBytes = isSingleSegment ? sizeBytes : 2 ** (10 + (body[5] >> 3)) * (1 + (body[5] & 7) / 8);
  if (windowBytes > MAX_WINDOW_BYTES && windowBytes > sizeBytes) throw damaged();
  for (let isLast = false; !isLast; ) {
    if (at + 3 > body.length) throw damaged();
    const header = body.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    const isRepeatedByte = ((header >> 1) & 3) === 1;
    at += 3 + (isRepeatedByte ? 1 : header >> 3);
  }
  if (at + ((flags & 4) !== 0 ? CHECKSUM_BYTES : 0) !== body.length) throw damaged();
}

function readContentSize(body: Buffer, start: number, length: number): number {
  if (length === 8) return Number(body.readBigUInt64LE(start));
  return body.readUIntLE(start, length) + (length === 2 ? 256 : 0);
}

function damaged() {
  return malformed("has a page that is not one sound Zstandard frame");
}
