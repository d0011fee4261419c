/**
 * The Arrow schema that many writers store in the metadata `ARROW:schema`. It has types that Parquet lacks: durations, and the
 * extension types of pandas, which are plain integers to Parquet. A small Flatbuffer reader is enough for that, and unlike a
 * library it accepts unknown types.
 */
import { malformed } from "./fault.js";

export interface ArrowField {
  readonly name: string;
  readonly isDuration: boolean;
  /** The extension type, as in `pandas.period`; null for a plain field. */
  readonly extension: string | null;
  readonly children: readonly ArrowField[];
}

/** Field numbers in the tables of https://github.com/apache/arrow/blob/main/format/Schema.fbs and Message.fbs. */
const MESSAGE = { headerType: 1, header: 2 };
const SCHEMA = { fields: 1 };
const FIELD = { name: 0, type: 2, children: 5, metadata: 6 };
const KEY_VALUE = { key: 0, value: 1 };
const SCHEMA_HEADER = 1;
const DURATION = 18;
const EXTENSION_KEY = "ARROW:extension:name";
const CONTINUATION = 0xffffffff;
const MAX_DEPTH = 64;

/** Parses the top-level fields. Throws ParquetFault not-parquet. */
export function parseArrowSchema(base64: string): ArrowField[] {
  try {
    const bytes = Buffer.from(base64, "base64");
    // The message follows its length, which newer writers precede by a marker.
    const start = bytes.readUInt32LE(0) === CONTINUATION ? 8 : 4;
    const message = new FlatTable(bytes, start + bytes.readUInt32LE(start));
    if (message.readByte(MESSAGE.headerType) !== SCHEMA_HEADER) throw new RangeError("no schema");
    return (
      message
        .readTable(MESSAGE.header)
        ?.readTables(SCHEMA.fields)
        .map((field) => parseField(field, 0)) ?? []
    );
  } catch {
    throw malformed("has an Arrow schema that cannot be read");
  }
}

function parseField(field: FlatTable, depth: number): ArrowField {
  if (depth > MAX_DEPTH) throw new RangeError("nested too deep");
  const extension = field
    .readTables(FIELD.metadata)
    .find((entry) => entry.readText(KEY_VALUE.key) === EXTENSION_KEY);
  return {
    name: field.readText(FIELD.name) ?? "",
    isDuration: field.readByte(FIELD.type) === DURATION,
    extension: extension?.readText(KEY_VALUE.value) ?? null,
    children: field.readTables(FIELD.children).map((child) => parseField(child, depth + 1)),
  };
}

/** A Flatbuffer table. Reading beyond the bytes throws RangeError. */
class FlatTable {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #slots: number;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#slots = start - bytes.readInt32LE(start);
  }

  readByte(field: number): number {
    const at = this.#locate(field);
    return at === null ? 0 : this.#bytes.readUInt8(at);
  }

  readTable(field: number): FlatTable | null {
    const at = this.#locate(field);
    return at === null ? null : new FlatTable(this.#bytes, this.#follow(at));
  }

  readText(field: number): string | null {
    const at = this.#locate(field);
    if (at === null) return null;
    const start = this.#follow(at);
    return this.#bytes.toString("utf8", start + 4, start + 4 + this.#readCount(start, 1));
  }

  readTables(field: number): FlatTable[] {
    const at = this.#locate(field);
    if (at === null) return [];
    const start = this.#follow(at);
    return Array.from({ length: this.#readCount(start, 4) }, (_, index) => {
      return new FlatTable(this.#bytes, this.#follow(start + 4 + index * 4));
    });
  }

  /** The position of a field, null for an absent one. */
  #locate(field: number): number | null {
    const slot = 4 + field * 2;
    if (slot >= this.#bytes.readUInt16LE(this.#slots)) return null;
    const offset = this.#bytes.readUInt16LE(this.#slots + slot);
    return offset === 0 ? null : this.#start + offset;
  }

  #follow(at: number): number {
    return at + this.#bytes.readUInt32LE(at);
  }

  #readCount(at: number, sizeBytes: number): number {
    const count = this.#bytes.readUInt32LE(at);
    if (at + 4 + count * sizeBytes > this.#bytes.length) throw new RangeError("a vector beyond its bytes");
    return count;
  }
}
