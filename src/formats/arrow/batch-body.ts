/**
 * The body of a record batch, or a part of it: buffers behind each other, each padded to eight bytes, with what the
 * batch's message says of them. Cells are written in place, so that nothing is copied but into here.
 */

/** Between a mask and its values, and behind these. */
const PADDING_BYTES = 16;
/** Room for the message of a batch of a few columns. */
const SPARE_BYTES = 1024;

/** Which rows of a node have a value: a bit each, from the lowest on. */
export interface Mask {
  readonly missing: number;
  readonly bits: Uint8Array;
}

export class BatchBody {
  /** Of each node its length and how many of that are missing, in the order of the schema, children after parents. */
  readonly nodes: number[] = [];
  /** Of each buffer its start in this body and its size without padding. */
  readonly buffers: number[] = [];
  #bytes: Buffer;
  #end = 0;

  /** A body of a row count and columns of at most eight bytes a value does not have to grow; any other may. */
  constructor(rowCount: number, columnCount: number) {
    const columnBytes = rowCount * 8 + maskBytes(rowCount) + 2 * PADDING_BYTES;
    // What the memory held before is never shown: all up to the end is written.
    this.#bytes = Buffer.allocUnsafeSlow(columnCount * columnBytes + SPARE_BYTES);
  }

  get sizeBytes(): number {
    return this.#end;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  /** The body and behind it `sizeBytes` that `write` writes, which are no part of it. */
  closeWith(sizeBytes: number, write: (bytes: Buffer, start: number) => void): Buffer {
    this.#reserve(sizeBytes);
    write(this.#bytes, this.#end);
    return this.#bytes.subarray(0, this.#end + sizeBytes);
  }

  /** Values to be filled and closed before any more are opened; they hold whatever the memory held. */
  openDoubles(count: number): Float64Array {
    this.#reserve(count * 8 + maskBytes(count));
    return new Float64Array(this.#bytes.buffer, this.#end, count);
  }

  openIntegers(count: number): Int32Array {
    this.#reserve(count * 4 + maskBytes(count));
    return new Int32Array(this.#bytes.buffer, this.#end, count);
  }

  openLongs(count: number): BigInt64Array {
    this.#reserve(count * 8 + maskBytes(count));
    return new BigInt64Array(this.#bytes.buffer, this.#end, count);
  }

  /** Eight values a byte. */
  openBits(count: number): Uint8Array {
    this.#reserve(2 * maskBytes(count));
    return new Uint8Array(this.#bytes.buffer, this.#end, maskBytes(count)).fill(0);
  }

  /** Makes the values opened last the values of a node of `length` rows, and puts its mask before them. */
  closeNode({ byteLength }: ArrayBufferView, length: number, mask: Mask | null): void {
    this.nodes.push(length, mask?.missing ?? 0);
    if (mask === null) {
      this.buffers.push(this.#end, 0);
    } else {
      const { bits } = mask;
      this.#bytes.copyWithin(this.#end + pad(bits.length), this.#end, this.#end + byteLength);
      this.#bytes.set(bits, this.#end);
      this.#close(bits.length);
    }
    this.#close(byteLength);
  }

  /** Adds a buffer to the node closed last. */
  addBuffer(content: Uint8Array): void {
    this.#reserve(content.length);
    this.#bytes.set(content, this.#end);
    this.#close(content.length);
  }

  #close(sizeBytes: number): void {
    this.buffers.push(this.#end, sizeBytes);
    const contentEnd = this.#end + sizeBytes;
    this.#end += pad(sizeBytes);
    this.#bytes.fill(0, contentEnd, this.#end);
  }

  #reserve(sizeBytes: number): void {
    const needed = this.#end + sizeBytes + PADDING_BYTES;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.bytes);
    this.#bytes = grown;
  }
}

/** The mask of `length` rows of which `missing` have no value, null where all have one. */
export function buildMask(
  length: number,
  missing: number,
  isPresent: (index: number) => boolean,
): Mask | null {
  if (missing === 0) return null;
  const bits = new Uint8Array(maskBytes(length));
  for (let index = 0; index < length; index++) if (isPresent(index)) bits[index >> 3] |= 1 << (index & 7);
  return { missing, bits };
}

function maskBytes(count: number): number {
  return (count + 7) >> 3;
}

function pad(sizeBytes: number): number {
  return (sizeBytes + 7) & ~7;
}
