/** The codes of a dictionary by the bytes of its names: no text is made to look one up. */
import { ProblemError } from "../../errors.js";

/** Built once for each dictionary, which lives as long as its engine. */
const codesByDictionary = new WeakMap<readonly string[], NameCodes>();

export class NameCodes {
  readonly #names: readonly Buffer[];
  /** Codes by hash, -1 for none; a power of two. */
  readonly #table: Int32Array;

  static of(dictionary: readonly string[]): NameCodes {
    const found = codesByDictionary.get(dictionary);
    if (found !== undefined) return found;
    const codes = new NameCodes(dictionary);
    codesByDictionary.set(dictionary, codes);
    return codes;
  }

  constructor(dictionary: readonly string[]) {
    this.#names = dictionary.map((name) => Buffer.from(name));
    this.#table = new Int32Array(2 ** Math.ceil(Math.log2(2 * dictionary.length + 2))).fill(-1);
    const mask = this.#table.length - 1;
    for (const [code, bytes] of this.#names.entries()) {
      let slot = hash(bytes, 0, bytes.length) & mask;
      while (this.#table[slot] >= 0) slot = (slot + 1) & mask;
      this.#table[slot] = code;
    }
  }

  /** The code of the name in some bytes. Throws ProblemError source-changed for one that is not in the dictionary. */
  get(bytes: Buffer, start: number, length: number, column: string): number {
    const mask = this.#table.length - 1;
    for (let slot = hash(bytes, start, length) & mask; ; slot = (slot + 1) & mask) {
      const code = this.#table[slot];
      if (code < 0) break;
      if (isEqual(this.#names[code], bytes, start, length)) return code;
    }
    const detail = `The column ${column} has a value that it did not have when the server started; start it again.`;
    throw new ProblemError("source-changed", detail);
  }
}

function isEqual(name: Buffer, bytes: Buffer, start: number, length: number): boolean {
  if (name.length !== length) return false;
  for (let index = 0; index < length; index++) if (name[index] !== bytes[start + index]) return false;
  return true;
}

/** FNV-1a. */
function hash(bytes: Buffer, start: number, length: number): number {
  let value = 0x811c9dc5;
  for (let index = start; index < start + length; index++) {
    value = Math.imul(value ^ bytes[index], 0x01000193);
  }
  return value ^ (value >>> 15);
}
