/** Checks the beginning and the end of a downloaded raw table. */
import { type FileHandle, open } from "node:fs/promises";
import { describePlaceholder, PLACEHOLDER_HEAD_BYTES } from "../ingest/placeholder.js";

const MAGIC = "PAR1";
/** The magic bytes, then the footer, its length in four bytes, and the magic bytes again. */
const MIN_SIZE_BYTES = 12;
const TAIL_BYTES = 8;

/**
 * Describes what is wrong with a Parquet file, as the predicate of a sentence; null if it looks complete. If its content has
 * matched the hub's checksum, only placeholders are refused.
 */
export async function findParquetFault(path: string, isVerified: boolean): Promise<string | null> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const head = await readBytes(handle, 0, Math.min(size, PLACEHOLDER_HEAD_BYTES));
    const placeholder = describePlaceholder(head);
    if (placeholder !== undefined) return placeholder;
    if (isVerified) return null;
    if (size < MIN_SIZE_BYTES || head.toString("latin1", 0, MAGIC.length) !== MAGIC) {
      return `does not begin like a Parquet file (${MAGIC})`;
    }
    const tail = await readBytes(handle, size - TAIL_BYTES, TAIL_BYTES);
    const isWhole = tail.toString("latin1", TAIL_BYTES - MAGIC.length) === MAGIC;
    if (!isWhole || tail.readUInt32LE(0) > size - MIN_SIZE_BYTES) {
      return `does not end like a Parquet file (${MAGIC}), so it is cut short`;
    }
    return null;
  } finally {
    await handle.close();
  }
}

async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
