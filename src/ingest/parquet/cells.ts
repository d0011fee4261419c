/** Assembles the pages of a column into its cells. */
import type { Cell, Column } from "../../table/column.js";
import type { ValueBudget } from "./bounds.js";
import { malformed, ParquetFault } from "./fault.js";
import type { NullColumns } from "./null-columns.js";
import type { ColumnReading, Levels } from "./schema.js";
import type { Numbers, StoredValues, ValueFault } from "./stored-values.js";

/** The decoded content of a data page. An entry is a value, a missing value, an empty list or a missing list. */
export interface PageContent {
  readonly entryCount: number;
  /** Null in a flat column. */
  readonly repetition: Uint8Array | null;
  /** Null if no entry can be missing. */
  readonly definition: Uint8Array | null;
  /** The values, without the missing ones. */
  readonly numbers: Numbers;
  /** The first of the values that no column can hold. */
  readonly fault: (ValueFault & { readonly index: number }) | null;
}

export interface Cells {
  /** The number of rows so far. The last row of a list column may continue in the next page. */
  readonly length: number;
  /** Appends a page of a row group that ends before row `endRow`. Throws ParquetFault. */
  append(page: PageContent, endRow: number): void;
  /** Builds the column after the last page. */
  build(): Column;
}

/** The memory of a list in a mixed column without its elements, in values of 8 bytes. */
const LIST_COST = 6;

/** What all columns of a file share. */
export interface CellContext {
  readonly rowCount: number;
  readonly budget: ValueBudget;
  readonly nullColumns: NullColumns;
}

/** `values` must be the instance that decodes the pages. */
export function createCells(
  name: string,
  { kind, levels }: ColumnReading,
  values: StoredValues,
  context: CellContext,
): Cells {
  if (kind === "list") return new ListCells(name, levels, context);
  return kind === "nested"
    ? new NestedCells(name, levels, values, context)
    : new FlatCells(name, levels, values, context);
}

/** One value for each row. Memory is allocated at the first value. */
class FlatCells implements Cells {
  readonly #name: string;
  readonly #levels: Levels;
  readonly #values: StoredValues;
  readonly #context: CellContext;
  #rows: Numbers | null = null;
  #length = 0;

  constructor(name: string, levels: Levels, values: StoredValues, context: CellContext) {
    this.#name = name;
    this.#levels = levels;
    this.#values = values;
    this.#context = context;
  }

  get length(): number {
    return this.#length;
  }

