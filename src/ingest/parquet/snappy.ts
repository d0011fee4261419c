/** Snappy: https://github.com/google/snappy/blob/main/format_description.txt */
import { BackReferences } from "./back-references.js";
import { parseVarint } from "./integers.js";

/** The kind of an element is in the lowest two bits of its first byte. */
const LITERAL = 0;
const SHORT_COPY = 1;
const COPY_OFFSET_BYTES = { 2: 2, 3: 4 } as const;
/** Greater lengths of literals follow in separate bytes. */
const MAX_INLINE_LENGTH = 60;

/** Decompresses to `sizeBytes`. Throws ParquetFault not-parquet. */
export function inflateSnappy(packed: Buffer, sizeBytes: number): Buffer {
  const output = new BackReferences("SNAPPY", packed, Buffer.allocUnsafe(sizeBytes));
  const stated = parseVarint(packed, 0);
  if (stated.value !== sizeBytes) throw output.damage();
  let at = stated.end;
  const readInteger = (byteCount: number): number => {
    if (at + byteCount > packed.length) throw output.damage();
    at += byteCount;
    return packed.readUIntLE(at - byteCount, byteCount);
  };
  while (at < packed.length) {
    const tag = packed[at++];
    const upper = tag >> 2;
    const kind = tag & 3;
    if (kind === LITERAL) {
      const length = 1 + (upper < MAX_INLINE_LENGTH ? upper : readInteger(upper - MAX_INLINE_LENGTH + 1));
      output.addLiterals(at, length);
      at += length;
    } else if (kind === SHORT_COPY) {
      output.addCopy((upper >> 3) * 256 + readInteger(1), 4 + (upper & 7));
    } else {
      output.addCopy(readInteger(COPY_OFFSET_BYTES[kind as 2 | 3]), 1 + upper);
    }
  }
  return output.finish();
}
