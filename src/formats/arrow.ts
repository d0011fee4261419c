/**
 * Arrow IPC stream: dictionaries for repeated text, lists as lists, timestamps as timestamps. apache-arrow writes the
 * schema and the dictionaries, once an answer; the record batches, which are nearly all of it, are written here.
 */
import {
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float64,
  Int32,
  List,
  makeData,
  RecordBatchStreamWriter,
  Schema,
  TimestampMicrosecond,
  Utf8,
} from "apache-arrow";
import type { Column } from "../table/column.js";
import type { Selection } from "../table/selection.js";
import { BatchEncoder } from "./arrow/batch-encoder.js";
import {
  buildCodeWriter,
  type CellWriter,
  writeBooleans,
  writeLists,
  writeNumbers,
  writeTexts,
  writeTimestamps,
} from "./arrow/cell-writers.js";
import type { Format } from "./format.js";

export const arrowFormat: Format = {
  name: "arrow",
  extension: "arrow",
  mediaType: "application/vnd.apache.arrow.stream",
  contentType: "application/vnd.apache.arrow.stream",
  *encode({ selection }) {
    const columns = selection.columns.map(describeColumn);
    const writer = new HeadWriter();
    writer.writeSchema(selection, columns);
    const batches = new BatchEncoder(
      selection,
      columns.map(({ write }) => write),
    );
    // Without rows no dictionary is looked into, and the stream is valid without them.
    if (selection.rowCount > 0) writer.writeDictionaries(columns);
    yield* batches.encode(writer.take());
  },
};

interface ArrowColumn {
  readonly type: DataType;
  readonly write: CellWriter;
  /** The texts that a dictionary's codes stand for. */
  readonly texts?: readonly string[];
}

/** How a column is sent, told by any one of the columns that its field shows; `index` is the field's place. */
function describeColumn(column: Column, index: number): ArrowColumn {
  switch (column.kind) {
    case "number":
      return { type: new Float64(), write: writeNumbers };
    case "dictionary": {
      // Without an id of its own it would get the next one of the process, and no two answers the same bytes.
      const type = new Dictionary(new Utf8(), new Int32(), index);
      return { type, write: buildCodeWriter(column.dictionary), texts: column.dictionary };
    }
    case "timestamp":
      return { type: new TimestampMicrosecond(), write: writeTimestamps };
    case "list":
      return { type: new List(new Field("item", new Float64(), true)), write: writeLists };
    case "mixed":
      return column.values.every((cell) => cell === null || typeof cell === "boolean")
        ? { type: new Bool(), write: writeBooleans }
        : { type: new Utf8(), write: writeTexts };
  }
}

/** The library's writer, of which only what stands before the batches is wanted; its bytes are taken out at once. */
class HeadWriter extends RecordBatchStreamWriter {
  readonly #parts: Uint8Array[] = [];

  constructor() {
    super({ autoDestroy: false });
  }

  writeSchema({ fields }: Selection, columns: readonly ArrowColumn[]): void {
    this.reset(
      undefined,
      new Schema(fields.map((name, index) => new Field(name, columns[index].type, true))),
    );
  }

  writeDictionaries(columns: readonly ArrowColumn[]): void {
    for (const { type, texts } of columns) {
      if (texts === undefined) continue;
      this._writeDictionaryBatch(buildTextData(texts), (type as Dictionary).id);
    }
  }

  take(): Buffer {
    return Buffer.concat(this.#parts.splice(0));
  }

  protected override _write(chunk: ArrayBufferView): this {
    this.#parts.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    return this;
  }
}

/** Texts as the library's own builder makes them, which takes several times as long. */
function buildTextData(texts: readonly string[]): Data<Utf8> {
  const parts = texts.map((text) => Buffer.from(text));
  const valueOffsets = new Int32Array(texts.length + 1);
  for (const [index, { length }] of parts.entries()) valueOffsets[index + 1] = valueOffsets[index] + length;
  const data = Buffer.concat(parts);
  return makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data });
}
