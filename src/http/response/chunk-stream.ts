/** Encoded chunks as a response body: the first ones as one buffer, the rest as a stream with back-pressure. */
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";

export interface ResponseStart {
  readonly bytes: Buffer;
  /** Whether `bytes` is the whole response. */
  readonly isWhole: boolean;
}

/** Takes the first chunks, until they exceed `maxBytes` or none is left. */
export function takeStart(chunks: Iterator<Uint8Array>, maxBytes: number): ResponseStart {
  const taken: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes <= maxBytes) {
    const { done, value } = chunks.next();
    if (done === true) return { bytes: joinChunks(taken, sizeBytes), isWhole: true };
    taken.push(value);
    sizeBytes += value.length;
  }
  return { bytes: joinChunks(taken, sizeBytes), isWhole: false };
}

/** Joins all chunks, or returns null if they exceed `maxBytes`; other requests run between two chunks. */
export async function collectChunks(chunks: Iterator<Uint8Array>, maxBytes: number): Promise<Buffer | null> {
  const taken: Uint8Array[] = [];
  let sizeBytes = 0;
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
    taken.push(next.value);
    sizeBytes += next.value.length;
    if (sizeBytes > maxBytes) {
      chunks.return?.();
      return null;
    }
    await setImmediate();
  }
  return joinChunks(taken, sizeBytes);
}

/** Streams `start` and then `chunks` at the client's pace; other requests run between two chunks. */
export function streamChunks(start: Buffer, chunks: Iterator<Uint8Array>): Readable {
  return Readable.from(yieldChunks(start, chunks), { objectMode: false });
}

async function* yieldChunks(start: Buffer, chunks: Iterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
      await setImmediate();
      yield next.value;
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
