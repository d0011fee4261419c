/**
 * The message before the body of a record batch: a flatbuffer with the Message and RecordBatch tables of Arrow's format
 * (https://arrow.apache.org/docs/format/Columnar.html, Message.fbs). The tables have fixed positions, so the size follows
 * from the schema, and writing a message allocates nothing.
 */

/** The metadata of a body; `nodes` and `buffers` are pairs, as in BatchBody. */
export interface BatchMetadata {
  readonly length: number;
  readonly bodyBytes: number;
  readonly nodes: readonly number[];
  readonly buffers: readonly number[];
}

/** The continuation marker and the size of the message. */
const PREFIX_BYTES = 8;
const CONTINUATION = 0xffffffff;
export const END_BYTES = 8;

const VERSION_5 = 4;
const RECORD_BATCH = 3;

/** Byte offsets in the flatbuffer. Each vtable precedes its table, and 64-bit integers are aligned to eight bytes. */
const OFFSETS = { messageVtable: 4, message: 16, batchVtable: 36, batch: 48, nodeCount: 68, nodes: 72 };
/** Byte offsets of fields in their table. */
const MESSAGE = { version: 16, headerType: 18, header: 4, bodyLength: 8, size: 20 };
const BATCH = { length: 8, nodes: 4, buffers: 16, size: 20 };

/** The size of a message with its marker. */
export function getMessageBytes({ nodes, buffers }: BatchMetadata): number {
  return PREFIX_BYTES + OFFSETS.nodes + 8 + 8 * (nodes.length + buffers.length);
}

/** Writes a message at `start`, a multiple of eight. */
export function writeMessage(bytes: Buffer, start: number, metadata: BatchMetadata): void {
  const { nodes, buffers } = metadata;
  const size = getMessageBytes(metadata);
  bytes.fill(0, start, start + size);
  const root = start + PREFIX_BYTES;
  const bufferCount = OFFSETS.nodes + 8 * nodes.length + 4;
  bytes.writeUInt32LE(CONTINUATION, start);
  bytes.writeUInt32LE(size - PREFIX_BYTES, start + 4);

  bytes.writeUInt32LE(OFFSETS.message, root);
  const messageFields = [MESSAGE.version, MESSAGE.headerType, MESSAGE.header, MESSAGE.bodyLength];
  writeVtable(bytes, root + OFFSETS.messageVtable, MESSAGE.size, messageFields);
  const message = root + OFFSETS.message;
  bytes.writeInt32LE(OFFSETS.message - OFFSETS.messageVtable, message);
  bytes.writeInt16LE(VERSION_5, message + MESSAGE.version);
  bytes.writeUInt8(RECORD_BATCH, message + MESSAGE.headerType);
  bytes.writeUInt32LE(OFFSETS.batch - OFFSETS.message - MESSAGE.header, message + MESSAGE.header);
  writeInt64(bytes, message + MESSAGE.bodyLength, metadata.bodyBytes);

  writeVtable(bytes, root + OFFSETS.batchVtable, BATCH.size, [BATCH.length, BATCH.nodes, BATCH.buffers]);
  const batch = root + OFFSETS.batch;
  bytes.writeInt32LE(OFFSETS.batch - OFFSETS.batchVtable, batch);
  writeInt64(bytes, batch + BATCH.length, metadata.length);
  bytes.writeUInt32LE(OFFSETS.nodeCount - OFFSETS.batch - BATCH.nodes, batch + BATCH.nodes);
  bytes.writeUInt32LE(bufferCount - OFFSETS.batch - BATCH.buffers, batch + BATCH.buffers);

  bytes.writeUInt32LE(nodes.length / 2, root + OFFSETS.nodeCount);
  for (let index = 0; index < nodes.length; index++)
    writeInt64(bytes, root + OFFSETS.nodes + 8 * index, nodes[index]);
  bytes.writeUInt32LE(buffers.length / 2, root + bufferCount);
  for (let index = 0; index < buffers.length; index++)
    writeInt64(bytes, root + bufferCount + 4 + 8 * index, buffers[index]);
}

/** Writes the END_BYTES that end a stream. */
export function writeEnd(bytes: Buffer, start: number): void {
  bytes.writeUInt32LE(CONTINUATION, start);
  bytes.writeUInt32LE(0, start + 4);
}

function writeVtable(bytes: Buffer, start: number, tableBytes: number, fields: readonly number[]): void {
  bytes.writeUInt16LE(4 + 2 * fields.length, start);
  bytes.writeUInt16LE(tableBytes, start + 2);
  for (const [index, field] of fields.entries()) bytes.writeUInt16LE(field, start + 4 + 2 * index);
}

/** Writes an integer from 0 to 2^53 in eight bytes. */
function writeInt64(bytes: Buffer, start: number, value: number): void {
  bytes.writeUInt32LE(value % 2 ** 32, start);
  bytes.writeUInt32LE(Math.floor(value / 2 ** 32), start + 4);
}
