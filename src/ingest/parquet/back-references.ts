/** The compressions that are literals and copies of what came before: Snappy and LZ4. */
import { malformed, type ParquetFault } from "./fault.js";

/** Takes literals and copies, and holds them to the bytes that are there and to the size that is stated. */
export class BackReferences {
  readonly #codec: string;
  readonly #packed: Buffer;
  readonly #content: Buffer;
  #length = 0;

  /** `content` is filled from the start. */
  constructor(codec: string, packed: Buffer, content: Buffer) {
    this.#codec = codec;
    this.#packed = packed;
    this.#content = content;
  }

  /** The bytes that are there by now. */
  get length(): number {
    return this.#length;
  }

  /** Takes `length` bytes from the packed ones as they are. Throws ParquetFault. */
  addLiterals(start: number, length: number): void {
    if (start + length > this.#packed.length || this.#length + length > this.#content.length)
      throw this.damage();
    this.#packed.copy(this.#content, this.#length, start, start + length);
    this.#length += length;
  }

  /** Repeats `length` bytes from `distance` before the end, which may be fewer. Throws ParquetFault. */
  addCopy(distance: number, length: number): void {
    const content = this.#content;
    const end = this.#length + length;
    if (distance === 0 || distance > this.#length || end > content.length) throw this.damage();
    if (distance >= length) content.copyWithin(this.#length, this.#length - distance, end - distance);
    else for (let to = this.#length; to < end; to++) content[to] = content[to - distance];
    this.#length = end;
  }

  /** Throws ParquetFault unless the content is there to its end. */
  finish(): Buffer {
    if (this.#length !== this.#content.length) throw this.damage();
    return this.#content;
  }

  damage(): ParquetFault {
    return malformed(`has a page that cannot be unpacked as ${this.#codec}`);
  }
}
