/**
 * Rendered text of the served columns, kept under a budget of bytes: a number is turned into digits once, and every
 * answer in every text format is put together out of those. What was used longest ago goes first.
 */
import { LRUCache } from "lru-cache";
import { type BlockColumn, type Column, getColumnLength } from "../table/column.js";
import { PairMemo } from "../table/pair-memo.js";
import type { Dialect } from "./dialect.js";
import type { ColumnGroup, RowLayout, RowSyntax } from "./row-layout.js";
import { buildLiteral, joinColumns, type Literal, type RowTexts, renderColumn } from "./row-texts.js";

/** So many texts between cells are kept; they are small, and few of them differ. */
const MAX_LITERALS = 2000;

/** What a cache has done since it was made, and what it holds. */
export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly sizeBytes: number;
  readonly budgetBytes: number;
}

export class TextCache {
  readonly #cached: LRUCache<string, RowTexts> | null;
  /** A name for every column whose text may be kept: those of the datasets, not those made for one answer. */
  readonly #ids: ReadonlyMap<Column, string>;
  readonly #budgetBytes: number;
  readonly #literals = new LRUCache<string, Literal>({ max: MAX_LITERALS });
  readonly #groupKeys = new WeakMap<ColumnGroup, string>();
  readonly #layouts = new PairMemo<readonly BlockColumn[], RowSyntax, RowLayout>();
  #hits = 0;
  #misses = 0;

  constructor(columns: Iterable<Column>, budgetBytes: number) {
    this.#ids = new Map([...columns].map((column, id) => [column, String(id)]));
    this.#budgetBytes = budgetBytes;
    this.#cached =
      budgetBytes === 0
        ? null
        : new LRUCache({
            maxSize: budgetBytes,
            sizeCalculation: ({ view, starts }) => view.byteLength + starts.byteLength,
          });
  }

  /** Bytes in use. */
  get sizeBytes(): number {
    return this.#cached?.calculatedSize ?? 0;
  }

  get stats(): CacheStats {
    const { sizeBytes } = this;
    return { hits: this.#hits, misses: this.#misses, sizeBytes, budgetBytes: this.#budgetBytes };
  }

  /** Whether text of this column is kept at all. */
  isKept(column: BlockColumn): boolean {
    return this.#cached !== null && column.kind !== "constant" && this.#ids.has(column);
  }

  /**
   * The text of a column, or undefined for one that is not kept. With `isBypass`, only text that is there already:
   * an answer that passes over most columns once would push out what other answers come back to.
   */
  findColumn(column: Column, dialect: Dialect, isBypass: boolean): RowTexts | undefined {
    const id = this.#ids.get(column);
    if (id === undefined || this.#cached === null) return undefined;
    // Digits are the same in every dialect.
    const key = column.kind === "number" ? id : `${id} ${dialect.name}`;
    if (isBypass) return this.#find(key);
    return this.#remember(key, () => renderColumn(column, dialect));
  }

  /** The text of a group; throws TypeError where a column of it is not kept. */
  findGroup(group: ColumnGroup): RowTexts {
    let key = this.#groupKeys.get(group);
    if (key === undefined) {
      key = this.#nameGroup(group);
      this.#groupKeys.set(group, key);
    }
    return this.#remember(key, () => {
      const { columns, leads, dialect } = group;
      const texts = columns.map((column) => renderColumn(column, dialect));
      return joinColumns(texts, leads, dialect.missing, getColumnLength(columns[0]));
    });
  }

  /** A text that stands between cells. */
  findLiteral(text: string): Literal {
    let literal = this.#literals.get(text);
    if (literal === undefined) {
      literal = buildLiteral(text);
      this.#literals.set(text, literal);
    }
    return literal;
  }

  /** The layout of columns in a syntax; as long as the columns are in use it is built once. */
  findLayout(columns: readonly BlockColumn[], syntax: RowSyntax, build: () => RowLayout): RowLayout {
    return this.#layouts.get(columns, syntax, build);
  }

  #nameGroup({ columns, leads, dialect }: ColumnGroup): string {
    const ids = columns.map((column) => {
      const id = this.#ids.get(column);
      if (id === undefined) throw new TypeError(`the text of column "${column.name}" is not kept`);
      return id;
    });
    return `${ids.join(",")} ${dialect.name} ${leads.join("")}`;
  }

  #find(key: string): RowTexts | undefined {
    const known = this.#cached?.get(key);
    if (known === undefined) this.#misses++;
    else this.#hits++;
    return known;
  }

  #remember(key: string, render: () => RowTexts): RowTexts {
    const known = this.#find(key);
    if (known !== undefined) return known;
    const rendered = render();
    this.#cached?.set(key, rendered);
    return rendered;
  }
}
