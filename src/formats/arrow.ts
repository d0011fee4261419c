/**
 * Arrow IPC stream: dictionaries for repeated text, lists as lists, moments as timestamps. apache-arrow writes it
 * rather than flechette, which encodes only whole tables and would hold a complete answer in memory.
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
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from "apache-arrow";
import { type Column, getCell } from "../table/column.js";
import type { Block, BlockColumn, Selection } from "../table/selection.js";
import { buildCellText, JSON_DIALECT } from "./dialect.js";
import type { Format } from "./format.js";

/** Blocks are gathered until a record batch has this many rows. */
const BATCH_ROWS = 8192;

export const arrowFormat: Format = {
  name: "arrow",
  extension: "arrow",
  mediaType: "application/vnd.apache.arrow.stream",
  contentType: "application/vnd.apache.arrow.stream",
  *encode({ selection }) {
    const encoders = selection.columns.map((column, index) => buildEncoder(column, index));
    const fields = selection.fields.map((name, index) => new Field(name, encoders[index].type, true));
    const writer = new ByteWriter();
    writer.reset(undefined, new Schema(fields));
    for (const blocks of gatherBlocks(selection)) {
      const length = blocks.reduce((count, { rows }) => count + rows.length, 0);
      const children = encoders.map((encoder, index) =>
        encoder.encode(
          blocks.map(({ rows, columns }) => ({ rows, column: columns[index] })),
          length,
        ),
      );
      const type = new Struct(fields);
      writer.write(new RecordBatch(new Schema(fields), makeData({ type, length, nullCount: 0, children })));
      yield writer.take();
    }
    writer.finish();
    yield writer.take();
  },
};

/** An IPC writer whose bytes are taken out as they come, where the library's own waits to be read from. */
class ByteWriter extends RecordBatchStreamWriter {
  readonly #parts: Uint8Array[] = [];

  constructor() {
    super({ autoDestroy: false });
  }

