/**
 * The large files of the last minute. Clients read a file in parts, a request for each column of a row group, and encoding
 * the whole file for every part would take the server's time.
 */
import { LRUCache } from "lru-cache";
import type { EncodedChunk } from "../../formats/format.js";
import { collectChunks } from "./chunk-stream.js";

/** The maximum size of a file and of all together; three times that of the whole table. */
const MAX_BYTES = 32 * 1024 * 1024;
/** How long a file is kept after its last use. */
const KEPT_MS = 60_000;

export class FileStore {
  readonly #files = new LRUCache<string, Buffer>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ length }) => length,
    ttl: KEPT_MS,
    ttlAutopurge: true,
    updateAgeOnGet: true,
  });
  readonly #pending = new Map<string, Promise<Buffer | null>>();

  has(key: string): boolean {
    return this.#files.has(key);
  }

  /** The file of a key, encoded once for all concurrent callers; null if it is too large to be held. */
  async share(key: string, encode: () => Iterator<EncodedChunk>): Promise<Buffer | null> {
    const file = this.#files.get(key);
    if (file !== undefined) return file;
    const pending = this.#pending.get(key);
    // The other caller's failure may be its own, as of a client that has left.
    if (pending !== undefined) return pending.catch(() => this.share(key, encode));
    const encoding = collectChunks(encode(), MAX_BYTES);
    this.#pending.set(key, encoding);
    try {
      const bytes = await encoding;
      if (bytes !== null) this.#files.set(key, bytes);
      return bytes;
    } finally {
      this.#pending.delete(key);
    }
  }
}
