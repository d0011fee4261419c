/**
 * The long form of a wide table, without its rows ever being made: one block per value column over the same id
 * columns, holding the rows whose value is there. Pivoting a slice of it back gives the wide form of that slice.
 */
import type { BlockColumn, Column, NumberColumn } from "./column.js";
import { isInRange, type NumberRange } from "./number-range.js";
import { PairMemo } from "./pair-memo.js";
import { listRows, type RowSet } from "./row-filter.js";
import type { Segments } from "./segments.js";
import { Table } from "./table.js";
import { type Validity, ValidityIndex } from "./validity.js";

/** What a long view is made of. */
export interface LongLayout {
  readonly table: Table;
  readonly segments: Segments;
  readonly idColumns: readonly Column[];
  readonly valueColumns: readonly NumberColumn[];
  /** Names of the two columns that the long form has besides the ids: which value column, and its value. */
  readonly variableName: string;
  readonly valueName: string;
}

/** Conditions on single values of the long form. */
export interface CellFilter {
  readonly range: NumberRange | null;
  /** Only the last row of each segment that has a value in the column, whatever the other conditions. */
  readonly isFinalOnly: boolean;
}

/** A slice of the long form: some rows of the table, some value columns, and conditions on the values. */
export interface LongSlice {
  readonly rows: RowSet;
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
  /** The id columns once more, to ask whether a column is one of them. */
  readonly idColumnSet: ReadonlySet<BlockColumn>;
  readonly #validities: ValidityIndex;
  readonly #projected = new PairMemo<readonly string[], Column, readonly BlockColumn[]>();

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

  /** How many of the slice's rows have a value in `column` that passes. */
  countValid({ rows, cells }: LongSlice, { values }: NumberColumn): number {
    const validity = this.#validities.get(values);
    if (rows.isAccepted === null && isOpen(cells)) return countInSegments(validity, rows.segments);
    return visitValid(validity, rows, cells, values, null);
  }

  /** The slice's rows that have a value in `column` that passes, ascending; the caller must not change them. */
  findValid({ rows, cells }: LongSlice, { values }: NumberColumn): Uint32Array {
    const validity = this.#validities.get(values);
    const isWhole = rows.segments.length + 1 === this.segments.starts.length;
    if (isWhole && rows.isAccepted === null && isOpen(cells)) return validity.rows;
    const found = new Uint32Array(countInSegments(validity, rows.segments));
    return found.subarray(0, visitValid(validity, rows, cells, values, found));
  }

  /** The block columns of one value column, in the order of `fields`; for the same two always the same array. */
  projectColumns(fields: readonly string[], column: NumberColumn): readonly BlockColumn[] {
    return this.#projected.get(fields, column, () =>
      fields.map((name) => {
        if (name === this.valueName) return column;
        if (name === this.variableName) return { kind: "constant", name, value: column.name };
        return this.table.get(name);
      }),
    );
  }

  /** The wide form of a slice: a table, and the rows of it that have any value of the slice. */
  pivotSlice(slice: LongSlice): { readonly table: Table; readonly rows: Uint32Array } {
    const { valueColumns, cells } = slice;
    const isAsItIs = isOpen(cells);
    const columns = isAsItIs ? this.#findDistinct(valueColumns) : valueColumns;
    const presentByColumn = columns.map((column) => this.findValid(slice, column));
    const hasValue = new Uint8Array(this.table.rowCount);
    for (const present of presentByColumn) for (const row of present) hasValue[row] = 1;
    const rows = listRows(this.segments, { segments: slice.rows.segments, isAccepted: hasValue });
    // Without conditions on the values, the table that is there already is the wide form.
    if (isAsItIs) return { table: this.table, rows };
    const masked = valueColumns.map((column, index): NumberColumn => {
      const values = new Float64Array(this.table.rowCount).fill(Number.NaN);
      for (const row of presentByColumn[index]) values[row] = column.values[row];
      return { kind: "number", name: column.name, values };
    });
    return { table: new Table([...this.idColumns, ...masked], this.table.rowCount), rows };
  }

  /** Of the columns that have their values in the same rows, one. */
  #findDistinct(columns: readonly NumberColumn[]): NumberColumn[] {
    return [...new Map(columns.map((column) => [this.#validities.get(column.values), column])).values()];
  }
}

function isOpen({ range, isFinalOnly }: CellFilter): boolean {
  return range === null && !isFinalOnly;
}

function countInSegments({ starts }: Validity, segments: readonly number[]): number {
  let count = 0;
  for (const segment of segments) count += starts[segment + 1] - starts[segment];
  return count;
}

/** Counts the rows that pass, and writes them to `found` where it is given. */
function visitValid(
  { rows, starts }: Validity,
  { segments, isAccepted }: RowSet,
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
      if (isAccepted !== null && isAccepted[row] === 0) continue;
      if (range !== null && !isInRange(range, values[row])) continue;
      if (found !== null) found[count] = row;
      count++;
    }
  }
  return count;
}
