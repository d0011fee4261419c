/**
 * The long form of a wide table, without its rows ever being made: one block per value column over the same id
 * columns, holding the rows whose value is there. Pivoting a part of it back gives the wide form of that part.
 */
import type { BlockColumn, Column, NumberColumn } from "./column.js";
import { isInRange, type NumberRange } from "./number-range.js";
import { PairMemo } from "./pair-memo.js";
import { type Presence, PresenceIndex } from "./presence.js";
import { listRows, type RowSet } from "./row-filter.js";
import type { Runs } from "./runs.js";
import { Table } from "./table.js";

/** What a long view is made of. */
export interface LongLayout {
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
  readonly rows: RowSet;
  readonly valueColumns: readonly NumberColumn[];
  readonly cells: CellFilter;
}

export class LongView implements LongLayout {
  readonly table: Table;
  readonly runs: Runs;
  readonly idColumns: readonly Column[];
  readonly valueColumns: readonly NumberColumn[];
  readonly variableName: string;
  readonly valueName: string;
  /** The id columns once more, to ask whether a column is one of them. */
  readonly idColumnSet: ReadonlySet<BlockColumn>;
  readonly #presences: PresenceIndex;
  readonly #arranged = new PairMemo<readonly string[], Column, readonly BlockColumn[]>();

  constructor({ table, runs, idColumns, valueColumns, variableName, valueName }: LongLayout) {
    this.table = table;
    this.runs = runs;
    this.idColumns = idColumns;
    this.valueColumns = valueColumns;
    this.variableName = variableName;
    this.valueName = valueName;
    this.idColumnSet = new Set(idColumns);
    this.#presences = new PresenceIndex(runs);
  }

  /** How many of the part's rows have a value in `column` that passes. */
  countPresent({ rows, cells }: LongPart, { values }: NumberColumn): number {
    const presence = this.#presences.get(values);
    if (rows.isAccepted === null && isOpen(cells)) return countInRuns(presence, rows.runs);
    return visitPresent(presence, rows, cells, values, null);
  }

  /** The part's rows that have a value in `column` that passes, ascending; the caller must not change them. */
  findPresent({ rows, cells }: LongPart, { values }: NumberColumn): Uint32Array {
    const presence = this.#presences.get(values);
    const isWhole = rows.runs.length + 1 === this.runs.starts.length;
    if (isWhole && rows.isAccepted === null && isOpen(cells)) return presence.rows;
    const found = new Uint32Array(countInRuns(presence, rows.runs));
    return found.subarray(0, visitPresent(presence, rows, cells, values, found));
  }

  /** The block columns of one value column, in the order of `fields`; for the same two always the same array. */
  arrangeColumns(fields: readonly string[], column: NumberColumn): readonly BlockColumn[] {
    return this.#arranged.get(fields, column, () =>
      fields.map((name) => {
        if (name === this.valueName) return column;
        if (name === this.variableName) return { kind: "constant", name, value: column.name };
        return this.table.get(name);
      }),
    );
  }

  /** The wide form of a part: a table, and the rows of it that have any value of the part. */
  pivotPart(part: LongPart): { readonly table: Table; readonly rows: Uint32Array } {
    const { valueColumns, cells } = part;
    const isAsItIs = isOpen(cells);
    const columns = isAsItIs ? this.#findDistinct(valueColumns) : valueColumns;
    const presentByColumn = columns.map((column) => this.findPresent(part, column));
    const hasValue = new Uint8Array(this.table.rowCount);
    for (const present of presentByColumn) for (const row of present) hasValue[row] = 1;
    const rows = listRows(this.runs, { runs: part.rows.runs, isAccepted: hasValue });
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
    return [...new Map(columns.map((column) => [this.#presences.get(column.values), column])).values()];
  }
}

function isOpen({ range, isFinalOnly }: CellFilter): boolean {
  return range === null && !isFinalOnly;
}

function countInRuns({ starts }: Presence, runs: readonly number[]): number {
  let count = 0;
  for (const run of runs) count += starts[run + 1] - starts[run];
  return count;
}

/** Counts the rows that pass, and writes them to `found` where it is given. */
function visitPresent(
  { rows, starts }: Presence,
  { runs, isAccepted }: RowSet,
  { range, isFinalOnly }: CellFilter,
  values: Float64Array,
  found: Uint32Array | null,
): number {
  let count = 0;
  for (const run of runs) {
    const end = starts[run + 1];
    for (let place = isFinalOnly ? Math.max(starts[run], end - 1) : starts[run]; place < end; place++) {
      const row = rows[place];
      if (isAccepted !== null && isAccepted[row] === 0) continue;
      if (range !== null && !isInRange(range, values[row])) continue;
      if (found !== null) found[count] = row;
      count++;
    }
  }
  return count;
}
