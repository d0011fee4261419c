/** Gathers the pages of one column into its cells: where a row begins, and which parts of it are missing. */
import type { Column } from "../../table/column.js";
import { malformed, ParquetFault } from "./fault.js";
import type { Levels, StoredColumn } from "./schema.js";
import type { Numbers, StoredValues } from "./stored-values.js";

/** The content of a data page. An entry is a value, a missing value, an empty list or a missing list. */
export interface PageContent {
  readonly entryCount: number;
  /** Null in a flat column. */
  readonly repetition: Uint32Array | null;
  /** Null where no entry can be missing. */
  readonly definition: Uint32Array | null;
  /** The values of the entries that have one. */
  readonly numbers: Numbers;
  /** The first of those values that no column can carry. */
  readonly fault: { readonly index: number; readonly problem: string } | null;
}

export interface Cells {
  /** How many rows there are by now. The last one of a list column may go on in the next page. */
  readonly length: number;
  /** Adds a page of a row group that ends before row `endRow`. Throws ParquetFault not-parquet, bad-value. */
  append(page: PageContent, endRow: number): void;
  /** The column, when all rows are there. Throws ParquetFault bad-value. */
  build(): Column;
}

/** `values` are those that the pages are decoded with. */
export function createCells(column: StoredColumn, values: StoredValues, rowCount: number): Cells {
  return column.kind === "list" ? new ListCells(column, rowCount) : new FlatCells(column, values, rowCount);
}

/** One value a row. */
class FlatCells implements Cells {
  readonly #name: string;
  readonly #levels: Levels;
  readonly #values: StoredValues;
  readonly #rows: Numbers;
  #length = 0;

  constructor({ name, levels }: StoredColumn, values: StoredValues, rowCount: number) {
    this.#name = name;
    this.#levels = levels;
    this.#values = values;
    this.#rows = values.allocate(rowCount);
  }

  get length(): number {
    return this.#length;
  }

  append({ entryCount, definition, numbers, fault }: PageContent, endRow: number): void {
    const start = this.#length;
    if (start + entryCount > endRow) throw malformed("has more values than rows");
    if (fault !== null) {
      const entry = findEntry(definition, this.#levels, fault.index);
      throw new ParquetFault("bad-value", fault.problem, start + entry);
    }
    this.#length += entryCount;
    if (definition === null) {
      this.#rows.set(numbers, start);
      return;
    }
    const { value: valueLevel } = this.#levels;
    const { missing } = this.#values;
    const rows = this.#rows.subarray(start, this.#length);
    let next = 0;
    for (let row = 0; row < entryCount; row++)
      rows[row] = definition[row] === valueLevel ? numbers[next++] : missing;
  }

  build(): Column {
    return this.#values.build(this.#name, this.#rows);
  }
}

/** Lists of numbers, each as many entries as it has elements, or one entry if it has none. */
class ListCells implements Cells {
  readonly #name: string;
  readonly #levels: Levels;
  readonly #offsets: Uint32Array;
  readonly #isPresent: Uint8Array;
  readonly #parts: Float64Array[] = [];
  #valueCount = 0;
  #length = 0;

  constructor({ name, levels }: StoredColumn, rowCount: number) {
    this.#name = name;
    this.#levels = levels;
    this.#offsets = new Uint32Array(rowCount + 1);
    this.#isPresent = new Uint8Array(rowCount);
  }

  get length(): number {
    return this.#length;
  }

  append({ entryCount, repetition, definition, numbers, fault }: PageContent, endRow: number): void {
    const { present, element, value } = this.#levels;
    const faultyEntry = fault === null ? -1 : findEntry(definition, this.#levels, fault.index);
    const elements = new Float64Array(entryCount);
    let count = 0;
    let next = 0;
    for (let entry = 0; entry < entryCount; entry++) {
      const level = definition === null ? value : definition[entry];
      if (repetition === null || repetition[entry] === 0) this.#beginRow(level >= present, endRow);
      else if (level < element) throw malformed("goes on with a list and has no element for it");
      if (fault !== null && entry === faultyEntry) {
        throw new ParquetFault("bad-value", fault.problem, this.#length - 1);
      }
      if (level < element) continue;
      elements[count++] = level === value ? numbers[next++] : Number.NaN;
      this.#offsets[this.#length] = this.#valueCount + count;
    }
    this.#valueCount += count;
    this.#parts.push(elements.slice(0, count));
  }

  build(): Column {
    const values = new Float64Array(this.#valueCount);
    let start = 0;
    for (const part of this.#parts) {
      values.set(part, start);
      start += part.length;
    }
    return { kind: "list", name: this.#name, offsets: this.#offsets, values, isPresent: this.#isPresent };
  }

  #beginRow(isPresent: boolean, endRow: number): void {
    if (this.#length === endRow) throw malformed("goes on beyond its rows");
    this.#isPresent[this.#length++] = isPresent ? 1 : 0;
    this.#offsets[this.#length] = this.#offsets[this.#length - 1];
  }
}

/** The entry of the value that stands at `index` among those that are there. */
function findEntry(definition: Uint32Array | null, { value }: Levels, index: number): number {
  if (definition === null) return index;
  let left = index;
  return definition.findIndex((level) => level === value && left-- === 0);
}
