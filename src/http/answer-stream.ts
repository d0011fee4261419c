/** An answer's chunks on their way: as many as are sent whole, and the rest at the pace of the client. */
import { setImmediate } from "node:timers/promises";

export interface AnswerStart {
  readonly bytes: Buffer;
  /** Whether that is all. */
  readonly isWhole: boolean;
}

/** The first chunks, until there are more than `mostBytes` or no more to come. */
export function takeStart(chunks: Iterator<Uint8Array>, mostBytes: number): AnswerStart {
  const taken: Uint8Array[] = [];
  let sizeBytes = 0;
  let isWhole = false;
  while (sizeBytes <= mostBytes && !isWhole) {
    const { done, value } = chunks.next();
    isWhole = done === true;
    if (done === true) break;
    taken.push(value);
    sizeBytes += value.length;
  }
  return { bytes: joinChunks(taken, sizeBytes), isWhole };
}

/**
 * Lets other requests run between chunks, however fast the client reads. `tell` is told of a failing chunk: with the
 * status sent, no answer can speak of it.
 */
export async function* paceChunks(
  start: Buffer,
  chunks: Iterator<Uint8Array>,
  tell: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let next = encodeNext(chunks, tell); next.done !== true; next = encodeNext(chunks, tell)) {
      await setImmediate();
      yield next.value;
    }
  } finally {
    // The client may have left early.
    chunks.return?.();
  }
}

/** A lone chunk stays where it is. */
function joinChunks(chunks: readonly Uint8Array[], sizeBytes: number): Buffer {
  if (chunks.length !== 1) return Buffer.concat(chunks, sizeBytes);
  const [{ buffer, byteOffset, length }] = chunks;
  return Buffer.from(buffer, byteOffset, length);
}

function encodeNext(
  chunks: Iterator<Uint8Array>,
  tell: (error: unknown) => void,
): IteratorResult<Uint8Array> {
  try {
    return chunks.next();
  } catch (error) {
    tell(error);
    throw error;
  }
}
