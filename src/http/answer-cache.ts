/** Whole answers that were asked for lately, raw and compressed, under a budget of bytes; the oldest go first. */
import { LRUCache } from "lru-cache";

/** An answer's bytes for one accepted content coding, and what its headers say of it. */
export interface CachedBody {
  readonly bytes: Buffer;
  readonly rowCount: number;
  readonly total: number;
  /** The content coding of the bytes; null for none, as for answers too small to be worth one. */
  readonly codingName: string | null;
}

/** No single answer may take more than this share of the budget. */
const LARGEST_SHARE = 8;
/** What an entry costs besides its bytes, roughly. */
const ENTRY_BYTES = 500;

export class AnswerCache {
  readonly #bodies: LRUCache<string, CachedBody> | null;
  readonly #largestBytes: number;

  constructor(budgetBytes: number) {
    this.#largestBytes = Math.floor(budgetBytes / LARGEST_SHARE);
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

  find(key: string): CachedBody | undefined {
    return this.#bodies?.get(key);
  }

  /** Keeps the body if it is not too large; its bytes must not change afterwards. */
  keep(key: string, body: CachedBody): void {
    if (body.bytes.length <= this.#largestBytes) this.#bodies?.set(key, body);
  }
}
