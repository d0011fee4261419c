/**
 * The long (melted) form of a wide table, as a view: each value column contributes the rows in which it has a value, and
 * no long row is ever stored.
 */
import type { BlockColumn, Column, NumberColumn } from "./column.js";
import { type FilteredRows, isInRange, listRows, type NumberRange } from "./row-filter.js";
import type { Segments } from "./segments.js";
import { Table } from "./table.js";
import { type Validity, ValidityIndex } from "./validity.js";
import { WeakPairMap } from "./weak-pair-map.js";

/** A wide table and its melted form, in the terms of pandas.melt. */
export interface LongLayout {
  readonly table: Table;
  readonly segments: Segments;
  readonly idColumns: readonly Column[];
  readonly valueColumns: readonly NumberColumn[];
  /** The two columns of the long form besides the ids: the name of the value column, and its value. */
  readonly variableName: string;
  readonly valueName: string;
}

/** Conditions on the cells of the value columns. */
export interface CellFilter {
  readonly range: NumberRange | null;
  /** Only the last value of each segment; the other filters do not move it. */
  readonly isFinalOnly: boolean;
}

/** A part of the long form: rows of the table, value columns, and conditions on their cells. */
export interface LongFilter {
  readonly rows: FilteredRows;
  readonly valueColumns: readonly NumberColumn[];
  readonly cells: CellFilter;
}

export class LongView implements LongLayout {
  readonly table: Table;
  readonly segments: Segments;
  readonly idColumns: readonly Column[];
  readonly valueColumns: readonly NumberColumn[];
  readonly variableName: string;
  readonly valueName: string;
  readonly idColumnSet: ReadonlySet<BlockColumn>;
  readonly #validities: ValidityIndex;
  readonly #projections = new WeakPairMap<readonly string[], Column, readonly BlockColumn[]>();

  constructor({ table, segments, idColumns, valueColumns, variableName, valueName }: LongLayout) {
    this.table = table;
    this.segments = segments;
    this.idColumns = idColumns;
    this.valueColumns = valueColumns;
    this.variableName = variableName;
    this.valueName = valueName;
    this.idColumnSet = new Set(idColumns);
    this.#validities = new ValidityIndex(segments);
  }

  /** Counts the long rows of one value column. */
  countValid({ rows, cells }: LongFilter, { values }: NumberColumn): number {
    const validity = this.#validities.get(values);
    if (rows.mask === null && !hasCellFilter(cells)) return countInSegments(validity, rows.segments);
    return scanValid(validity, rows, cells, values, null);
  }

  /** The table rows behind the long rows of one value column, ascending. The array is shared: do not write to it. */
  findValid({ rows, cells }: LongFilter, { values }: NumberColumn): Uint32Array {
    const validity = this.#validities.get(values);
    const hasAllSegments = rows.segments.length + 1 === this.segments.starts.length;
    if (hasAllSegments && rows.mask === null && !hasCellFilter(cells)) return validity.rows;
    const found = new Uint32Array(countInSegments(validity, rows.segments));
    return found.subarray(0, scanValid(validity, rows, cells, values, found));
  }

  /** The block columns of one value column, in the order of `fields`; equal arguments give the identical array. */
  projectColumns(fields: readonly string[], column: NumberColumn): readonly BlockColumn[] {
    return this.#projections.getOrBuild(fields, column, () =>
      fields.map((name) => {
        if (name === this.valueName) return column;
        if (name === this.variableName) return { kind: "constant", name, value: column.name };
        return this.table.get(name);
      }),
    );
  }

  /** The wide form of the filtered long rows: a table, and those of its rows that keep at least one value. */
  pivot(filter: LongFilter): { readonly table: Table; readonly rows: Uint32Array } {
    const { valueColumns, cells } = filter;
    const keepsCells = !hasCellFilter(cells);
    const columns = keepsCells ? this.#dropEqualValidities(valueColumns) : valueColumns;
    const rowsByColumn = columns.map((column) => this.findValid(filter, column));
    const mask = new Uint8Array(this.table.rowCount);
    for (const validRows of rowsByColumn) for (const row of validRows) mask[row] = 1;
    const rows = listRows(this.segments, { segments: filter.rows.segments, mask });
    // Without a cell filter the table itself has the right cells.
    if (keepsCells) return { table: this.table, rows };
    const masked = valueColumns.map((column, index): NumberColumn => {
      const values = new Float64Array(this.table.rowCount).fill(Number.NaN);
      for (const row of rowsByColumn[index]) values[row] = column.values[row];
      return { kind: "number", name: column.name, values };
    });
    return { table: new Table([...this.idColumns, ...masked], this.table.rowCount), rows };
  }

  /** One column for each set of valid rows. */
  #dropEqualValidities(columns: readonly NumberColumn[]): NumberColumn[] {
    return [...new Map(columns.map((column) => [this.#validities.get(column.values), column])).values()];
  }
}

function hasCellFilter({ range, isFinalOnly }: CellFilter): boolean {
  return range !== null || isFinalOnly;
}

function countInSegments({ starts }: Validity, segments: readonly number[]): number {
  let count = 0;
  for (const segment of segments) count += starts[segment + 1] - starts[segment];
  return count;
}

/** Counts the rows that pass, and writes them to `found` unless it is null. */
function scanValid(
  { rows, starts }: Validity,
  { segments, mask }: FilteredRows,
  { range, isFinalOnly }: CellFilter,
  values: Float64Array,
  found: Uint32Array | null,
): number {
  let count = 0;
  for (const segment of segments) {
    const end = starts[segment + 1];
    for (
      let position = isFinalOnly ? Math.max(starts[segment], end - 1) : starts[segment];
      position < end;
      position++
    ) {
      const row = rows[position];
      if (mask !== null && mask[row] === 0) continue;
      if (range !== null && !isInRange(range, values[row])) continue;
      if (found !== null) found[count] = row;
      count++;
    }
  }
  return count;
}
