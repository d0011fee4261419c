/**
 * LZ4 blocks: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 * Under the name LZ4 Parquet has them framed as Hadoop does, or, by older versions of Arrow, bare.
 */
import { BackReferences } from "./back-references.js";

const MIN_MATCH = 4;
const SIZE_BYTES = 4;

/** Unpacks one block of `sizeBytes`. Throws ParquetFault not-parquet. */
export function inflateLz4Block(block: Buffer, sizeBytes: number): Buffer {
  const output = new BackReferences("LZ4", block, Buffer.allocUnsafe(sizeBytes));
  addBlock(output, block, 0, block.length);
  return output.finish();
}

/** Unpacks what Parquet calls LZ4, without more detail. Throws ParquetFault not-parquet. */
export function inflateLz4(body: Buffer, sizeBytes: number): Buffer {
  try {
    return inflateFrames(body, sizeBytes);
  } catch {
    return inflateLz4Block(body, sizeBytes);
  }
}

/** Frames of an unpacked size, and blocks that unpack to so much, each behind its packed size. */
function inflateFrames(body: Buffer, sizeBytes: number): Buffer {
  const output = new BackReferences("LZ4", body, Buffer.allocUnsafe(sizeBytes));
  let at = 0;
  const readSize = (): number => {
    if (at + SIZE_BYTES > body.length) throw output.damage();
    at += SIZE_BYTES;
    return body.readUInt32BE(at - SIZE_BYTES);
  };
  while (at < body.length) {
    const frameEnd = output.length + readSize();
    if (frameEnd > sizeBytes) throw output.damage();
    while (output.length < frameEnd) {
      const end = readSize() + at;
      if (end > body.length) throw output.damage();
      addBlock(output, body, at, end);
      at = end;
    }
  }
  return output.finish();
}

function addBlock(output: BackReferences, bytes: Buffer, start: number, end: number): void {
  let at = start;
  const readLength = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let byte = 255; byte === 255; length += byte) {
      if (at >= end) throw output.damage();
      byte = bytes[at++];
    }
    return length;
  };
  while (at < end) {
    const token = bytes[at++];
    const literals = readLength(token >> 4);
    if (at + literals > end) throw output.damage();
    output.addLiterals(at, literals);
    at += literals;
    // The last sequence has literals alone.
    if (at === end) return;
    if (at + 2 > end) throw output.damage();
    const distance = bytes.readUInt16LE(at);
    at += 2;
    output.addCopy(distance, readLength(token & 15) + MIN_MATCH);
  }
}
