/**
 * The body of a record batch, or part of one: consecutive buffers, each padded to eight bytes, with the field nodes and
 * buffer positions for the metadata. Values are written in place.
 */

/** Between a bitmap and its values, and after these. */
const PADDING_BYTES = 16;
/** Space for the metadata of the next batch, if it has few columns. */
const SPARE_BYTES = 1024;

/** A validity bitmap: one bit for each row, the lowest first, 0 for null. */
export interface ValidityBitmap {
  readonly nullCount: number;
  readonly bits: Uint8Array;
}

export class BatchBody {
  /** Pairs of length and null count, in schema order, children after their parents. */
  readonly nodes: number[] = [];
  /** Pairs of start and size, the start from the beginning of this body, the size without padding. */
  readonly buffers: number[] = [];
  #bytes: Buffer;
  #end = 0;

  /** Allocates enough for columns of at most eight bytes a value; others make the body grow. */
  constructor(rowCount: number, columnCount: number) {
    const columnBytes = rowCount * 8 + countBitmapBytes(rowCount) + 2 * PADDING_BYTES;
    // Uninitialized memory is safe: every byte up to the end is written.
    this.#bytes = Buffer.allocUnsafeSlow(columnCount * columnBytes + SPARE_BYTES);
  }

  get sizeBytes(): number {
    return this.#end;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  /** The body followed by `sizeBytes` bytes that `write` writes; they do not become part of the body. */
  withTrailer(sizeBytes: number, write: (bytes: Buffer, start: number) => void): Buffer {
    this.#reserve(sizeBytes);
    write(this.#bytes, this.#end);
    return this.#bytes.subarray(0, this.#end + sizeBytes);
  }

  /** Uninitialized values. The caller fills them and calls `finishNode` before it allocates more. */
  allocateFloat64(count: number): Float64Array {
    this.#reserve(count * 8 + countBitmapBytes(count));
    return new Float64Array(this.#bytes.buffer, this.#end, count);
  }

  allocateInt32(count: number): Int32Array {
    this.#reserve(count * 4 + countBitmapBytes(count));
    return new Int32Array(this.#bytes.buffer, this.#end, count);
  }

  allocateInt64(count: number): BigInt64Array {
    this.#reserve(count * 8 + countBitmapBytes(count));
    return new BigInt64Array(this.#bytes.buffer, this.#end, count);
  }

  /** Zeros, eight values a byte. */
  allocateBits(count: number): Uint8Array {
    this.#reserve(2 * countBitmapBytes(count));
    return new Uint8Array(this.#bytes.buffer, this.#end, countBitmapBytes(count)).fill(0);
  }

  /** Ends a node of `length` rows with the values allocated last, and inserts the bitmap before them. */
  finishNode({ byteLength }: ArrayBufferView, length: number, validity: ValidityBitmap | null): void {
    this.nodes.push(length, validity?.nullCount ?? 0);
    if (validity === null) {
      this.buffers.push(this.#end, 0);
    } else {
      const { bits } = validity;
      this.#bytes.copyWithin(this.#end + pad(bits.length), this.#end, this.#end + byteLength);
      this.#bytes.set(bits, this.#end);
      this.#finishBuffer(bits.length);
    }
    this.#finishBuffer(byteLength);
  }

  /** Adds another buffer to the node finished last. */
  addBuffer(content: Uint8Array): void {
    this.#reserve(content.length);
    this.#bytes.set(content, this.#end);
    this.#finishBuffer(content.length);
  }

  #finishBuffer(sizeBytes: number): void {
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

/** Builds the validity bitmap of `length` rows; null if none of them is null. */
export function buildValidityBitmap(
  length: number,
  nullCount: number,
  isValid: (index: number) => boolean,
): ValidityBitmap | null {
  if (nullCount === 0) return null;
  const bits = new Uint8Array(countBitmapBytes(length));
  for (let index = 0; index < length; index++) if (isValid(index)) bits[index >> 3] |= 1 << (index & 7);
  return { nullCount, bits };
}

function countBitmapBytes(count: number): number {
  return (count + 7) >> 3;
}

function pad(sizeBytes: number): number {
  return (sizeBytes + 7) & ~7;
}
