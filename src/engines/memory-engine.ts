/** The engine over a table in memory, with a view of its long form for a long dataset. */
import type { DatasetSchema } from "../catalog/schema.js";
import type { ColumnValues, Conditions, Predicate, RowQuery } from "../query/row-query.js";
import { type LastValue, type LongFilter, type LongLayout, LongView } from "../table/long-view.js";
import { filterRows, listRows } from "../table/row-filter.js";
import type { Segments } from "../table/segments.js";
import { type Selection, selectLong, selectWide } from "../table/selection.js";
import type { Table } from "../table/table.js";
import type { DatasetEngine, RowCounts } from "./engine.js";
import { buildFilterColumn, FilterColumn } from "./filter-columns.js";

/** The rows of a dataset in memory; `long` for a long dataset, whose table has a column for each measure. */
export interface MemoryRows {
  readonly table: Table;
  readonly segments: Segments;
  readonly long: LongLayout | null;
}

export class MemoryEngine implements DatasetEngine {
  readonly name = "memory";
  readonly values: ReadonlyMap<string, ColumnValues>;
  readonly #table: Table;
  readonly #segments: Segments;
  readonly #view: LongView | null;
  readonly #filterColumns: ReadonlyMap<string, FilterColumn>;
  readonly #measureByName: ReadonlyMap<string, number>;

  constructor({ columns }: DatasetSchema, { table, segments, long }: MemoryRows) {
    this.#table = table;
    this.#segments = segments;
    this.#view = long === null ? null : new LongView(long);
    this.#measureByName = new Map(long?.valueColumns.map(({ name }, index) => [name, index]));
    const filterColumns = new Map<string, FilterColumn>();
    for (const { name, filter } of columns) {
      const column = table.find(name);
      if (column === undefined || filter === "none") continue;
      const isNames = column.kind === "dictionary" && filter !== "values";
      const filterColumn = isNames ? new FilterColumn(column) : buildFilterColumn(column);
      if (filterColumn !== undefined) filterColumns.set(name, filterColumn);
    }
    this.#filterColumns = filterColumns;
    this.values = new Map([...filterColumns].map(([name, { values }]) => [name, values]));
  }

  query(query: RowQuery): Selection {
    const { shape, where } = query;
    if (this.#view === null || shape === "table") {
      return selectWide(this.#table, [], listRows(this.#segments, this.#filterRows(where)), query);
    }
    const filter = this.#filterLong(this.#view, query);
    if (shape === "long") return selectLong(this.#view, filter, query);
    const wide = this.#view.pivot(filter);
    return selectWide(wide.table, this.#view.idColumns, wide.rows, query);
  }

  count(conditions: Conditions, columns: readonly string[]): RowCounts {
    const view = this.#view;
    if (view === null) {
      const rows = listRows(this.#segments, this.#filterRows(conditions.where));
      return { rows: rows.length, byColumn: this.#countNames(columns, rows, null) };
    }
    const filter = this.#filterLong(view, conditions);
    const weights = new Uint32Array(view.table.rowCount);
    const byMeasure = new Float64Array(view.valueColumns.length);
    let total = 0;
    for (const column of filter.valueColumns) {
      const rows = view.findValid(filter, column);
      // An index loop is fast even before it is optimized, unlike `for (const row of rows)`.
      for (let index = 0; index < rows.length; index++) weights[rows[index]]++;
      byMeasure[this.#measureByName.get(column.name) as number] = rows.length;
      total += rows.length;
    }
    const names = columns.filter((name) => name !== view.variableName);
    const byColumn = this.#countNames(names, view.table.allRows(), weights);
    if (names.length < columns.length) byColumn.set(view.variableName, byMeasure);
    return { rows: total, byColumn };
  }

  async close(): Promise<void> {}

  #filterRows(where: readonly Predicate[]) {
    return filterRows(
      this.#segments,
      where.map((predicate) => this.#getFilterColumn(predicate.column).filter(predicate)),
    );
  }

  #filterLong(view: LongView, { where, measures }: Conditions): LongFilter {
    const { names, range = null, checkpoint = null } = measures ?? {};
    return {
      rows: this.#filterRows(where),
      valueColumns:
        names === undefined || names.length === view.valueColumns.length
          ? view.valueColumns
          : names.map((name) => view.valueColumns[this.#measureByName.get(name) as number]),
      cells: { range, last: checkpoint && this.#findLast(checkpoint, where) },
    };
  }

  /** All recipes that the conditions name, or all there are, have the common checkpoint. */
  #findLast(kind: LastValue["kind"], where: readonly Predicate[]): LastValue {
    if (kind === "final") return { kind };
    const [{ name, dictionary }] = this.#segments.keys;
    const predicate = where.find(({ column }) => column === name);
    return { kind, segmentCount: predicate?.kind === "in" ? predicate.names.length : dictionary.length };
  }

  #countNames(columns: readonly string[], rows: Uint32Array, weights: Uint32Array | null) {
    return new Map<string, ArrayLike<number>>(
      columns.map((name) => [name, this.#getFilterColumn(name).countNames(rows, weights)]),
    );
  }

  #getFilterColumn(name: string): FilterColumn {
    const column = this.#filterColumns.get(name);
    if (column === undefined) throw new TypeError(`column "${name}" has no filter`);
    return column;
  }
}
