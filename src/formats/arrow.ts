/**
 * Arrow IPC streams, with dictionary-encoded text, lists and timestamps. apache-arrow writes the schema and the
 * dictionaries; `arrow/` encodes the record batches. This
 * overrides protected methods of the library, which may change in any release: package.json pins its exact version.
 */
import {
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
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
  writeIntegerLists,
  writeIntegers,
  writeLists,
  writeNumbers,
  writeTexts,
  writeTimestamps,
} from "./arrow/cell-writers.js";
import type { Format } from "./format.js";
import { isBooleanColumn } from "./mixed-cells.js";

export const arrowFormat: Format = {
  name: "arrow",
  extension: "arrow",
  mediaType: "application/vnd.apache.arrow.stream",
  contentType: "application/vnd.apache.arrow.stream",
  isFile: false,
  *encode({ selection }) {
    const columns = selection.columns.map(describeColumn);
    const writer = new SchemaWriter();
    writer.writeSchema(selection, columns);
    const batches = new BatchEncoder(
      selection,
      columns.map(({ write }) => write),
    );
    // A stream without rows is valid without dictionaries.
    if (selection.rowCount > 0) writer.writeDictionaries(columns);
    yield* batches.encode(writer.take());
  },
};

interface ArrowColumn {
  readonly type: DataType;
  readonly write: CellWriter;
  readonly dictionary?: readonly string[];
}

/** The Arrow type of a field, from any of its columns; `index` is the position of the field. */
function describeColumn(column: Column, index: number): ArrowColumn {
  switch (column.kind) {
    case "number":
      return column.isInteger === true
        ? { type: new Int64(), write: writeIntegers }
        : { type: new Float64(), write: writeNumbers };
    case "dictionary": {
      // An explicit id: by default the library counts ids for the whole process, and equal results would differ in bytes.
      const type = new Dictionary(new Utf8(), new Int32(), index);
      return { type, write: buildCodeWriter(column.dictionary), dictionary: column.dictionary };
    }
    case "timestamp":
      return { type: new TimestampMicrosecond(), write: writeTimestamps };
    case "list":
      return column.isInteger === true
        ? { type: new List(new Field("item", new Int64(), true)), write: writeIntegerLists }
        : { type: new List(new Field("item", new Float64(), true)), write: writeLists };
    case "mixed":
      return isBooleanColumn(column)
        ? { type: new Bool(), write: writeBooleans }
        : { type: new Utf8(), write: writeTexts };
  }
}

/** The stream writer of the library, for the messages before the first record batch only. */
class SchemaWriter extends RecordBatchStreamWriter {
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
    for (const { type, dictionary } of columns) {
      if (dictionary === undefined) continue;
      this._writeDictionaryBatch(buildTextData(dictionary), (type as Dictionary).id);
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

/** A utf8 vector. The builder of the library takes several times as long. */
function buildTextData(texts: readonly string[]): Data<Utf8> {
  const parts = texts.map((text) => Buffer.from(text));
  const valueOffsets = new Int32Array(texts.length + 1);
  for (const [index, { length }] of parts.entries()) valueOffsets[index + 1] = valueOffsets[index] + length;
  const data = Buffer.concat(parts);
  return makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data });
}
