/** Reads the bytes of a pickle in sequence; each read is checked against the end. */
import { malformed } from "./fault.js";
import { decodeUtf8 } from "./python-objects.js";

export class ByteReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Offset of the next unread byte. */
  get position(): number {
    return this.#position;
  }

  /** Number of unread bytes. */
  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  uint8(): number {
    return this.#bytes[this.skip(1)];
  }

  uint16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  /** Rounded beyond 2^53, which is beyond the end of any file. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.skip(8), true));
  }

  float64(): number {
    return this.#view.getFloat64(this.skip(8), false);
  }

  /** A view, not a copy. */
  bytes(length: number): Uint8Array {
    const start = this.skip(length);
    return this.#bytes.subarray(start, this.#position);
  }

  text(length: number): string {
    const start = this.skip(length);
    return decodeUtf8(this.#bytes, start, this.#position);
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end < 0) throw this.#ended("name");
    const text = this.text(end - this.#position);
    this.skip(1);
    return text;
  }

  /** Skips bytes and returns the offset of the first. */
  skip(length: number): number {
    const start = this.#position;
    if (!(length <= this.#bytes.length - start)) throw this.#ended("value");
    this.#position = start + length;
    return start;
  }

  #ended(what: string) {
    return malformed(`it ends at byte ${this.#bytes.length}, in the middle of a ${what}`);
  }
}
