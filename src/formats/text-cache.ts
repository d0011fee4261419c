/**
 * Rendered text of the served columns, kept under a budget of bytes: a number is turned into digits once, and every
 * answer in every text format is put together out of those. What was used longest ago goes first.
 */
import { LRUCache } from "lru-cache";
import type { Column } from "../table/column.js";
import { getColumnLength } from "../table/column.js";
import { buildCellText, type CellText, type Dialect } from "./dialect.js";

/** Text of every row of a column: row r is `bytes[starts[r] .. starts[r + 1])`, empty for a missing cell. */
export interface ColumnText {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  /** Bytes of the longest cell. */
  readonly longest: number;
}

/** Text of every row of neighbouring columns, with what stands before each of them. */
export interface RowTexts {
  readonly views: readonly Uint8Array[];
  readonly longest: number;
}

/** What a typed-array view costs besides its bytes, roughly. */
const VIEW_BYTES = 120;

export class TextCache {
  readonly #cached: LRUCache<string, { text: ColumnText | RowTexts; sizeBytes: number }> | null;
  /** A number for every column whose text may be kept: those of the datasets, not those made for one answer. */
  readonly #ids: ReadonlyMap<Column, number>;

  constructor(columns: Iterable<Column>, budgetBytes: number) {
    this.#ids = new Map([...columns].map((column, id) => [column, id]));
    this.#cached =
      budgetBytes === 0
        ? null
        : new LRUCache({ maxSize: budgetBytes, sizeCalculation: ({ sizeBytes }) => sizeBytes });
  }

  /** Bytes in use. */
  get sizeBytes(): number {
    return this.#cached?.calculatedSize ?? 0;
  }

  /**
   * The text of a column, or undefined for one that is not kept. With `isPassing`, only text that is there already:
   * an answer that passes over most columns once would push out what other answers come back to.
   */
  findColumn(column: Column, dialect: Dialect, isPassing: boolean): ColumnText | undefined {
    const id = this.#ids.get(column);
    if (id === undefined) return undefined;
    const key = column.kind === "number" ? `${id}` : `${id} ${dialect.name}`;
    if (isPassing) return this.#cached?.get(key)?.text as ColumnText | undefined;
    return this.#remember(key, () => {
      const text = renderColumn(column, dialect);
      return { text, sizeBytes: text.bytes.byteLength + text.starts.byteLength };
    });
  }

  /** The text of neighbouring columns, each after its lead; undefined where one of them is not kept. */
  findRows(columns: readonly Column[], leads: readonly string[], dialect: Dialect): RowTexts | undefined {
    const ids = columns.map((column) => this.#ids.get(column));
    if (ids.includes(undefined)) return undefined;
    return this.#remember(`${ids.join(",")} ${dialect.name} ${leads.join("")}`, () => {
      const cells = columns.map((column) => buildCellText(column, dialect));
      const rows: CellText = (row) =>
        cells.reduce((text, cell, index) => text + leads[index] + (cell(row) || dialect.missing), "");
      const { bytes, starts, longest } = renderRows(rows, getColumnLength(columns[0]));
      const views = Array.from({ length: starts.length - 1 }, (_, row) =>
        bytes.subarray(starts[row], starts[row + 1]),
      );
      return { text: { views, longest }, sizeBytes: bytes.byteLength + views.length * VIEW_BYTES };
    });
  }

  #remember<T extends ColumnText | RowTexts>(
    key: string,
    render: () => { text: T; sizeBytes: number },
  ): T | undefined {
    if (this.#cached === null) return undefined;
    const known = this.#cached.get(key);
    // A key names either a column or neighbours, never both: neighbours have their leads in it.
    if (known !== undefined) return known.text as T;
    const rendered = render();
    this.#cached.set(key, rendered);
    return rendered.text;
  }
}

function renderColumn(column: Column, dialect: Dialect): ColumnText {
  return renderRows(buildCellText(column, dialect), getColumnLength(column));
}

function renderRows(cell: CellText, rowCount: number): ColumnText {
  const starts = new Uint32Array(rowCount + 1);
  let bytes = Buffer.allocUnsafeSlow(Math.max(1024, rowCount * 20));
  let longest = 0;
  for (let row = 0; row < rowCount; row++) {
    const text = cell(row);
    const start = starts[row];
    if (start + text.length * 3 > bytes.length) {
      const larger = Buffer.allocUnsafeSlow(bytes.length * 2 + text.length * 3);
      bytes.copy(larger, 0, 0, start);
      bytes = larger;
    }
    const length = bytes.write(text, start);
    starts[row + 1] = start + length;
    if (length > longest) longest = length;
  }
  return { bytes: new Uint8Array(bytes.subarray(0, starts[rowCount])), starts, longest };
}
