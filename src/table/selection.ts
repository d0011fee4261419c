/**
 * A selection: which rows and columns of a table an answer has, in which order. It knows its counts before a byte is
 * written and yields its rows as blocks, so that an encoder never sees the whole and nothing is copied.
 */
import type { BlockColumn, Column } from "./column.js";
import type { LongSlice, LongView } from "./long-view.js";
import { buildSortKeys, rankKeys, type SortKey, sortPositions } from "./sort.js";
import type { Table } from "./table.js";

/** Rows of one set of columns: row i of the block is `rows[i]` of every column. */
export interface Block {
  readonly rows: Uint32Array;
  /** In the order of the selection's fields. */
  readonly columns: readonly BlockColumn[];
}

export interface Selection {
  /** The names of the columns, in the order asked for. */
  readonly fields: readonly string[];
  /** For every field a column of the kind and dictionary that its blocks show, also where there is no block. */
  readonly columns: readonly Column[];
  /** Rows before offset and limit. */
  readonly total: number;
  /** Rows that the blocks hold together. */
  readonly rowCount: number;
  /** Columns that stand beside each other in most answers, so that their text is worth keeping together. */
  readonly idColumns: ReadonlySet<BlockColumn>;
  blocks(): Iterable<Block>;
}

/** What slice of the ordered rows is wanted, and in what order; null is no limit. */
export interface SelectOptions {
  readonly fields: readonly string[];
  readonly sort: readonly { readonly name: string; readonly isDescending: boolean }[];
  readonly offset: number;
  readonly limit: number | null;
}

/** Rows of a table as they are: `rows` in the order given unless a sort is asked for. */
export function selectWide(
  table: Table,
  idColumns: Iterable<Column>,
  rows: Uint32Array,
  options: SelectOptions,
): Selection {
  const { fields, sort, offset, limit } = options;
  const { start, end } = findWindow(rows.length, offset, limit);
  const columns = fields.map((name) => table.get(name));
  return {
    fields,
    columns,
    total: rows.length,
    rowCount: end - start,
    idColumns: new Set(idColumns),
    *blocks() {
      if (start === end) return;
      const sortKeys = sort.map(({ name, isDescending }): SortKey => {
        const keys = buildSortKeys(getSortable(table, name));
        return { keys: Float64Array.from(rows, (row) => keys[row]), isDescending };
      });
      const ordered =
        sortKeys.length === 0 ? rows : sortPositions(rows.length, sortKeys).map((position) => rows[position]);
      yield { rows: ordered.subarray(start, end), columns };
    },
  };
}

/** Rows of the long form: value columns in the order given, each with its rows in ascending order, unless sorted. */
export function selectLong(view: LongView, slice: LongSlice, options: SelectOptions): Selection {
  return new LongSelection(view, slice, options);
}

class LongSelection implements Selection {
  readonly fields: readonly string[];
  readonly total: number;
  readonly rowCount: number;
  readonly idColumns: ReadonlySet<BlockColumn>;
  readonly #view: LongView;
  readonly #slice: LongSlice;
  readonly #options: SelectOptions;
  /** Rows of each value column. */
  readonly #counts: readonly number[];
  readonly #window: Window;

  constructor(view: LongView, slice: LongSlice, options: SelectOptions) {
    this.#view = view;
    this.#slice = slice;
    this.#options = options;
    this.#counts = slice.valueColumns.map((column) => view.countValid(slice, column));
    this.total = this.#counts.reduce((sum, count) => sum + count, 0);
    this.#window = findWindow(this.total, options.offset, options.limit);
    this.rowCount = this.#window.end - this.#window.start;
    this.fields = options.fields;
    this.idColumns = view.idColumnSet;
  }

