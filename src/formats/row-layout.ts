/**
 * Row layouts: the parts of a row in a text format, and the constant text before each. A layout depends on the columns and
 * the syntax alone, so every query with the same columns shares it.
 */
import type { BlockColumn, Column } from "../table/column.js";
import type { Dialect } from "./dialect.js";
import type { ConstantText } from "./rendered-text.js";

/** How a text format writes a row. */
export interface RowSyntax {
  readonly dialect: Dialect;
  /** The text before the cell of a field. */
  prefix(field: string, index: number): string;
  readonly rowEnd: string;
  /** The text between two rows, after the end of the first. */
  readonly rowSeparator: string;
}

/** Neighbouring columns whose text is cached joined, each cell after its prefix. */
export interface ColumnGroup {
  readonly columns: readonly Column[];
  readonly prefixes: readonly string[];
  readonly dialect: Dialect;
}

/** `prefix`, then a cell of a column or of a group, which has further prefixes inside. */
export type LayoutPart =
  | { readonly prefix: ConstantText; readonly column: Column; readonly group: null }
  | { readonly prefix: ConstantText; readonly column: null; readonly group: ColumnGroup };

export interface RowLayout {
  readonly parts: readonly LayoutPart[];
  /** Written for a missing cell. */
  readonly missing: ConstantText;
  /** Follows the last part, row separator included. */
  readonly suffix: ConstantText;
}

/**
 * Lays out the columns of `fields`. Neighbouring columns that `isGroupable` accepts form a group; a constant column becomes
 * part of the next prefix. `encode` encodes a constant text.
 */
export function buildLayout(
  fields: readonly string[],
  columns: readonly BlockColumn[],
  syntax: RowSyntax,
  isGroupable: (column: BlockColumn) => boolean,
  encode: (text: string) => ConstantText,
): RowLayout {
  const { dialect, rowEnd, rowSeparator } = syntax;
  const prefixes = fields.map((field, index) => syntax.prefix(field, index));
  const parts: LayoutPart[] = [];
  let pending = "";
  const takePending = (added = "") => {
    const constant = encode(pending + added);
    pending = "";
    return constant;
  };
  for (let index = 0; index < columns.length; ) {
    const column = columns[index];
    const groupColumns = takeGroup(columns, index, isGroupable);
    if (column.kind === "constant") {
      pending += prefixes[index++] + dialect.text(column.value);
    } else if (groupColumns.length === 0) {
      parts.push({ prefix: takePending(prefixes[index++]), column, group: null });
    } else {
      const end = index + groupColumns.length;
      const group = { columns: groupColumns, prefixes: prefixes.slice(index, end), dialect };
      parts.push({ prefix: takePending(), column: null, group });
      index = end;
    }
  }
  return { parts, missing: encode(dialect.missing), suffix: takePending(rowEnd + rowSeparator) };
}

/** The groupable columns from `start` up to the first other one. */
function takeGroup(
  columns: readonly BlockColumn[],
  start: number,
  isGroupable: (column: BlockColumn) => boolean,
): Column[] {
  const group: Column[] = [];
  for (let index = start; index < columns.length; index++) {
    const column = columns[index];
    if (column.kind === "constant" || !isGroupable(column)) break;
    group.push(column);
  }
  return group;
}
