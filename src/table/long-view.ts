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
  /** One of the id columns, ascending within each segment. */
  readonly orderColumn: NumberColumn;
  /** The two columns of the long form besides the ids: the name of the value column, and its value. */
  readonly variableName: string;
  readonly valueName: string;
}

/** Conditions on the cells of the value columns. */
export interface CellFilter {
  readonly range: NumberRange | null;
  /** One value of each segment, null for all; the other filters do not move it. */
  readonly last: LastValue | null;
}

/**
 * `final` is the last value of each segment. `common` is the last one whose order value all `segmentCount` segments of a
 * group have; segments of a group agree in every key but the first.
 */
export type LastValue =
  | { readonly kind: "final" }
  | { readonly kind: "common"; readonly segmentCount: number };

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
  readonly orderColumn: NumberColumn;
  readonly variableName: string;
  readonly valueName: string;
  readonly idColumnSet: ReadonlySet<BlockColumn>;
  readonly #validities: ValidityIndex;
  readonly #projections = new WeakPairMap<readonly string[], Column, readonly BlockColumn[]>();

  constructor(layout: LongLayout) {
    const { table, segments, idColumns, valueColumns, orderColumn, variableName, valueName } = layout;
    this.table = table;
    this.segments = segments;
    this.idColumns = idColumns;
    this.valueColumns = valueColumns;
    this.orderColumn = orderColumn;
    this.variableName = variableName;
    this.valueName = valueName;
    this.idColumnSet = new Set(idColumns);
    this.#validities = new ValidityIndex(segments);
  }

  /** Counts the long rows of one value column. */
  countValid({ rows, cells }: LongFilter, { values }: NumberColumn): number {
    const validity = this.#validities.get(values);
    if (rows.mask === null && !hasCellFilter(cells)) return countInSegments(validity, rows.segments);
    return this.#scanValid(validity, rows, cells, values, null);
  }

  /** The table rows behind the long rows of one value column, ascending. The array is shared: do not write to it. */
  findValid({ rows, cells }: LongFilter, { values }: NumberColumn): Uint32Array {
    const validity = this.#validities.get(values);
    const hasAllSegments = rows.segments.length + 1 === this.segments.starts.length;
    if (hasAllSegments && rows.mask === null && !hasCellFilter(cells)) return validity.rows;
    const found = new Uint32Array(countInSegments(validity, rows.segments));
    return found.subarray(0, this.#scanValid(validity, rows, cells, values, found));
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

  /** Counts the rows that pass, and writes them to `found` unless it is null. */
  #scanValid(
    validity: Validity,
    { segments, mask }: FilteredRows,
    { range, last }: CellFilter,
    values: Float64Array,
    found: Uint32Array | null,
  ): number {
    const { rows, starts } = validity;
    const common =
      last?.kind === "common"
        ? findCommonPositions(this.segments, validity, segments, this.orderColumn.values, last.segmentCount)
        : null;
    let count = 0;
    for (const [index, segment] of segments.entries()) {
      let position = starts[segment];
      let end = starts[segment + 1];
      if (last?.kind === "final") position = Math.max(position, end - 1);
      if (common !== null) {
        position = common[index];
        end = position + 1;
      }
      for (; position >= 0 && position < end; position++) {
        const row = rows[position];
        if (mask !== null && mask[row] === 0) continue;
        if (range !== null && !isInRange(range, values[row])) continue;
        if (found !== null) found[count] = row;
        count++;
      }
    }
    return count;
  }

  /** One column for each set of valid rows. */
  #dropEqualValidities(columns: readonly NumberColumn[]): NumberColumn[] {
    return [...new Map(columns.map((column) => [this.#validities.get(column.values), column])).values()];
  }
}

function hasCellFilter({ range, last }: CellFilter): boolean {
  return range !== null || last !== null;
}

function countInSegments({ starts }: Validity, segments: readonly number[]): number {
  let count = 0;
  for (const segment of segments) count += starts[segment + 1] - starts[segment];
  return count;
}

/**
 * For each of the segments `selected`, the position among the valid rows of the last order value that its whole group
 * has; -1 where the group has fewer than `segmentCount` segments or no order value in common.
 */
function findCommonPositions(
  { keys, codes }: Segments,
  validity: Validity,
  selected: readonly number[],
  order: Float64Array,
  segmentCount: number,
): Int32Array {
  const groups = new Map<string, number[]>();
  for (const [index, segment] of selected.entries()) {
    const group = keys.map((_, key) => (key === 0 ? "" : codes[key][segment])).join(" ");
    const indexes = groups.get(group);
    if (indexes === undefined) groups.set(group, [index]);
    else indexes.push(index);
  }
  const positions = new Int32Array(selected.length).fill(-1);
  for (const indexes of groups.values()) {
    if (indexes.length < segmentCount) continue;
    const found = intersectBackwards(
      validity,
      indexes.map((index) => selected[index]),
      order,
    );
    for (const [member, position] of found.entries()) positions[indexes[member]] = position;
  }
  return positions;
}

/** The positions of the greatest order value that all segments have, in the order of the segments; none without one. */
function intersectBackwards(
  { rows, starts }: Validity,
  segments: readonly number[],
  order: Float64Array,
): number[] {
  const positions = segments.map((segment) => starts[segment + 1] - 1);
  let target = Number.POSITIVE_INFINITY;
  for (let agreeing = 0, member = 0; agreeing < segments.length; member = (member + 1) % segments.length) {
    while (positions[member] >= starts[segments[member]] && order[rows[positions[member]]] > target) {
      positions[member]--;
    }
    if (positions[member] < starts[segments[member]]) return [];
    const value = order[rows[positions[member]]];
    agreeing = value === target ? agreeing + 1 : 1;
    target = value;
  }
  return positions;
}