  get columns(): readonly Column[] {
    return this.fields.map((name) => columnOfField(this.#view, this.#slice, name));
  }

  blocks(): Iterable<Block> {
    return this.#options.sort.length === 0
      ? longBlocks(this.#view, this.#slice, this.fields, this.#counts, this.#window)
      : sortedLongBlocks(this.#view, this.#slice, this.#options, this.total, this.#window);
  }
}

interface Window {
  readonly start: number;
  readonly end: number;
}

function findWindow(total: number, offset: number, limit: number | null): Window {
  const start = Math.min(offset, total);
  return { start, end: limit === null ? total : Math.min(start + limit, total) };
}

function* longBlocks(
  view: LongView,
  slice: LongSlice,
  fields: readonly string[],
  counts: readonly number[],
  { start, end }: Window,
): Generator<Block> {
  let first = 0;
  for (const [index, column] of slice.valueColumns.entries()) {
    const from = Math.max(start - first, 0);
    const to = Math.min(end - first, counts[index]);
    first += counts[index];
    if (from >= to) continue;
    const rows = view.findValid(slice, column).subarray(from, to);
    yield { rows, columns: view.projectColumns(fields, column) };
  }
}

function* sortedLongBlocks(
  view: LongView,
  slice: LongSlice,
  options: SelectOptions,
  total: number,
  window: Window,
): Generator<Block> {
  const { rowCount } = view.table;
  const cells = sortCells(view, slice, options, total, window);
  const columns = slice.valueColumns.map((column) => view.projectColumns(options.fields, column));
  for (let from = 0; from < cells.length; ) {
    const variable = Math.floor(cells[from] / rowCount);
    let to = from + 1;
    while (to < cells.length && Math.floor(cells[to] / rowCount) === variable) to++;
    yield {
      rows: cells.subarray(from, to).map((cell) => cell % rowCount),
      columns: columns[variable],
    };
    from = to;
  }
}

/**
 * The cells of the window in order, each as its value column times the rows of the table plus its row: four bytes a
 * cell are all that a long answer holds on to.
 */
function sortCells(
  view: LongView,
  slice: LongSlice,
  { sort }: SelectOptions,
  total: number,
  { start, end }: Window,
): Uint32Array {
  const tableRows = new Uint32Array(total);
  const variables = new Uint16Array(total);
  let count = 0;
  for (const [index, column] of slice.valueColumns.entries()) {
    const present = view.findValid(slice, column);
    tableRows.set(present, count);
    variables.fill(index, count, count + present.length);
    count += present.length;
  }
  const sortKeys = sort.map(({ name, isDescending }) =>
    buildLongKey(view, slice, name, isDescending, tableRows, variables),
  );
  const { rowCount } = view.table;
  return sortPositions(total, sortKeys)
    .slice(start, end)
    .map((position) => variables[position] * rowCount + tableRows[position]);
}

function buildLongKey(
  view: LongView,
  slice: LongSlice,
  name: string,
  isDescending: boolean,
  tableRows: Uint32Array,
  variables: Uint16Array,
): SortKey {
  const count = tableRows.length;
  if (name === view.variableName) {
    return {
      ranks: isDescending ? variables.map((variable) => slice.valueColumns.length - variable) : variables,
    };
  }
  if (name === view.valueName) {
    const keys = new Float64Array(count);
    const columns = slice.valueColumns.map((column) => buildSortKeys(column));
    for (let i = 0; i < count; i++) keys[i] = columns[variables[i]][tableRows[i]];
    return { keys, isDescending };
  }
  const columnKeys = buildSortKeys(getSortable(view.table, name));
  const columnRanks = rankKeys(columnKeys, isDescending);
  if (columnRanks === undefined) {
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i++) keys[i] = columnKeys[tableRows[i]];
    return { keys, isDescending };
  }
  const ranks = new Uint16Array(count);
  for (let i = 0; i < count; i++) ranks[i] = columnRanks[tableRows[i]];
  return { ranks };
}

function columnOfField(view: LongView, slice: LongSlice, name: string): Column {
  if (name === view.valueName) return { kind: "number", name, values: new Float64Array(0) };
  if (name !== view.variableName) return view.table.get(name);
  const dictionary = slice.valueColumns.map((column) => column.name);
  return { kind: "dictionary", name, codes: new Int32Array(0), dictionary };
}

function getSortable(table: Table, name: string): Exclude<Column, { kind: "list" }> {
  const column = table.get(name);
  if (column.kind === "list") throw new TypeError(`column "${name}" holds lists, which have no order`);
  return column;
}
