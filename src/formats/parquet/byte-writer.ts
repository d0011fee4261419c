/** A growing buffer of little-endian values. */

const MIN_BYTES = 256;

export class ByteWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacityBytes = MIN_BYTES) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(capacityBytes, MIN_BYTES));
  }

  get length(): number {
    return this.#length;
  }

  /** The written bytes, shared with the writer. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  writeByte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  writeUint32(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  /** Writes an integer from 0 to 2^53 in groups of seven bits, the lowest first (ULEB128). */
  writeVarint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.writeByte((rest % 128) + 128);
    this.writeByte(rest);
  }

  writeBytes(content: Uint8Array): void {
    this.#reserve(content.length);
    this.#bytes.set(content, this.#length);
    this.#length += content.length;
  }

  /** Appends `sizeBytes` uninitialized bytes for the caller to fill before the next write. */
  append(sizeBytes: number): Buffer {
    this.#reserve(sizeBytes);
    const start = this.#length;
    this.#length += sizeBytes;
    return this.#bytes.subarray(start, this.#length);
  }

  #reserve(sizeBytes: number): void {
    const needed = this.#length + sizeBytes;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.bytes);
    this.#bytes = grown;
  }
}
