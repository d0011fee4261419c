/**
 * What the rows of some columns have in one syntax besides the text of their cells: which columns share one text, and
 * the literals that lead to each. It is the same for every answer with these columns.
 */
import type { BlockColumn, Column } from "../table/column.js";
import type { Dialect } from "./dialect.js";
import type { Literal } from "./row-texts.js";

/** How a text format writes a row. */
export interface RowSyntax {
  readonly dialect: Dialect;
  /** What stands before the cell of a field. */
  lead(field: string, index: number): string;
  readonly rowEnd: string;
  readonly betweenRows: string;
}

/** Neighbouring columns whose text is worth keeping together, each after its lead. */
export interface ColumnGroup {
  readonly columns: readonly Column[];
  readonly leads: readonly string[];
  readonly dialect: Dialect;
}

/** `lead`, and then a column or a group, whose leads are its own. */
export type LayoutPart =
  | { readonly lead: Literal; readonly column: Column; readonly group: null }
  | { readonly lead: Literal; readonly column: null; readonly group: ColumnGroup };

/** A row without the text of its cells. */
export interface RowLayout {
  readonly parts: readonly LayoutPart[];
  /** What stands for a missing cell. */
  readonly missing: Literal;
  /** What stands after the last part of every row. */
  readonly end: Literal;
}

/**
 * Lays out the columns of `fields`; those that `isGrouped` says yes to are grouped where they are neighbours. `literal`
 * makes literals or finds them.
 */
export function buildLayout(
  fields: readonly string[],
  columns: readonly BlockColumn[],
  syntax: RowSyntax,
  isGrouped: (column: BlockColumn) => boolean,
  literal: (text: string) => Literal,
): RowLayout {
  const { dialect, rowEnd, betweenRows } = syntax;
  const leads = fields.map((field, index) => syntax.lead(field, index));
  const parts: LayoutPart[] = [];
  let text = "";
  const takeLiteral = (added = "") => {
    const taken = literal(text + added);
    text = "";
    return taken;
  };
  for (let index = 0; index < columns.length; ) {
    const column = columns[index];
    const grouped = takeGrouped(columns, index, isGrouped);
    if (column.kind === "constant") {
      text += leads[index++] + dialect.text(column.value);
    } else if (grouped.length === 0) {
      parts.push({ lead: takeLiteral(leads[index++]), column, group: null });
    } else {
      const end = index + grouped.length;
      const group = { columns: grouped, leads: leads.slice(index, end), dialect };
      parts.push({ lead: takeLiteral(), column: null, group });
      index = end;
    }
  }
  return { parts, missing: literal(dialect.missing), end: takeLiteral(rowEnd + betweenRows) };
}

/** The columns from `start` on, as far as they are grouped. */
function takeGrouped(
  columns: readonly BlockColumn[],
  start: number,
  isGrouped: (column: BlockColumn) => boolean,
): Column[] {
  const grouped: Column[] = [];
  for (let index = start; index < columns.length; index++) {
    const column = columns[index];
    if (column.kind === "constant" || !isGrouped(column)) break;
    grouped.push(column);
  }
  return grouped;
}
