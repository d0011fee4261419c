/**
 * Selections: the rows and columns of a query result, in order. Their counts are available before any row is visited, and
 * the rows come in blocks that share the columns of the table.
 */
import type { BlockColumn, Column } from "./column.js";
import type { LongFilter, LongView } from "./long-view.js";
import { buildSortKeys, rankKeys, type SortKey, sortPositions } from "./sort.js";
import type { Table } from "./table.js";

/** Some rows of a set of columns: row i of the block is row `rows[i]` of every column. */
export interface Block {
  readonly rows: Uint32Array;
  /** In the order of the selection's fields. */
  readonly columns: readonly BlockColumn[];
}

/**
 * An engine outside this process yields a promise in place of a block that has not arrived, and the next element is wanted only
 * after it has resolved. Encoders pass it on, and whoever drives their chunks awaits it.
 */
export type Pending = Promise<void>;

export interface Selection {
  /** The names of the columns, in the order of the output. */
  readonly fields: readonly string[];
  /** One column for each field, with the kind and dictionary of all blocks; its rows may differ from theirs. */
  readonly columns: readonly Column[];
  /** Rows before offset and limit. */
  readonly total: number;
  /** Rows of all blocks. */
  readonly rowCount: number;
  /** Columns that most results have next to each other, so that caching their joined text pays off. */
  readonly idColumns: ReadonlySet<BlockColumn>;
  blocks(): Iterable<Block | Pending>;
}

/** Columns, sort order and page of a query; a limit of null is no limit. */
export interface SelectOptions {
  readonly fields: readonly string[];
  readonly sort: readonly { readonly name: string; readonly isDescending: boolean }[];
  readonly offset: number;
  readonly limit: number | null;
}

/** Selects rows of a wide table: `rows` in the given order, unless sorted. */
export function selectWide(
  table: Table,
  idColumns: Iterable<Column>,
  rows: Uint32Array,
  options: SelectOptions,
): Selection {
  const { fields, sort, offset, limit } = options;
  const { start, end } = applyLimit(rows.length, offset, limit);
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

/** Selects rows of the long form: value column by value column, each in table order, unless sorted. */
export function selectLong(view: LongView, filter: LongFilter, options: SelectOptions): Selection {
  return new LongSelection(view, filter, options);
}

class LongSelection implements Selection {
  readonly fields: readonly string[];
  readonly total: number;
  readonly rowCount: number;
  readonly idColumns: ReadonlySet<BlockColumn>;
  readonly #view: LongView;
  readonly #filter: LongFilter;
  readonly #options: SelectOptions;
  /** Rows of each value column. */
  readonly #counts: readonly number[];
  readonly #page: Page;

  constructor(view: LongView, filter: LongFilter, options: SelectOptions) {
    this.#view = view;
    this.#filter = filter;
    this.#options = options;
    this.#counts = filter.valueColumns.map((column) => view.countValid(filter, column));
    this.total = this.#counts.reduce((sum, count) => sum + count, 0);
    this.#page = applyLimit(this.total, options.offset, options.limit);
    this.rowCount = this.#page.end - this.#page.start;
    this.fields = options.fields;
    this.idColumns = view.idColumnSet;
  }

  get columns(): readonly Column[] {
    return this.fields.map((name) => describeField(this.#view, this.#filter, name));
  }

  blocks(): Iterable<Block> {
    return this.#options.sort.length === 0
      ? longBlocks(this.#view, this.#filter, this.fields, this.#counts, this.#page)
      : sortedLongBlocks(this.#view, this.#filter, this.#options, this.total, this.#page);
  }
}

/** Positions in the sorted rows, `end` exclusive. */
export interface Page {
  readonly start: number;
  readonly end: number;
}

/** The page of a result of `total` rows. */
export function applyLimit(total: number, offset: number, limit: number | null): Page {
  const start = Math.min(offset, total);
  return { start, end: limit === null ? total : Math.min(start + limit, total) };
}

function* longBlocks(
  view: LongView,
  filter: LongFilter,
  fields: readonly string[],
  counts: readonly number[],
  { start, end }: Page,
): Generator<Block> {
  let first = 0;
  for (const [index, column] of filter.valueColumns.entries()) {
    const from = Math.max(start - first, 0);
    const to = Math.min(end - first, counts[index]);
    first += counts[index];
    if (from >= to) continue;
    const rows = view.findValid(filter, column).subarray(from, to);
    yield { rows, columns: view.projectColumns(fields, column) };
  }
}

function* sortedLongBlocks(
  view: LongView,
  filter: LongFilter,
  options: SelectOptions,
  total: number,
  page: Page,
): Generator<Block> {
  const { rowCount } = view.table;
  const cells = sortCells(view, filter, options, total, page);
  const columns = filter.valueColumns.map((column) => view.projectColumns(options.fields, column));
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
 * The cells of the page in sort order, each as one integer: index of its value column times the table's row count, plus
 * its row.
 */
function sortCells(
  view: LongView,
  filter: LongFilter,
  { sort }: SelectOptions,
  total: number,
  { start, end }: Page,
): Uint32Array {
  const tableRows = new Uint32Array(total);
  const variables = new Uint16Array(total);
  let count = 0;
  for (const [index, column] of filter.valueColumns.entries()) {
    const rows = view.findValid(filter, column);
    tableRows.set(rows, count);
    variables.fill(index, count, count + rows.length);
    count += rows.length;
  }
  const sortKeys = sort.map(({ name, isDescending }) =>
    buildLongKey(view, filter, name, isDescending, tableRows, variables),
  );
  const { rowCount } = view.table;
  return sortPositions(total, sortKeys)
    .slice(start, end)
    .map((position) => variables[position] * rowCount + tableRows[position]);
}

function buildLongKey(
  view: LongView,
  filter: LongFilter,
  name: string,
  isDescending: boolean,
  tableRows: Uint32Array,
  variables: Uint16Array,
): SortKey {
  const count = tableRows.length;
  if (name === view.variableName) {
    return {
      ranks: isDescending ? variables.map((variable) => filter.valueColumns.length - variable) : variables,
    };
  }
  if (name === view.valueName) {
    const keys = new Float64Array(count);
    const columns = filter.valueColumns.map((column) => buildSortKeys(column));
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

function describeField(view: LongView, filter: LongFilter, name: string): Column {
  if (name === view.valueName) return { kind: "number", name, values: new Float64Array(0) };
  if (name !== view.variableName) return view.table.get(name);
  const dictionary = filter.valueColumns.map((column) => column.name);
  return { kind: "dictionary", name, codes: new Int32Array(0), dictionary };
}

function getSortable(table: Table, name: string): Exclude<Column, { kind: "list" }> {
  const column = table.get(name);
  if (column.kind === "list") throw new TypeError(`column "${name}" holds lists, which have no order`);
  return column;
}
