/** A pool of buffers for encoding responses: allocating fresh memory costs as much as filling it. */
import type { IncomingMessage } from "node:http";

/** Limits the memory held for clients that request many responses before they read the first. */
const MAX_BUFFERS = 8;

export class BufferPool {
  readonly #sizeBytes: number;
  readonly #free: Buffer<ArrayBuffer>[] = [];
  #count = 0;

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
  }

  /** A buffer, or null while all are in use. */
  acquire(): Buffer<ArrayBuffer> | null {
    const free = this.#free.pop();
    if (free !== undefined || this.#count === MAX_BUFFERS) return free ?? null;
    this.#count++;
    return Buffer.allocUnsafeSlow(this.#sizeBytes);
  }

  /** Returns a buffer that nobody reads or writes any more. */
  release(buffer: Buffer<ArrayBuffer>): void {
    this.#free.push(buffer);
  }

  /** Releases a buffer once the response sent from it has ended or its connection is gone. */
  releaseAfter(request: IncomingMessage, buffer: Buffer<ArrayBuffer>): void {
    request.once("close", () => this.release(buffer));
  }
}
