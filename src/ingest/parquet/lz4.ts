/**
 * LZ4 blocks: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 * The codec named LZ4 has them in Hadoop frames, or without frames if an old version of Arrow wrote them.
 */
import { BackReferences } from "./back-references.js";
import type { ParquetFault } from "./fault.js";

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

const FRAME_MAGIC = 0x184d2204;
const HAS_DICTIONARY_ID = 0x01;
const HAS_CONTENT_CHECKSUM = 0x04;
const HAS_CONTENT_SIZE = 0x08;
const HAS_BLOCK_CHECKSUMS = 0x10;
const IS_UNCOMPRESSED = 0x80000000;

/**
 * Decompresses a frame, as Arrow files have them: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 * Throws ParquetFault not-parquet, also for more than `maxBytes`.
 */
export function inflateLz4Frame(frame: Buffer, maxBytes: number): Buffer {
  const damaged = new BackReferences("LZ4", frame, Buffer.alloc(0));
  if (frame.length < 7 || frame.readUInt32LE(0) !== FRAME_MAGIC) throw damaged.damage();
  const flags = frame[4];
  if ((flags & HAS_DICTIONARY_ID) !== 0) throw damaged.damage();
  const blocks: { readonly start: number; readonly end: number; readonly isCompressed: boolean }[] = [];
  let at = (flags & HAS_CONTENT_SIZE) !== 0 ? 15 : 7;
  for (;;) {
    if (at + SIZE_BYTES > frame.length) throw damaged.damage();
    const header = frame.readUInt32LE(at);
    if (header === 0) break;
    const start = at + SIZE_BYTES;
    const end = start + (header & ~IS_UNCOMPRESSED);
    if (end > frame.length) throw damaged.damage();
    blocks.push({ start, end, isCompressed: header < IS_UNCOMPRESSED });
    at = end + ((flags & HAS_BLOCK_CHECKSUMS) !== 0 ? SIZE_BYTES : 0);
  }
  if ((flags & HAS_CONTENT_CHECKSUM) !== 0 && at + 2 * SIZE_BYTES > frame.length) throw damaged.damage();
  const sizeBytes = blocks.reduce(
    (sum, { start, end, isCompressed }) =>
      sum + (isCompressed ? measureBlock(frame, start, end) : end - start),
    0,
  );
  if (sizeBytes > maxBytes) throw damaged.damage();
  const output = new BackReferences("LZ4", frame, Buffer.allocUnsafe(sizeBytes));
  for (const { start, end, isCompressed } of blocks) {
    if (isCompressed) addBlock(output, frame, start, end);
    else output.addLiterals(start, end - start);
  }
  return output.finish();
}

/** What a block decompresses to, in bytes. */
function measureBlock(bytes: Buffer, start: number, end: number): number {
  const counter = { length: 0 };
  walkBlock(bytes, start, end, () => new BackReferences("LZ4", bytes, Buffer.alloc(0)).damage(), {
    addLiterals: (_, length) => {
      counter.length += length;
    },
    addCopy: (_, length) => {
      counter.length += length;
    },
  });
  return counter.length;
}

function addBlock(output: BackReferences, bytes: Buffer, start: number, end: number): void {
  walkBlock(bytes, start, end, () => output.damage(), output);
}

type Sequences = Pick<BackReferences, "addLiterals" | "addCopy">;

function walkBlock(
  bytes: Buffer,
  start: number,
  end: number,
  buildFault: () => ParquetFault,
  output: Sequences,
): void {
  let at = start;
  const readLength = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let byte = 255; byte === 255; length += byte) {
      if (at >= end) throw buildFault();
      byte = bytes[at++];
    }
    return length;
  };
  while (at < end) {
    const token = bytes[at++];
    const literals = readLength(token >> 4);
    if (at + literals > end) throw buildFault();
    output.addLiterals(at, literals);
    at += literals;
    // The last sequence has only literals.
    if (at === end) return;
    if (at + 2 > end) throw buildFault();
    const distance = bytes.readUInt16LE(at);
    at += 2;
    output.addCopy(distance, readLength(token & 15) + MIN_MATCH);
  }
}
