/** An answer's chunks on their way: as many as are sent whole, and the rest at the pace of the client. */
import { setImmediate } from "node:timers/promises";
import type { FastifyRequest } from "fastify";

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

/** Lets other requests run between chunks, however fast the client reads. */
export async function* paceChunks(
  request: FastifyRequest,
  start: Buffer,
  chunks: Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let chunk = encodeNext(request, chunks); chunk !== null; chunk = encodeNext(request, chunks)) {
      await setImmediate();
      yield chunk;
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

/** The next chunk, null after the last. A failure is logged here: with the status sent, no answer can tell of it. */
function encodeNext(request: FastifyRequest, chunks: Iterator<Uint8Array>): Uint8Array | null {
  try {
    const { done, value } = chunks.next();
    return done === true ? null : value;
  } catch (error) {
    request.log.error({ reqId: request.id, err: error }, "the answer failed and was cut off");
    throw error;
  }
}