  append({ entryCount, definition, numbers, fault }: PageContent, endRow: number): void {
    const start = this.#length;
    if (start + entryCount > endRow) throw malformed("has more values than rows");
    if (fault !== null) {
      const entry = findEntry(definition, this.#levels, fault.index);
      throw new ParquetFault(fault.code, fault.problem, start + entry);
    }
    this.#length += entryCount;
    if (numbers.length === 0 && this.#rows === null) return;
    this.#rows ??= this.#allocate(start);
    if (definition === null) {
      this.#rows.set(numbers, start);
      return;
    }
    const { value: valueLevel } = this.#levels;
    const { missing } = this.#values;
    const rows = this.#rows.subarray(start, this.#length);
    let next = 0;
    for (let row = 0; row < entryCount; row++) {
      rows[row] = definition[row] === valueLevel ? numbers[next++] : missing;
    }
  }

  build(): Column {
    const { kindOfNulls } = this.#values;
    if (this.#rows === null) return this.#context.nullColumns.build(this.#name, kindOfNulls);
    return this.#values.build(this.#name, this.#rows);
  }

  /** Allocates all rows and marks those before `start` as missing. */
  #allocate(start: number): Numbers {
    const { rowCount, budget } = this.#context;
    // A mixed column needs an array of its own besides these numbers.
    budget.spend(rowCount * (this.#values.kindOfNulls === "mixed" ? 2 : 1));
    const rows = this.#values.allocate(rowCount);
    rows.fill(this.#values.missing, 0, start);
    return rows;
  }
}

/** Lists of numbers. A list has one entry for each element, and a single entry if it is empty or missing. */
class ListCells implements Cells {
  readonly #name: string;
  readonly #levels: Levels;
  readonly #offsets: Uint32Array;
  readonly #isPresent: Uint8Array;
  readonly #parts: Float64Array[] = [];
  #valueCount = 0;
  #length = 0;

  constructor(name: string, levels: Levels, { rowCount, budget }: CellContext) {
    budget.spend(rowCount);
    this.#name = name;
    this.#levels = levels;
    this.#offsets = new Uint32Array(rowCount + 1);
    this.#isPresent = new Uint8Array(rowCount);
  }

  get length(): number {
    return this.#length;
  }

  append({ entryCount, repetition, definition, numbers, fault }: PageContent, endRow: number): void {
    const { value, lists } = this.#levels;
    const [present] = lists;
    const faultyEntry = fault === null ? -1 : findEntry(definition, this.#levels, fault.index);
    const elements = new Float64Array(entryCount);
    let count = 0;
    let next = 0;
    for (let entry = 0; entry < entryCount; entry++) {
      const level = definition === null ? value : definition[entry];
      const hasElement = level > present;
      if (repetition === null || repetition[entry] === 0) this.#beginRow(level >= present, endRow);
      else if (!hasElement) throw malformed("continues a list without an element");
      if (fault !== null && entry === faultyEntry) {
        throw new ParquetFault(fault.code, fault.problem, this.#length - 1);
      }
      if (!hasElement) continue;
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
    if (this.#length === endRow) throw malformed("has more rows than its row group");
    this.#isPresent[this.#length++] = isPresent ? 1 : 0;
    this.#offsets[this.#length] = this.#offsets[this.#length - 1];
  }
}

/** Lists of anything else and lists of lists, as a mixed column. */
class NestedCells implements Cells {
  readonly #name: string;
  readonly #levels: Levels;
  readonly #values: StoredValues;
  readonly #context: CellContext;
  readonly #rows: Cell[] = [];
  /** The lists that the next entry may continue, from the outside in. */
  readonly #open: Cell[][] = [];

  constructor(name: string, levels: Levels, values: StoredValues, context: CellContext) {
    this.#name = name;
    this.#levels = levels;
    this.#values = values;
    this.#context = context;
  }

  get length(): number {
    return this.#rows.length;
  }

  append({ entryCount, repetition, definition, numbers, fault }: PageContent, endRow: number): void {
    const { value } = this.#levels;
    const faultyEntry = fault === null ? -1 : findEntry(definition, this.#levels, fault.index);
    let next = 0;
    for (let entry = 0; entry < entryCount; entry++) {
      const depth = repetition === null ? 0 : repetition[entry];
      const level = definition === null ? value : definition[entry];
      if (depth === 0 && this.#rows.length === endRow) throw malformed("has more rows than its row group");
      if (fault !== null && entry === faultyEntry) {
        throw new ParquetFault(fault.code, fault.problem, this.#rows.length - (depth === 0 ? 0 : 1));
      }
      this.#add(depth, level, level === value ? this.#values.toCell(numbers[next++]) : null);
    }
  }

  build(): Column {
    return { kind: "mixed", name: this.#name, values: this.#rows };
  }

  /** Adds an entry that continues the list at `depth`, or starts a row if that is 0. */
  #add(depth: number, level: number, cell: Cell): void {
    const { lists } = this.#levels;
    if (depth > this.#open.length || (depth > 0 && level <= lists[depth - 1])) {
      throw malformed("continues a list that does not exist");
    }
    this.#open.length = depth;
    let target = depth === 0 ? this.#rows : this.#open[depth - 1];
    for (const present of lists.slice(depth)) {
      this.#context.budget.spend(LIST_COST);
      const list: Cell[] = [];
      target.push(level < present ? null : list);
      if (level <= present) return;
      this.#open.push(list);
      target = list;
    }
    target.push(cell);
  }
}

/** The entry of the value at `index` among the present values. */
function findEntry(definition: Uint8Array | null, { value }: Levels, index: number): number {
  if (definition === null) return index;
  let left = index;
  return definition.findIndex((level) => level === value && left-- === 0);
}
