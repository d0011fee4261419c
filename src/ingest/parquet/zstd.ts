/** Zstandard by Node from 22.15 on, else by fzstd, whose input needs more checks. */
import * as zlib from "node:zlib";
import { Decompress } from "fzstd";
import { malformed } from "./fault.js";

type InflateNative = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: InflateNative };

const MAGIC = 0xfd2fb528;
/** The default limit of the zstd command. */
const MAX_WINDOW_BYTES = 2 ** 27;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CHECKSUM_BYTES = 4;

/** Decompresses to at most `sizeBytes`. Throws on damaged content. */
export function inflateZstd(body: Buffer, sizeBytes: number): Buffer {
  if (zstdDecompressSync === undefined) return inflateWithLibrary(body, sizeBytes);
  // zlib takes zero for no limit.
  return zstdDecompressSync(body, { maxOutputLength: Math.max(sizeBytes, 1) });
}

/** Like inflateZstd, with fzstd. */
export function inflateWithLibrary(body: Buffer, sizeBytes: number): Buffer {
  checkFrame(body, sizeBytes);
  const content = Buffer.alloc(sizeBytes);
  let length = 0;
  // In pieces, because fzstd does not return how much it wrote to a given buffer.
  const stream = new Decompress((piece) => {
    if (length + piece.length > sizeBytes)
      throw malformed("has a page that decompresses to more than its header has");
    content.set(piece, length);
    length += piece.length;
  });
  stream.push(body, true);
  return content.subarray(0, length);
}

/**
 * Checks that there is a single frame, as all Parquet writers produce, and its window, which fzstd allocates before it decodes
 * the content: https://www.rfc-editor.org/rfc/rfc8878.html#name-zstandard-frames
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
  // The window of a single segment is its content.
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
