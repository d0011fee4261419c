/**
 * Encodes the blocks of a selection as record batches, in chunks of the stream. The id columns of all blocks with the same
 * rows are encoded once, and their bytes are sent repeatedly without being copied.
 */
import type { Block, Pending, Selection } from "../../table/selection.js";
import type { EncodedChunk } from "../format.js";
import { BatchBody } from "./batch-body.js";
import { type BatchMetadata, END_BYTES, getMessageBytes, writeEnd, writeMessage } from "./batch-message.js";
import type { CellWriter } from "./cell-writers.js";

/** A block of this size is a batch of its own; smaller blocks are merged until a batch has MIN_MERGED_ROWS. */
const MIN_BATCH_ROWS = 4096;
const MIN_MERGED_ROWS = 8192;
/** A block with more cells is split, because a batch is held in memory whole. */
const MAX_BATCH_CELLS = 1_000_000;
/** The size of the cache of encoded id columns; the newest entry may exceed it. */
const MAX_CACHED_BYTES = 4_000_000;

/** Neighbouring fields, `end` exclusive, that are either all id columns or none of them. */
interface FieldRange {
  readonly start: number;
  readonly end: number;
  readonly isShared: boolean;
  /** The encoded bodies of id columns, the most recently used last. */
  readonly cache: CachedBody[];
}

interface CachedBody {
  readonly block: Block;
  readonly body: BatchBody;
}

export class BatchEncoder {
  readonly #selection: Selection;
  readonly #writers: readonly CellWriter[];
  readonly #ranges: readonly FieldRange[];

  /** `writers` has one writer for each field. */
  constructor(selection: Selection, writers: readonly CellWriter[]) {
    this.#selection = selection;
    this.#writers = writers;
    this.#ranges = findFieldRanges(selection);
  }

  /** Encodes the stream as chunks, starting with `schema`, the messages before the first batch. */
  *encode(schema: Buffer): Generator<EncodedChunk> {
    let last = new BatchBody(0, 0);
    last.addBuffer(schema);
    for (const blocks of mergeBlocks(this.#selection)) {
      if (blocks instanceof Promise) {
        yield blocks;
        continue;
      }
      const parts = this.#ranges.map((range) => this.#encodeRange(range, blocks));
      const metadata = joinMetadata(
        parts.map(({ body }) => body),
        countRows(blocks),
      );
      // The message is appended to the bytes before it instead of becoming a small chunk.
      yield last.withTrailer(getMessageBytes(metadata), (bytes, start) =>
        writeMessage(bytes, start, metadata),
      );
      const appendable = parts.at(-1)?.isShared === false ? parts.pop()?.body : undefined;
      for (const { body } of parts) yield body.bytes;
      last = appendable ?? new BatchBody(0, 0);
    }
    yield last.withTrailer(END_BYTES, writeEnd);
  }

  #encodeRange(range: FieldRange, blocks: readonly Block[]): { body: BatchBody; isShared: boolean } {
    const isShared = range.isShared && blocks.length === 1 && blocks[0].rows.length >= MIN_BATCH_ROWS;
    return { body: isShared ? this.#getCached(range, blocks[0]) : this.#encodeBody(range, blocks), isShared };
  }

  #encodeBody({ start, end }: FieldRange, blocks: readonly Block[]): BatchBody {
    const length = countRows(blocks);
    const body = new BatchBody(length, end - start);
    for (let field = start; field < end; field++) {
      const slices = blocks.map(({ rows, columns }) => ({ rows, column: columns[field] }));
      this.#writers[field](body, slices, length);
    }
    return body;
  }

  #getCached(range: FieldRange, block: Block): BatchBody {
    const { cache } = range;
    const index = cache.findIndex(({ block: other }) => hasSameCells(range, block, other));
    const entry = index < 0 ? { block, body: this.#encodeBody(range, [block]) } : cache.splice(index, 1)[0];
    cache.push(entry);
    while (cache.length > 1 && cache.reduce((sum, { body }) => sum + body.sizeBytes, 0) > MAX_CACHED_BYTES)
      cache.shift();
    return entry.body;
  }
}

/** Whether two blocks have the same cells in a range of fields. */
function hasSameCells({ start, end }: FieldRange, { rows, columns }: Block, other: Block): boolean {
  for (let field = start; field < end; field++) if (columns[field] !== other.columns[field]) return false;
  return rows === other.rows || Buffer.compare(viewBytes(rows), viewBytes(other.rows)) === 0;
}

function viewBytes({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function findFieldRanges({ columns, idColumns }: Selection): FieldRange[] {
  const ranges: FieldRange[] = [];
  for (let start = 0; start < columns.length; ) {
    const isShared = idColumns.has(columns[start]);
    let end = start + 1;
    while (end < columns.length && idColumns.has(columns[end]) === isShared) end++;
    ranges.push({ start, end, isShared, cache: [] });
    start = end;
  }
  return ranges;
}

/** Yields the blocks of each batch: merges small ones and splits large ones. */
function* mergeBlocks(selection: Selection): Generator<Block[] | Pending> {
  const maxRows = Math.max(1, Math.floor(MAX_BATCH_CELLS / selection.fields.length));
  let merged: Block[] = [];
  let rowCount = 0;
  for (const block of selection.blocks()) {
    if (block instanceof Promise) {
      yield block;
      continue;
    }
    const { rows, columns } = block;
    if (rows.length >= MIN_BATCH_ROWS || rows.length > maxRows) {
      if (merged.length > 0) yield merged;
      merged = [];
      rowCount = 0;
      for (let start = 0; start < rows.length; start += maxRows)
        yield [{ rows: rows.subarray(start, start + maxRows), columns }];
      continue;
    }
    merged.push({ rows, columns });
    rowCount += rows.length;
    if (rowCount < MIN_MERGED_ROWS) continue;
    yield merged;
    merged = [];
    rowCount = 0;
  }
  if (merged.length > 0) yield merged;
}

function countRows(blocks: readonly Block[]): number {
  return blocks.reduce((count, { rows }) => count + rows.length, 0);
}

/** The metadata of a batch whose body consists of several parts. */
function joinMetadata(bodies: readonly BatchBody[], length: number): BatchMetadata {
  const buffers: number[] = [];
  let bodyBytes = 0;
  for (const body of bodies) {
    for (let index = 0; index < body.buffers.length; index += 2)
      buffers.push(bodyBytes + body.buffers[index], body.buffers[index + 1]);
    bodyBytes += body.sizeBytes;
  }
  return { length, bodyBytes, nodes: bodies.flatMap(({ nodes }) => nodes), buffers };
}
