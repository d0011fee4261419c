/** Decompression of literals and back references, which Snappy and LZ4 consist of. */
import { malformed, type ParquetFault } from "./fault.js";

/** Assembles the content and checks that no literal and no copy exceeds the input or the output. */
export class BackReferences {
  readonly #codec: string;
  readonly #packed: Buffer;
  readonly #content: Buffer;
  #length = 0;

  /** Fills `content` from `packed`. */
  constructor(codec: string, packed: Buffer, content: Buffer) {
    this.#codec = codec;
    this.#packed = packed;
    this.#content = content;
  }

  /** The number of bytes written. */
  get length(): number {
    return this.#length;
  }

  /** Appends `length` bytes of the input. Throws ParquetFault. */
  addLiterals(start: number, length: number): void {
    if (start + length > this.#packed.length || this.#length + length > this.#content.length)
      throw this.damage();
    this.#packed.copy(this.#content, this.#length, start, start + length);
    this.#length += length;
  }

  /** Appends `length` bytes from `distance` before the end; they may overlap. Throws ParquetFault. */
  addCopy(distance: number, length: number): void {
    const content = this.#content;
    const end = this.#length + length;
    if (distance === 0 || distance > this.#length || end > content.length) throw this.damage();
    if (distance >= length) content.copyWithin(this.#length, this.#length - distance, end - distance);
    else for (let to = this.#length; to < end; to++) content[to] = content[to - distance];
    this.#length = end;
  }

  /** Returns the content. Throws ParquetFault unless it is complete. */
  finish(): Buffer {
    if (this.#length !== this.#content.length) throw this.damage();
    return this.#content;
  }

  damage(): ParquetFault {
    return malformed(`has a page that cannot be decompressed as ${this.#codec}`);
  }
}
