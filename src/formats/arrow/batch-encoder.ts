/**
 * The record batches of an answer, as chunks of its stream. Columns that every block shows alike are laid out once for
 * all blocks of the same rows, and these bytes are sent again and again without being copied.
 */
import type { Block, Selection } from "../../table/selection.js";
import { BatchBody } from "./batch-body.js";
import { type BatchShape, END_BYTES, measureMessage, writeEnd, writeMessage } from "./batch-message.js";
import type { CellWriter } from "./cell-writers.js";

/** A block of as many rows is a batch; smaller ones are gathered until they are twice that together. */
const BLOCK_ROWS = 4096;
const GATHERED_ROWS = 8192;
/** A block of more cells is cut, because a batch lies in memory as a whole. */
const MAX_CELLS = 1_000_000;
/** The most bytes of shared columns that an answer keeps, one choice of rows always among them. */
const KEPT_BYTES = 4_000_000;

/** Fields beside each other, `end` exclusive, that are either all shared between blocks or none of them. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly isShared: boolean;
  /** What was laid out of a shared span, the last used at the end. */
  readonly kept: KeptBody[];
}

interface KeptBody {
  readonly block: Block;
  readonly body: BatchBody;
}

export class BatchEncoder {
  readonly #selection: Selection;
  readonly #writers: readonly CellWriter[];
  readonly #spans: readonly Span[];

  /** `writers` are those of the selection's fields. */
  constructor(selection: Selection, writers: readonly CellWriter[]) {
    this.#selection = selection;
    this.#writers = writers;
    this.#spans = findSpans(selection);
  }

  /** The chunks of the stream from `head` on, which is what stands before the first batch, to its end. */
  *encode(head: Buffer): Generator<Uint8Array> {
    let last = new BatchBody(0, 0);
    last.addBuffer(head);
    for (const blocks of gatherBlocks(this.#selection)) {
      const parts = this.#spans.map((span) => this.#encodeSpan(span, blocks));
      const shape = joinParts(
        parts.map(({ body }) => body),
        countRows(blocks),
      );
      // A message stands behind the bytes before it, so that it is no chunk of its own.
      yield last.closeWith(measureMessage(shape), (bytes, start) => writeMessage(bytes, start, shape));
      const open = parts.at(-1)?.isShared === false ? parts.pop()?.body : undefined;
      for (const { body } of parts) yield body.bytes;
      last = open ?? new BatchBody(0, 0);
    }
    yield last.closeWith(END_BYTES, writeEnd);
  }

  #encodeSpan(span: Span, blocks: readonly Block[]): { body: BatchBody; isShared: boolean } {
    const isShared = span.isShared && blocks.length === 1 && blocks[0].rows.length >= BLOCK_ROWS;
    return { body: isShared ? this.#getKept(span, blocks[0]) : this.#layOut(span, blocks), isShared };
  }

  #layOut({ start, end }: Span, blocks: readonly Block[]): BatchBody {
    const length = countRows(blocks);
    const body = new BatchBody(length, end - start);
    for (let field = start; field < end; field++) {
      const pieces = blocks.map(({ rows, columns }) => ({ rows, column: columns[field] }));
      this.#writers[field](body, pieces, length);
    }
    return body;
  }

  #getKept(span: Span, block: Block): BatchBody {
    const { kept } = span;
    const index = kept.findIndex(({ block: other }) => isSame(span, block, other));
    const found = index < 0 ? { block, body: this.#layOut(span, [block]) } : kept.splice(index, 1)[0];
    kept.push(found);
    while (kept.length > 1 && kept.reduce((sum, { body }) => sum + body.sizeBytes, 0) > KEPT_BYTES)
      kept.shift();
    return found.body;
  }
}

/** Whether two blocks show the same cells in the fields of a span. */
function isSame({ start, end }: Span, { rows, columns }: Block, other: Block): boolean {
  for (let field = start; field < end; field++) if (columns[field] !== other.columns[field]) return false;
  return rows === other.rows || Buffer.compare(viewBytes(rows), viewBytes(other.rows)) === 0;
}

function viewBytes({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function findSpans({ columns, idColumns }: Selection): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < columns.length; ) {
    const isShared = idColumns.has(columns[start]);
    let end = start + 1;
    while (end < columns.length && idColumns.has(columns[end]) === isShared) end++;
    spans.push({ start, end, isShared, kept: [] });
    start = end;
  }
  return spans;
}

/** The blocks of each batch. */
function* gatherBlocks(selection: Selection): Generator<Block[]> {
  const mostRows = Math.max(1, Math.floor(MAX_CELLS / selection.fields.length));
  let gathered: Block[] = [];
  let rowCount = 0;
  for (const { rows, columns } of selection.blocks()) {
    if (rows.length >= BLOCK_ROWS || rows.length > mostRows) {
      if (gathered.length > 0) yield gathered;
      gathered = [];
      rowCount = 0;
      for (let start = 0; start < rows.length; start += mostRows)
        yield [{ rows: rows.subarray(start, start + mostRows), columns }];
      continue;
    }
    gathered.push({ rows, columns });
    rowCount += rows.length;
    if (rowCount < GATHERED_ROWS) continue;
    yield gathered;
    gathered = [];
    rowCount = 0;
  }
  if (gathered.length > 0) yield gathered;
}

function countRows(blocks: readonly Block[]): number {
  return blocks.reduce((count, { rows }) => count + rows.length, 0);
}

/** The bodies of the spans as one body. */
function joinParts(bodies: readonly BatchBody[], length: number): BatchShape {
  const buffers: number[] = [];
  let bodyBytes = 0;
  for (const body of bodies) {
    for (let index = 0; index < body.buffers.length; index += 2)
      buffers.push(bodyBytes + body.buffers[index], body.buffers[index + 1]);
    bodyBytes += body.sizeBytes;
  }
  return { length, bodyBytes, nodes: bodies.flatMap(({ nodes }) => nodes), buffers };
}
