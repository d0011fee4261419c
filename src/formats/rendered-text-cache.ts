/**
 * The rendered text of the served columns, in an LRU cache with a budget of bytes: each number is formatted once, and all
 * text formats share the result.
 */
import { LRUCache } from "lru-cache";
import { type BlockColumn, type Column, getColumnLength } from "../table/column.js";
import { WeakPairMap } from "../table/weak-pair-map.js";
import type { Dialect } from "./dialect.js";
import {
  buildConstantText,
  type ConstantText,
  joinColumns,
  type RenderedText,
  renderColumn,
} from "./rendered-text.js";
import type { ColumnGroup, RowLayout, RowSyntax } from "./row-layout.js";

/** The constant texts between cells are small, and few are distinct. */
const MAX_CONSTANTS = 2000;

/** Statistics of a cache since its creation. */
export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly sizeBytes: number;
  readonly budgetBytes: number;
}

export class RenderedTextCache {
  readonly #entries: LRUCache<string, RenderedText> | null;
  /** An id for every cacheable column: those of the datasets, not those built for one query. */
  readonly #ids: ReadonlyMap<Column, string>;
  readonly #budgetBytes: number;
  readonly #constants = new LRUCache<string, ConstantText>({ max: MAX_CONSTANTS });
  readonly #groupKeys = new WeakMap<ColumnGroup, string>();
  readonly #layouts = new WeakPairMap<readonly BlockColumn[], RowSyntax, RowLayout>();
  #hits = 0;
  #misses = 0;

  /** Caches the text of `columns` only; a budget of 0 disables the cache. */
  constructor(columns: Iterable<Column>, budgetBytes: number) {
    this.#ids = new Map([...columns].map((column, id) => [column, String(id)]));
    this.#budgetBytes = budgetBytes;
    this.#entries =
      budgetBytes === 0
        ? null
        : new LRUCache({
            maxSize: budgetBytes,
            sizeCalculation: ({ view, offsets }) => view.byteLength + offsets.byteLength,
          });
  }

  /** Bytes in use. */
  get sizeBytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }

  get stats(): CacheStats {
    const { sizeBytes } = this;
    return { hits: this.#hits, misses: this.#misses, sizeBytes, budgetBytes: this.#budgetBytes };
  }

  isCacheable(column: BlockColumn): boolean {
    return this.#entries !== null && column.kind !== "constant" && this.#ids.has(column);
  }

  /**
   * The text of a column; undefined if it is not cacheable or, with `onlyIfCached`, not cached. Large results look up
   * only what is cached: rendering most columns for one result would evict what other queries reuse.
   */
  findColumn(column: Column, dialect: Dialect, onlyIfCached: boolean): RenderedText | undefined {
    const id = this.#ids.get(column);
    if (id === undefined || this.#entries === null) return undefined;
    // Numbers have the same text in every dialect.
    const key = column.kind === "number" ? id : `${id} ${dialect.name}`;
    if (onlyIfCached) return this.#find(key);
    return this.#getOrRender(key, () => renderColumn(column, dialect));
  }

  /** The joined text of a group. Throws TypeError for a column that is not cacheable. */
  getGroup(group: ColumnGroup): RenderedText {
    let key = this.#groupKeys.get(group);
    if (key === undefined) {
      key = this.#buildGroupKey(group);
      this.#groupKeys.set(group, key);
    }
    return this.#getOrRender(key, () => {
      const { columns, prefixes, dialect } = group;
      const texts = columns.map((column) => renderColumn(column, dialect));
      return joinColumns(texts, prefixes, dialect.missing, getColumnLength(columns[0]));
    });
  }

  /** The encoding of a text between cells. */
  getConstant(text: string): ConstantText {
    let constant = this.#constants.get(text);
    if (constant === undefined) {
      constant = buildConstantText(text);
      this.#constants.set(text, constant);
    }
    return constant;
  }

  /** The layout of columns in a syntax; `build` makes it on the first call for the pair. */
  getLayout(columns: readonly BlockColumn[], syntax: RowSyntax, build: () => RowLayout): RowLayout {
    return this.#layouts.getOrBuild(columns, syntax, build);
  }

  #buildGroupKey({ columns, prefixes, dialect }: ColumnGroup): string {
    const ids = columns.map((column) => {
      const id = this.#ids.get(column);
      if (id === undefined) throw new TypeError(`column "${column.name}" is not cacheable`);
      return id;
    });
    return `${ids.join(",")} ${dialect.name} ${prefixes.join("")}`;
  }

  #find(key: string): RenderedText | undefined {
    const text = this.#entries?.get(key);
    if (text === undefined) this.#misses++;
    else this.#hits++;
    return text;
  }

  #getOrRender(key: string, render: () => RenderedText): RenderedText {
    const cached = this.#find(key);
    if (cached !== undefined) return cached;
    const rendered = render();
    this.#entries?.set(key, rendered);
    return rendered;
  }
}