  take(): Uint8Array {
    return Buffer.concat(this.#parts.splice(0));
  }

  protected override _write(chunk: ArrayBufferView): this {
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#parts.push(bytes);
    this._position += bytes.length;
    return this;
  }
}

/** Rows of one column of one block. */
interface Piece {
  readonly rows: Uint32Array;
  readonly column: BlockColumn;
}

interface ColumnEncoder {
  readonly type: DataType;
  encode(pieces: readonly Piece[], length: number): Data;
}

function* gatherBlocks(selection: Selection): Generator<Block[]> {
  let gathered: Block[] = [];
  let rowCount = 0;
  for (const block of selection.blocks()) {
    gathered.push(block);
    rowCount += block.rows.length;
    if (rowCount < BATCH_ROWS) continue;
    yield gathered;
    gathered = [];
    rowCount = 0;
  }
  if (gathered.length > 0) yield gathered;
}

/** An encoder for the field at `index`, made after any one of the columns that it shows. */
function buildEncoder(column: Column, index: number): ColumnEncoder {
  switch (column.kind) {
    case "number":
      return buildNumberEncoder();
    case "dictionary":
      return buildDictionaryEncoder(column.dictionary, index);
    case "timestamp":
      return buildTimestampEncoder();
    case "list":
      return buildListEncoder();
    case "mixed":
      return column.values.every((cell) => cell === null || typeof cell === "boolean")
        ? buildVectorEncoder(new Bool(), (piece, row) => getCell(piece, row))
        : buildVectorEncoder(new Utf8(), (piece, row) => {
            const cell = getCell(piece, row);
            return typeof cell === "string" ? cell : buildCellText(piece, JSON_DIALECT)(row) || null;
          });
  }
}

function buildNumberEncoder(): ColumnEncoder {
  const type = new Float64();
  return {
    type,
    encode(pieces, length) {
      const data = new Float64Array(length);
      let count = 0;
      for (const { rows, column } of pieces) {
        const { values } = column as Extract<Column, { kind: "number" }>;
        for (let index = 0; index < rows.length; index++) data[count++] = values[rows[index]];
      }
      return makeData({ type, length, data, ...maskNonFinite(data) });
    },
  };
}

function buildDictionaryEncoder(texts: readonly string[], id: number): ColumnEncoder {
  // Without an id of its own it would get the next one of the process, and no two answers the same bytes.
  const type = new Dictionary(new Utf8(), new Int32(), id);
  const dictionary: Vector<Utf8> = vectorFromArray([...texts], new Utf8());
  const codeByText = new Map(texts.map((text, code) => [text, code]));
  return {
    type,
    encode(pieces, length) {
      const data = new Int32Array(length);
      let count = 0;
      for (const { rows, column } of pieces) {
        if (column.kind === "constant") {
          data.fill(codeByText.get(column.value) as number, count, count + rows.length);
          count += rows.length;
          continue;
        }
        const { codes } = column as Extract<Column, { kind: "dictionary" }>;
        for (let index = 0; index < rows.length; index++) data[count++] = codes[rows[index]];
      }
      return makeData({ type, length, data, dictionary, ...maskNegative(data) });
    },
  };
}

function buildTimestampEncoder(): ColumnEncoder {
  const type = new TimestampMicrosecond();
  return {
    type,
    encode(pieces, length) {
      const epochMs = Float64Array.from(
        pieces.flatMap(({ rows, column }) => {
          const { values } = column as Extract<Column, { kind: "timestamp" }>;
          return Array.from(rows, (row) => values[row]);
        }),
      );
      const data = BigInt64Array.from(epochMs, (value) =>
        Number.isNaN(value) ? 0n : BigInt(Math.round(value * 1000)),
      );
      return makeData({ type, length, data, ...maskNonFinite(epochMs) });
    },
  };
}

function buildListEncoder(): ColumnEncoder {
  const item = new Float64();
  const type = new List(new Field("item", item, true));
  return {
    type,
    encode(pieces, length) {
      const lists: Float64Array[] = [];
      const isPresent = new Uint8Array(length);
      for (const { rows, column } of pieces) {
        const list = column as Extract<Column, { kind: "list" }>;
        for (const row of rows) {
          isPresent[lists.length] = list.isPresent[row];
          lists.push(list.values.subarray(list.offsets[row], list.offsets[row + 1]));
        }
      }
      const valueOffsets = new Int32Array(length + 1);
      for (const [index, { length: size }] of lists.entries())
        valueOffsets[index + 1] = valueOffsets[index] + size;
      const data = new Float64Array(valueOffsets[length]);
      for (const [index, list] of lists.entries()) data.set(list, valueOffsets[index]);
      const child = makeData({
        type: item,
        length: data.length,
        data,
        ...maskNonFinite(data),
      });
      return makeData({ type, length, valueOffsets, child, ...maskZero(isPresent) });
    },
  };
}

function buildVectorEncoder(
  type: Utf8 | Bool,
  read: (column: Column, row: number) => unknown,
): ColumnEncoder {
  return {
    type,
    encode(pieces, length) {
      const cells = pieces.flatMap(({ rows, column }) =>
        Array.from(rows, (row) => read(column as Column, row)),
      );
      const vector = vectorFromArray(cells, type as DataType);
      return vector.data[0] ?? makeData({ type: type as Utf8, length });
    },
  };
}

interface Mask {
  readonly nullCount: number;
  readonly nullBitmap?: Uint8Array;
}

/** Arrow's validity bitmaps, left out where nothing is missing. Loops of their own, for they run over every value. */
function maskNonFinite(values: Float64Array): Mask {
  let nullCount = 0;
  // Subtracting a number from itself gives 0 for the finite ones alone.
  for (let index = 0; index < values.length; index++) if (values[index] - values[index] !== 0) nullCount++;
  return nullCount === 0
    ? { nullCount }
    : buildMask(values.length, nullCount, (index) => Number.isFinite(values[index]));
}

function maskNegative(codes: Int32Array): Mask {
  let nullCount = 0;
  for (let index = 0; index < codes.length; index++) if (codes[index] < 0) nullCount++;
  return nullCount === 0 ? { nullCount } : buildMask(codes.length, nullCount, (index) => codes[index] >= 0);
}

function maskZero(flags: Uint8Array): Mask {
  const nullCount = flags.reduce((count, flag) => count + (flag === 0 ? 1 : 0), 0);
  return nullCount === 0 ? { nullCount } : buildMask(flags.length, nullCount, (index) => flags[index] === 1);
}

function buildMask(length: number, nullCount: number, isPresent: (index: number) => boolean): Mask {
  const nullBitmap = new Uint8Array(((length + 63) >> 6) << 3);
  for (let index = 0; index < length; index++)
    if (isPresent(index)) nullBitmap[index >> 3] |= 1 << (index & 7);
  return { nullCount, nullBitmap };
}
