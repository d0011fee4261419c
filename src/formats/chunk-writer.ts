/** Bytes on their way out, gathered into chunks of about 64 kB so that memory does not depend on the answer. */
import type { ColumnText } from "./text-cache.js";

const CHUNK_BYTES = 64 * 1024;
/** The most UTF-8 bytes that one UTF-16 unit of a string can take. */
const MOST_BYTES_PER_UNIT = 3;
/** Up to this length a loop is faster than making a view of the source. */
const LOOP_BYTES = 48;

export class ChunkWriter {
  /** Chunks that are done, in order; the reader takes them out. */
  readonly full: Uint8Array[] = [];
  readonly #missing: Uint8Array;
  #chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #length = 0;

  /** `missing` is what stands for a cell without text. */
  constructor(missing: string) {
    this.#missing = Buffer.from(missing);
  }

  /** Makes room for this many bytes; the writes of bytes and columns below check nothing themselves. */
  reserve(sizeBytes: number): void {
    if (this.#length + sizeBytes <= this.#chunk.length) return;
    if (this.#length > 0) this.full.push(this.#chunk.subarray(0, this.#length));
    this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, sizeBytes));
    this.#length = 0;
  }

  writeBytes(bytes: Uint8Array): void {
    this.#chunk.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes one cell of a rendered column. */
  writeCell({ bytes, starts }: ColumnText, row: number): void {
    const start = starts[row];
    const end = starts[row + 1];
    if (start === end) {
      this.writeBytes(this.#missing);
    } else if (end - start > LOOP_BYTES) {
      this.writeBytes(bytes.subarray(start, end));
    } else {
      const chunk = this.#chunk;
      let length = this.#length;
      for (let index = start; index < end; index++) chunk[length++] = bytes[index];
      this.#length = length;
    }
  }

  /** Makes its own room, and leaves `kept` more bytes free for what was reserved before. */
  writeText(text: string, kept = 0): void {
    if (text === "") return;
    this.reserve(text.length * MOST_BYTES_PER_UNIT + kept);
    this.#length += this.#chunk.write(text, this.#length);
  }

  /** All chunks that are left. */
  finish(): Uint8Array[] {
    if (this.#length > 0) this.full.push(this.#chunk.subarray(0, this.#length));
    this.#length = 0;
    return this.full.splice(0);
  }
}
