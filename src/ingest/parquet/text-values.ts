/** Texts as codes of a dictionary. */
import { isUtf8 } from "node:buffer";
import { quote } from "../../errors.js";
import type { DictionaryColumn } from "../../table/column.js";
import type { ValueBudget } from "./bounds.js";
import { malformed, ParquetFault } from "./fault.js";
import type { Faults, ParsedValues, StoredValues } from "./stored-values.js";

/** The memory of a text in the dictionary without its characters, in values of 8 bytes. */
const TEXT_COST = 16;
/** The maximum size of a Map. */
const MAX_DISTINCT = 2 ** 24;
/** Decoding replaces bytes that are not UTF-8 by this; valid text may have it too. */
const REPLACEMENT = "\ufffd";

/** The dictionary is in order of first appearance. */
export class TextValues implements StoredValues<Int32Array> {
  readonly missing = -1;
  readonly kindOfNulls = "dictionary";
  readonly #budget: ValueBudget;
  readonly #codeByText = new Map<string, number>();
  readonly #texts: string[] = [];

  constructor(budget: ValueBudget) {
    this.#budget = budget;
  }

  allocate(count: number): Int32Array {
    return new Int32Array(count);
  }

  parse(plain: Buffer, count: number): ParsedValues<Int32Array> {
    const texts = new PlainTexts(plain);
    const numbers = this.allocate(texts.checkCount(count));
    let flags: Uint8Array | null = null;
    for (let index = 0; index < count; index++) {
      const text = texts.next();
      if (text.includes(REPLACEMENT) && !isUtf8(texts.current)) {
        flags ??= new Uint8Array(count);
        flags[index] = 1;
      } else numbers[index] = this.#encode(text);
    }
    return { numbers, faults: flags === null ? null : describeFaults(plain, flags) };
  }

  toCell(code: number): string {
    return this.#texts[code];
  }

  /** Leaves out texts that a dictionary page has and no row uses. */
  build(name: string, rows: Int32Array): DictionaryColumn {
    const codes = new Int32Array(this.#texts.length).fill(-1);
    const dictionary: string[] = [];
    for (let row = 0; row < rows.length; row++) {
      const code = rows[row];
      if (code < 0) continue;
      if (codes[code] < 0) codes[code] = dictionary.push(this.#texts[code]) - 1;
      rows[row] = codes[code];
    }
    return { kind: "dictionary", name, codes: rows, dictionary };
  }

  #encode(text: string): number {
    const known = this.#codeByText.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length === MAX_DISTINCT) {
      throw new ParquetFault("too-many-values", `has more than ${MAX_DISTINCT} different texts`);
    }
    this.#budget.spend(TEXT_COST + text.length / 8);
    this.#codeByText.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }
}

function describeFaults(plain: Buffer, flags: Uint8Array): Faults {
  const describe = (index: number) => {
    const texts = new PlainTexts(plain);
    for (let skipped = 0; skipped <= index; skipped++) texts.next();
    const problem = `holds ${quoteBytes(texts.current)}, which is not UTF-8`;
    return { code: "bad-value", problem } as const;
  };
  return { flags, describe };
}

/** Like quote, with bytes beyond ASCII as `\xe9`. */
function quoteBytes(bytes: Buffer): string {
  return quote(bytes.toString("latin1"))
    .replace(/\\u00([89a-f][0-9a-f])/g, "\\x$1")
    .replace(/[\u0080-\u00ff]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}

/** Iterates over texts in plain encoding, each preceded by its length. */
class PlainTexts {
  readonly #plain: Buffer;
  #start = 0;
  #end = 0;

  constructor(plain: Buffer) {
    this.#plain = plain;
  }

  /** Returns the count. Throws ParquetFault not-parquet if the bytes are too few for it. */
  checkCount(count: number): number {
    if (count * 4 <= this.#plain.length) return count;
    throw malformed("has a page with too few texts");
  }

  /** The bytes of the text that `next` returned last. */
  get current(): Buffer {
    return this.#plain.subarray(this.#start, this.#end);
  }

  next(): string {
    if (this.#end + 4 > this.#plain.length) throw malformed("has a page with too few texts");
    this.#start = this.#end + 4;
    this.#end = this.#start + this.#plain.readUInt32LE(this.#end);
    if (this.#end > this.#plain.length) throw malformed("has a text that goes beyond its page");
    return this.#plain.toString("utf8", this.#start, this.#end);
  }
}
