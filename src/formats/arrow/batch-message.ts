/**
 * The message before a record batch's body: a flatbuffer of the Message and RecordBatch tables of Arrow's format
 * (https://arrow.apache.org/docs/format/Columnar.html, Message.fbs). The tables always lie at the same places, so its
 * size follows from the schema, and writing one allocates nothing.
 */

/** What the message says of a body; `nodes` and `buffers` are pairs, as BatchBody has them. */
export interface BatchShape {
  readonly length: number;
  readonly bodyBytes: number;
  readonly nodes: readonly number[];
  readonly buffers: readonly number[];
}

/** The mark of a message, and its size. */
const PREFIX_BYTES = 8;
const CONTINUATION = 0xffffffff;
export const END_BYTES = 8;

const VERSION_5 = 4;
const RECORD_BATCH = 3;

/** Places from the start of the flatbuffer, in bytes. Vtables stand before their tables, longs on multiples of eight. */
const AT = { messageVtable: 4, message: 16, batchVtable: 36, batch: 48, nodeCount: 68, nodes: 72 };
/** Places of fields from the start of their table. */
const MESSAGE = { version: 16, headerType: 18, header: 4, bodyLength: 8, size: 20 };
const BATCH = { length: 8, nodes: 4, buffers: 16, size: 20 };

/** The bytes that a message takes, its mark included. */
export function measureMessage({ nodes, buffers }: BatchShape): number {
  return PREFIX_BYTES + AT.nodes + 8 + 8 * (nodes.length + buffers.length);
}

/** Writes a message of its measure to `bytes` from `start` on, a multiple of eight. */
export function writeMessage(bytes: Buffer, start: number, shape: BatchShape): void {
  const { nodes, buffers } = shape;
  const size = measureMessage(shape);
  bytes.fill(0, start, start + size);
  const root = start + PREFIX_BYTES;
  const bufferCount = AT.nodes + 8 * nodes.length + 4;
  bytes.writeUInt32LE(CONTINUATION, start);
  bytes.writeUInt32LE(size - PREFIX_BYTES, start + 4);

  bytes.writeUInt32LE(AT.message, root);
  const messageFields = [MESSAGE.version, MESSAGE.headerType, MESSAGE.header, MESSAGE.bodyLength];
  writeVtable(bytes, root + AT.messageVtable, MESSAGE.size, messageFields);
  const message = root + AT.message;
  bytes.writeInt32LE(AT.message - AT.messageVtable, message);
  bytes.writeInt16LE(VERSION_5, message + MESSAGE.version);
  bytes.writeUInt8(RECORD_BATCH, message + MESSAGE.headerType);
  bytes.writeUInt32LE(AT.batch - AT.message - MESSAGE.header, message + MESSAGE.header);
  writeLong(bytes, message + MESSAGE.bodyLength, shape.bodyBytes);

  writeVtable(bytes, root + AT.batchVtable, BATCH.size, [BATCH.length, BATCH.nodes, BATCH.buffers]);
  const batch = root + AT.batch;
  bytes.writeInt32LE(AT.batch - AT.batchVtable, batch);
  writeLong(bytes, batch + BATCH.length, shape.length);
  bytes.writeUInt32LE(AT.nodeCount - AT.batch - BATCH.nodes, batch + BATCH.nodes);
  bytes.writeUInt32LE(bufferCount - AT.batch - BATCH.buffers, batch + BATCH.buffers);

  bytes.writeUInt32LE(nodes.length / 2, root + AT.nodeCount);
  for (let index = 0; index < nodes.length; index++)
    writeLong(bytes, root + AT.nodes + 8 * index, nodes[index]);
  bytes.writeUInt32LE(buffers.length / 2, root + bufferCount);
  for (let index = 0; index < buffers.length; index++)
    writeLong(bytes, root + bufferCount + 4 + 8 * index, buffers[index]);
}

/** Writes the `END_BYTES` that end a stream. */
export function writeEnd(bytes: Buffer, start: number): void {
  bytes.writeUInt32LE(CONTINUATION, start);
  bytes.writeUInt32LE(0, start + 4);
}

function writeVtable(bytes: Buffer, start: number, tableBytes: number, fields: readonly number[]): void {
  bytes.writeUInt16LE(4 + 2 * fields.length, start);
  bytes.writeUInt16LE(tableBytes, start + 2);
  for (const [index, field] of fields.entries()) bytes.writeUInt16LE(field, start + 4 + 2 * index);
}

/** A whole number from 0 to 2^53, in eight bytes. */
function writeLong(bytes: Buffer, start: number, value: number): void {
  bytes.writeUInt32LE(value % 2 ** 32, start);
  bytes.writeUInt32LE(Math.floor(value / 2 ** 32), start + 4);
}
