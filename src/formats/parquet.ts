/**
 * Parquet files, written row group by row group and column by column: zstd, dictionary pages, and the metadata of the result
 * under the key `datadecide`. The encoder in `parquet/` takes columns as they are; docs/architecture.md compares libraries.
 */
import type { Block, Pending, Selection } from "../table/selection.js";
import type { Format } from "./format.js";
import { type ColumnChunk, encodeColumnChunk } from "./parquet/column-chunk.js";
import { encodeFooter, MAGIC, type RowGroupMetadata } from "./parquet/file-metadata.js";
import type { ColumnSlice } from "./parquet/leaf-values.js";
import { describeColumn, type ParquetColumn } from "./parquet/schema.js";

/** A row group of about 120,000 rows is what DuckDB writes: parallel work for a reader, and few repeated dictionaries. */
const MIN_GROUP_ROWS = 120_000;
/** A larger block is split. */
const MAX_GROUP_ROWS = 160_000;

export const parquetFormat: Format = {
  name: "parquet",
  extension: "parquet",
  mediaType: "application/vnd.apache.parquet",
  contentType: "application/vnd.apache.parquet",
  isFile: true,
  *encode({ selection, meta }) {
    const { fields } = selection;
    const columns = selection.columns.map((column, index) => describeColumn(column, fields[index]));
    const encoders = columns.map((column) => new ColumnEncoder(column));
    const rowGroups: RowGroupMetadata[] = [];
    yield MAGIC;
    let start = MAGIC.length;
    for (const blocks of groupBlocks(selection)) {
      if (blocks instanceof Promise) {
        yield blocks;
        continue;
      }
      const rowCount = blocks.reduce((count, { rows }) => count + rows.length, 0);
      const group = { rowCount, start, chunks: [] as ColumnChunk["metadata"][] };
      for (const [index, encoder] of encoders.entries()) {
        const slices = blocks.map(({ rows, columns }) => ({ rows, column: columns[index] }));
        const { bytes, metadata } = encoder.encode(slices, rowCount);
        group.chunks.push(metadata);
        start += bytes.length;
        yield bytes;
      }
      rowGroups.push(group);
    }
    const schema = columns.flatMap(({ schema }) => schema);
    yield encodeFooter(schema, fields.length, rowGroups, meta);
  },
};

/** Encodes the chunks of one column. The ids of the next row group are often those of the last one. */
class ColumnEncoder {
  readonly #column: ParquetColumn;
  #last: { readonly slices: readonly ColumnSlice[]; readonly chunk: ColumnChunk } | null = null;

  constructor(column: ParquetColumn) {
    this.#column = column;
  }

  encode(slices: readonly ColumnSlice[], rowCount: number): ColumnChunk {
    if (this.#last !== null && hasSameCells(this.#last.slices, slices)) return this.#last.chunk;
    const chunk = encodeColumnChunk(this.#column, this.#column.collect(slices, rowCount));
    this.#last = { slices, chunk };
    return chunk;
  }
}

function hasSameCells(slices: readonly ColumnSlice[], others: readonly ColumnSlice[]): boolean {
  return (
    slices.length === others.length &&
    slices.every(({ rows, column }, index) => {
      const other = others[index];
      return column === other.column && Buffer.compare(viewBytes(rows), viewBytes(other.rows)) === 0;
    })
  );
}

function viewBytes({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Yields the blocks of each row group: merges small ones and splits large ones. */
function* groupBlocks(selection: Selection): Generator<Block[] | Pending> {
  let group: Block[] = [];
  let rowCount = 0;
  for (const block of selection.blocks()) {
    if (block instanceof Promise) {
      yield block;
      continue;
    }
    const { rows, columns } = block;
    for (let start = 0; start < rows.length; start += MAX_GROUP_ROWS) {
      const part = rows.subarray(start, start + MAX_GROUP_ROWS);
      group.push({ rows: part, columns });
      rowCount += part.length;
      if (rowCount < MIN_GROUP_ROWS) continue;
      yield group;
      group = [];
      rowCount = 0;
    }
  }
  if (rowCount > 0) yield group;
}
