/**
 * Rendered text of the served columns, kept under a budget of bytes: a number is turned into digits once, and every
 * answer in every text format is put together out of those. What was used longest ago goes first.
 */
import { LRUCache } from "lru-cache";
import type { Column } from "../table/column.js";
import { getColumnLength } from "../table/column.js";
import type { Dialect } from "./dialect.js";
import { buildLiteral, joinColumns, type Literal, type RowTexts, renderColumn } from "./row-texts.js";

/** So many texts between cells are kept; they are small, and few of them differ. */
const MOST_LITERALS = 2000;

/** What a cache has done since it was made, and what it holds. */
export interface CacheFigures {
  readonly hits: number;
  readonly misses: number;
  readonly sizeBytes: number;
  readonly budgetBytes: number;
}

export class TextCache {
  readonly #cached: LRUCache<string, RowTexts> | null;
  /** A number for every column whose text may be kept: those of the datasets, not those made for one answer. */
  readonly #ids: ReadonlyMap<Column, number>;
  readonly #budgetBytes: number;
  readonly #literals = new LRUCache<string, Literal>({ max: MOST_LITERALS });
  #hits = 0;
  #misses = 0;

  constructor(columns: Iterable<Column>, budgetBytes: number) {
    this.#ids = new Map([...columns].map((column, id) => [column, id]));
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

  get figures(): CacheFigures {
    const { sizeBytes } = this;
    return { hits: this.#hits, misses: this.#misses, sizeBytes, budgetBytes: this.#budgetBytes };
  }

  /**
   * The text of a column, or undefined for one that is not kept. With `isPassing`, only text that is there already:
   * an answer that passes over most columns once would push out what other answers come back to.
   */
  findColumn(column: Column, dialect: Dialect, isPassing: boolean): RowTexts | undefined {
    const id = this.#ids.get(column);
    if (id === undefined) return undefined;
    const key = column.kind === "number" ? `${id}` : `${id} ${dialect.name}`;
    if (isPassing) return this.#find(key);
    return this.#remember(key, () => renderColumn(column, dialect));
  }

  /** The text of neighbouring columns, each after its lead; undefined where one of them is not kept. */
  findRows(columns: readonly Column[], leads: readonly string[], dialect: Dialect): RowTexts | undefined {
    const ids = columns.map((column) => this.#ids.get(column));
    if (ids.includes(undefined)) return undefined;
    return this.#remember(`${ids.join(",")} ${dialect.name} ${leads.join("")}`, () => {
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

  #find(key: string): RowTexts | undefined {
    const known = this.#cached?.get(key);
    if (known === undefined) this.#misses++;
    else this.#hits++;
    return known;
  }

  #remember(key: string, render: () => RowTexts): RowTexts | undefined {
    if (this.#cached === null) return undefined;
    const known = this.#find(key);
    if (known !== undefined) return known;
    const rendered = render();
    this.#cached.set(key, rendered);
    return rendered;
  }
}
