/**
 * Parquet's hybrid of run lengths and bit packing, for levels and dictionary indexes
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE).
 */
import type { ByteWriter } from "./byte-writer.js";

/** Bit packing comes in groups of this many values, and a shorter run would cost more than it saves. */
const GROUP = 8;

/** The bits for values up to `max`; at least one, because some readers fail at zero. */
export function countBits(max: number): number {
  return Math.max(1, 32 - Math.clz32(max));
}

/** Writes values of at most `width` bits, up to 24. */
export function writeHybrid(out: ByteWriter, values: ArrayLike<number>, width: number): void {
  const count = values.length;
  let packedStart = 0;
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (end < count && values[end] === values[start]) end++;
    // The packed values before a run borrow from it to complete their last group.
    const packedEnd = start + ((GROUP - ((start - packedStart) % GROUP)) % GROUP);
    if (end - packedEnd >= GROUP) {
      writePacked(out, values, packedStart, packedEnd, width);
      writeRun(out, values[start], end - packedEnd, width);
      packedStart = end;
    }
    start = end;
  }
  writePacked(out, values, packedStart, count, width);
}

/** Writes one value `count` times. */
export function writeRun(out: ByteWriter, value: number, count: number, width: number): void {
  out.writeVarint(count * 2);
  for (let bits = 0; bits < width; bits += 8) out.writeByte((value >>> bits) & 0xff);
}

function writePacked(
  out: ByteWriter,
  values: ArrayLike<number>,
  start: number,
  end: number,
  width: number,
): void {
  if (start === end) return;
  const groups = Math.ceil((end - start) / GROUP);
  out.writeVarint(groups * 2 + 1);
  const bytes = out.append(groups * width).fill(0);
  let pending = 0;
  let pendingBits = 0;
  let at = 0;
  for (let index = start; index < end; index++) {
    pending |= values[index] << pendingBits;
    pendingBits += width;
    for (; pendingBits >= 8; pendingBits -= 8) {
      bytes[at++] = pending & 0xff;
      pending >>>= 8;
    }
  }
  if (pendingBits > 0) bytes[at] = pending;
}
