/** Encoded chunks as a response body: the first ones as one buffer, the rest as a stream with back-pressure. */
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { EncodedChunk } from "../../formats/format.js";

export interface ResponseStart {
  readonly bytes: Buffer;
  /** Whether `bytes` is the whole response. */
  readonly isWhole: boolean;
}

/**
 * Takes the first chunks, until they exceed `maxBytes` or none is left. A promise only if the chunks wait for something, or if
 * the limit is reached while they do.
 */
export function takeStart(
  chunks: Iterator<EncodedChunk>,
  maxBytes: number,
): ResponseStart | Promise<ResponseStart> {
  const taken: Uint8Array[] = [];
  let sizeBytes = 0;
  const take = (): ResponseStart | Promise<ResponseStart> => {
    while (sizeBytes <= maxBytes) {
      const { done, value } = chunks.next();
      if (done === true) return { bytes: joinChunks(taken, sizeBytes), isWhole: true };
      if (value instanceof Promise) return value.then(take);
      taken.push(value);
      sizeBytes += value.length;
    }
    return { bytes: joinChunks(taken, sizeBytes), isWhole: false };
  };
  return take();
}

/** Joins all chunks, or returns null if they exceed `maxBytes`; other requests run between two chunks. */
export async function collectChunks(
  chunks: Iterator<EncodedChunk>,
  maxBytes: number,
): Promise<Buffer | null> {
  const taken: Uint8Array[] = [];
  let sizeBytes = 0;
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
    const { value } = next;
    await (value instanceof Promise ? value : setImmediate());
    if (value instanceof Promise) continue;
    taken.push(value);
    sizeBytes += value.length;
    if (sizeBytes <= maxBytes) continue;
    chunks.return?.();
    return null;
  }
  return joinChunks(taken, sizeBytes);
}

/** Streams `start` and then `chunks` at the client's pace; other requests run between two chunks. */
export function streamChunks(start: Buffer, chunks: Iterator<EncodedChunk>): Readable {
  return Readable.from(yieldChunks(start, chunks), { objectMode: false });
}

async function* yieldChunks(start: Buffer, chunks: Iterator<EncodedChunk>): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start;
    for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
      const { value } = next;
      await (value instanceof Promise ? value : setImmediate());
      if (!(value instanceof Promise)) yield value;
    }
  } finally {
    // Also when the client disconnects.
    chunks.return?.();
  }
}

/** A single chunk is not copied. */
function joinChunks(chunks: readonly Uint8Array[], sizeBytes: number): Buffer {
  if (chunks.length !== 1) return Buffer.concat(chunks, sizeBytes);
  const [{ buffer, byteOffset, length }] = chunks;
  return Buffer.from(buffer, byteOffset, length);
}
