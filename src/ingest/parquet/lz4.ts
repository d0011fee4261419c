/**
 * LZ4 blocks: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 * Under the name LZ4 Parquet has them framed as Hadoop does, or, by older versions of Arrow, bare.
 */
import { malformed } from "./fault.js";

const MIN_MATCH = 4;
/** The sizes in front of a block in Hadoop's frames: unpacked and packed. */
const FRAME_BYTES = 8;

/** Unpacks one block of `sizeBytes`. Throws ParquetFault not-parquet. */
export function inflateLz4Block(block: Buffer, sizeBytes: number): Buffer {
  const content = Buffer.allocUnsafe(sizeBytes);
  let from = 0;
  let to = 0;
  const readLength = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let byte = 255; byte === 255; length += byte) {
      if (from >= block.length) throw damaged();
      byte = block[from++];
    }
    return length;
  };
  while (from < block.length) {
    const token = block[from++];
    const literals = readLength(token >> 4);
    if (from + literals > block.length || to + literals > sizeBytes) throw damaged();
    block.copy(content, to, from, from + literals);
    from += literals;
    to += literals;
    // The last sequence has literals alone.
    if (from === block.length) break;
    const distance = from + 2 <= block.length ? block.readUInt16LE(from) : 0;
    from += 2;
    const length = readLength(token & 15) + MIN_MATCH;
    if (distance === 0 || distance > to || to + length > sizeBytes) throw damaged();
    // Byte by byte, since a match may overlap what it makes.
    for (const end = to + length; to < end; to++) content[to] = content[to - distance];
  }
  if (to !== sizeBytes) throw damaged();
  return content;
}

/** Unpacks what Parquet calls LZ4, without more detail. Throws ParquetFault not-parquet. */
export function inflateLz4(body: Buffer, sizeBytes: number): Buffer {
  return inflateFrames(body, sizeBytes) ?? inflateLz4Block(body, sizeBytes);
}

/** Undefined for bytes that are not framed. */
function inflateFrames(body: Buffer, sizeBytes: number): Buffer | undefined {
  const blocks: Buffer[] = [];
  let unpacked = 0;
  for (let at = 0; at < body.length; ) {
    if (at + FRAME_BYTES > body.length) return undefined;
    const blockSize = body.readUInt32BE(at);
    const end = at + FRAME_BYTES + body.readUInt32BE(at + 4);
    unpacked += blockSize;
    if (end > body.length || unpacked > sizeBytes) return undefined;
    blocks.push(inflateLz4Block(body.subarray(at + FRAME_BYTES, end), blockSize));
    at = end;
  }
  return Buffer.concat(blocks);
}

function damaged() {
  return malformed("has a page that cannot be unpacked as LZ4");
}
