/** An LRU cache of whole response bodies, raw and compressed, with a budget of bytes. */
import { LRUCache } from "lru-cache";
import type { CacheStats } from "../../formats/rendered-text-cache.js";

/** The bytes of a response in one content coding, and the counts for its headers. */
export interface CachedBody {
  readonly bytes: Buffer;
  readonly rowCount: number;
  readonly total: number;
  /** The content coding of the bytes; null for none, as for small bodies. */
  readonly codingName: string | null;
}

/** The minimum number of bodies that fit: no body may take more than this fraction of the budget. */
const MIN_RESPONSES = 8;
/** The approximate size of an entry besides its bytes. */
const ENTRY_BYTES = 500;
/** How many keys of single requests are remembered; a power of two. */
const MAX_REQUESTED = 8192;

export class ResponseCache {
  readonly #bodies: LRUCache<string, CachedBody> | null;
  readonly #budgetBytes: number;
  readonly #maxBodyBytes: number;
  /** A hash table with one key for each slot. */
  readonly #requested: string[] = new Array(MAX_REQUESTED).fill("");
  readonly #pending = new Map<string, Promise<CachedBody>>();
  #hits = 0;
  #misses = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
    this.#maxBodyBytes = Math.floor(budgetBytes / MIN_RESPONSES);
    this.#bodies =
      budgetBytes === 0
        ? null
        : new LRUCache({
            maxSize: budgetBytes,
            sizeCalculation: ({ bytes }, key) => bytes.length + key.length + ENTRY_BYTES,
          });
  }

  /** Bytes in use. */
  get sizeBytes(): number {
    return this.#bodies?.calculatedSize ?? 0;
  }

  get stats(): CacheStats {
    const { sizeBytes } = this;
    return { hits: this.#hits, misses: this.#misses, sizeBytes, budgetBytes: this.#budgetBytes };
  }

  find(key: string): CachedBody | undefined {
    const body = this.#bodies?.get(key);
    if (body === undefined) this.#misses++;
    else this.#hits++;
    return body;
  }

  /** Caches a copy of a body on its second request: encoding is cheap, and one-time requests would evict the others. */
  keepIfRepeated(key: string, body: CachedBody): void {
    if (this.#bodies === null || body.bytes.length > this.#maxBodyBytes) return;
    const slot = findSlot(key);
    if (this.#requested[slot] === key) this.#bodies.set(key, { ...body, bytes: Buffer.from(body.bytes) });
    else this.#requested[slot] = key;
  }

  /** Builds a body once for all concurrent callers, and caches it if it is not too large. */
  async share(key: string, build: () => Promise<CachedBody>): Promise<CachedBody> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const building = build();
    this.#pending.set(key, building);
    try {
      const body = await building;
      if (body.bytes.length <= this.#maxBodyBytes) this.#bodies?.set(key, body);
      return body;
    } finally {
      this.#pending.delete(key);
    }
  }
}

/** FNV-1a over the key, folded to a slot. */
function findSlot(key: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) sum = Math.imul(sum ^ key.charCodeAt(index), 0x01000193);
  return (sum ^ (sum >>> 16)) & (MAX_REQUESTED - 1);
}
