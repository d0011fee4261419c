/** The structure of Zstandard's frames: where each begins and ends, and the size of its content. */

const FRAME_MAGIC = 0xfd2fb528;
/** The first of sixteen numbers, and the bytes of the number and of the length after it. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const SKIPPABLE_HEADER_BYTES = 8;
const MAX_FRAMES = 2 ** 16;
const CHECKSUM_BYTES = 4;
const REPEATED_BLOCK = 1;

/** The frames, without skippable ones: RFC 8878, section 3.1. */
export function splitFrames(bytes: Buffer): Buffer[] {
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
  const { lengthBytes, hasChecksum } = parseFrameHeader(bytes.subarray(start));
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
export function parseFrameHeader(frame: Buffer) {
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
