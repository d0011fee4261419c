/**
 * The long form of a wide table, without its rows ever being made: one block per value column over the same id
 * columns, holding the rows whose value is there. Pivoting a part of it back gives the wide form of that part.
 */
import type { Column, NumberColumn } from "./column.js";
import { isInRange, type NumberRange } from "./number-range.js";
import type { Runs } from "./runs.js";
import { Table } from "./table.js";

export interface LongView {
  readonly table: Table;
  readonly runs: Runs;
  readonly idColumns: readonly Column[];
  readonly valueColumns: readonly NumberColumn[];
  /** Names of the two columns that the long form has besides the ids: which value column, and its value. */
  readonly variableName: string;
  readonly valueName: string;
}

/** Conditions on single values of the long form. */
export interface CellFilter {
  readonly range: NumberRange | null;
  /** Only the last row of each run that has a value in the column, whatever the other conditions. */
  readonly isFinalOnly: boolean;
}

/** A part of the long form: some rows of the table, some value columns, and conditions on the values. */
export interface LongPart {
  readonly rows: Uint32Array;
  readonly valueColumns: readonly NumberColumn[];
  readonly cells: CellFilter;
}

/** How many of the part's rows have a value in `column` that passes. */
export function countPresent(view: LongView, part: LongPart, column: NumberColumn): number {
  return visitPresent(view, part, column, null);
}

/** The part's rows that have a value in `column` that passes: `part.rows` itself when all do. */
export function findPresent(view: LongView, part: LongPart, column: NumberColumn): Uint32Array {
  const found = new Uint32Array(part.rows.length);
  const count = visitPresent(view, part, column, found);
  return count === part.rows.length ? part.rows : found.subarray(0, count);
}

/** The wide form of a part: a table, and the rows of it that have any value of the part. */
export function pivotPart(
  view: LongView,
  part: LongPart,
): { readonly table: Table; readonly rows: Uint32Array } {
  const presentByColumn = part.valueColumns.map((column) => findPresent(view, part, column));
  const hasValue = new Uint8Array(view.table.rowCount);
  for (const present of presentByColumn) for (const row of present) hasValue[row] = 1;
  const rows = part.rows.filter((row) => hasValue[row] === 1);
  // Without conditions on the values, the table that is there already is the wide form.
  if (part.cells.range === null && !part.cells.isFinalOnly) return { table: view.table, rows };
  const masked = part.valueColumns.map((column, index): NumberColumn => {
    const values = new Float64Array(view.table.rowCount).fill(Number.NaN);
    for (const row of presentByColumn[index]) values[row] = column.values[row];
    return { kind: "number", name: column.name, values };
  });
  return { table: new Table([...view.idColumns, ...masked], view.table.rowCount), rows };
}

/** Counts the rows that pass, and writes them to `found` where it is given. */
function visitPresent(
  view: LongView,
  part: LongPart,
  { values }: NumberColumn,
  found: Uint32Array | null,
): number {
  const { range, isFinalOnly } = part.cells;
  const isFinal = isFinalOnly ? markFinal(view.runs, values) : null;
  let count = 0;
  for (const row of part.rows) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    if (range !== null && !isInRange(range, value)) continue;
    if (isFinal !== null && isFinal[row] === 0) continue;
    if (found !== null) found[count] = row;
    count++;
  }
  return count;
}

/** 1 for the last row of each run that has a value. */
function markFinal({ starts }: Runs, values: Float64Array): Uint8Array {
  const isFinal = new Uint8Array(values.length);
  for (let run = 0; run + 1 < starts.length; run++) {
    for (let row = starts[run + 1] - 1; row >= starts[run]; row--) {
      if (!Number.isNaN(values[row])) {
        isFinal[row] = 1;
        break;
      }
    }
  }
  return isFinal;
}
