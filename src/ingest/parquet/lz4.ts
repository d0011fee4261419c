/**
 * LZ4 blocks: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 * The codec named LZ4 has them in Hadoop frames, or without frames if an old version of Arrow wrote them.
 */
import { BackReferences } from "./back-references.js";

const MIN_MATCH = 4;
const SIZE_BYTES = 4;

/** Decompresses one block to `sizeBytes`. Throws ParquetFault not-parquet. */
export function inflateLz4Block(block: Buffer, sizeBytes: number): Buffer {
  const output = new BackReferences("LZ4", block, Buffer.allocUnsafe(sizeBytes));
  addBlock(output, block, 0, block.length);
  return output.finish();
}

/** Decompresses the codec LZ4, with or without frames. Throws ParquetFault not-parquet. */
export function inflateLz4(body: Buffer, sizeBytes: number): Buffer {
  try {
    return inflateFrames(body, sizeBytes);
  } catch {
    return inflateLz4Block(body, sizeBytes);
  }
}

/** A frame is its decompressed size, then blocks, each preceded by its compressed size. */
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
    // The last sequence has only literals.
    if (at === end) return;
    if (at + 2 > end) throw output.damage();
    const distance = bytes.readUInt16LE(at);
    at += 2;
    output.addCopy(distance, readLength(token & 15) + MIN_MATCH);
  }
}
