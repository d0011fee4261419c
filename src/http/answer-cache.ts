/** Whole answers that were asked for lately, raw and compressed, under a budget of bytes; the oldest go first. */
import { LRUCache } from "lru-cache";
import type { CacheStats } from "../formats/text-cache.js";

/** An answer's bytes for one accepted content coding, and what its headers say of it. */
export interface CachedBody {
  readonly bytes: Buffer;
  readonly rowCount: number;
  readonly total: number;
  /** The content coding of the bytes; null for none, as for answers too small to be worth one. */
  readonly codingName: string | null;
}

/** No single answer may take more than this share of the budget. */
const MAX_SHARE = 8;
/** What an entry costs besides its bytes, roughly. */
const ENTRY_BYTES = 500;
/** So many keys at most are remembered as asked for; a power of two. */
const MAX_ASKED = 8192;

export class AnswerCache {
  readonly #bodies: LRUCache<string, CachedBody> | null;
  readonly #budgetBytes: number;
  readonly #largestBytes: number;
  /** Each key has one place and takes it from whichever came before: forgetting one costs next to nothing. */
  readonly #asked: string[] = new Array(MAX_ASKED).fill("");
  readonly #underWay = new Map<string, Promise<CachedBody>>();
  #hits = 0;
  #misses = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
    this.#largestBytes = Math.floor(budgetBytes / MAX_SHARE);
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

  get figures(): CacheStats {
    const { sizeBytes } = this;
    return { hits: this.#hits, misses: this.#misses, sizeBytes, budgetBytes: this.#budgetBytes };
  }

  find(key: string): CachedBody | undefined {
    const body = this.#bodies?.get(key);
    if (body === undefined) this.#misses++;
    else this.#hits++;
    return body;
  }

  /**
   * Keeps a copy of a body that is asked for again: putting an answer together is cheap, and those asked for once would
   * push out the others.
   */
  keepIfRepeated(key: string, body: CachedBody): void {
    if (this.#bodies === null || body.bytes.length > this.#largestBytes) return;
    const place = findPlace(key);
    if (this.#asked[place] === key) this.#bodies.set(key, { ...body, bytes: Buffer.from(body.bytes) });
    else this.#asked[place] = key;
  }

  /** The body that `make` makes, which is kept if it is not too large; whoever asks meanwhile gets the same one. */
  async share(key: string, make: () => Promise<CachedBody>): Promise<CachedBody> {
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const making = make();
    this.#underWay.set(key, making);
    try {
      const body = await making;
      if (body.bytes.length <= this.#largestBytes) this.#bodies?.set(key, body);
      return body;
    } finally {
      this.#underWay.delete(key);
    }
  }
}

/** FNV-1a over the key, folded into the places there are. */
function findPlace(key: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) sum = Math.imul(sum ^ key.charCodeAt(index), 0x01000193);
  return (sum ^ (sum >>> 16)) & (MAX_ASKED - 1);
}
