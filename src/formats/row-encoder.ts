/**
 * Rows as text, for every format that writes one row after another. A row is put together out of parts: literals,
 * text that was rendered before, and cells rendered on the spot.
 */
import type { Column } from "../table/column.js";
import type { BlockColumn, Selection } from "../table/selection.js";
import { ChunkWriter } from "./chunk-writer.js";
import { buildCellText, type CellText, type Dialect } from "./dialect.js";
import type { ColumnText, RowTexts, TextCache } from "./text-cache.js";

export interface RowSyntax {
  readonly dialect: Dialect;
  /** What stands before the cell of a field. */
  lead(field: string, index: number): string;
  readonly rowEnd: string;
  readonly betweenRows: string;
}

type Part =
  | { readonly kind: "literal"; readonly bytes: Uint8Array }
  | { readonly kind: "rows"; readonly text: RowTexts }
  | { readonly kind: "column"; readonly text: ColumnText }
  | { readonly kind: "cell"; readonly text: CellText };

/** An answer of more rows passes over the text cache without filling it. */
const PASSING_ROWS = 100_000;

interface RowPlan {
  readonly parts: readonly Part[];
  /** The most bytes that a row takes, cells rendered on the spot left out. */
  readonly longest: number;
}

/**
 * Encodes the selection's rows between `start` and `end`, as UTF-8 chunks of about 64 kB. `fields` are the places of
 * the fields to write, all of them unless given.
 */
export function* encodeRows(
  selection: Selection,
  texts: TextCache,
  syntax: RowSyntax,
  start: string,
  end: string,
  fields: readonly number[] = [...selection.fields.keys()],
): Generator<Uint8Array> {
  const planner = new RowPlanner(selection, texts, syntax, fields);
  const writer = new ChunkWriter(syntax.dialect.missing);
  const between = Buffer.from(syntax.betweenRows);
  writer.writeText(start);
  let isFirst = true;
  for (const { rows, columns } of selection.blocks()) {
    const { parts, longest } = planner.plan(columns);
    for (const row of rows) {
      writer.reserve(longest + between.length);
      if (!isFirst) writer.writeBytes(between);
      isFirst = false;
      for (const part of parts) writePart(writer, part, row, longest, syntax.dialect.missing);
      if (writer.full.length > 0) yield* writer.full.splice(0);
    }
  }
  writer.writeText(end);
  yield* writer.finish();
}

function writePart(writer: ChunkWriter, part: Part, row: number, longest: number, missing: string): void {
  if (part.kind === "literal") writer.writeBytes(part.bytes);
  else if (part.kind === "rows") writer.writeBytes(part.text.views[row]);
  else if (part.kind === "column") writer.writeCell(part.text, row);
  else writer.writeText(part.text(row) || missing, longest);
}

/** Plans the rows of blocks: which text is at hand and what has to be rendered. */
class RowPlanner {
  readonly #plans = new Map<readonly BlockColumn[], RowPlan>();

  constructor(
    readonly selection: Selection,
    readonly texts: TextCache,
    readonly syntax: RowSyntax,
    readonly fields: readonly number[],
  ) {}

  plan(columns: readonly BlockColumn[]): RowPlan {
    let plan = this.#plans.get(columns);
    if (plan === undefined) {
      plan = this.#build(columns);
      this.#plans.set(columns, plan);
    }
    return plan;
  }

  #build(columns: readonly BlockColumn[]): RowPlan {
    const { dialect, rowEnd } = this.syntax;
    const leads = this.fields.map((field, index) => this.syntax.lead(this.selection.fields[field], index));
    const chosen = this.fields.map((field) => columns[field]);
    const parts: Part[] = [];
    let literal = "";
    const flush = () => {
      if (literal !== "") parts.push({ kind: "literal", bytes: Buffer.from(literal) });
      literal = "";
    };
    for (let index = 0; index < chosen.length; ) {
      const column = chosen[index];
      if (column.kind === "constant") {
        literal += leads[index++] + dialect.text(column.value);
        continue;
      }
      const end = this.#findSharedEnd(chosen, index);
      const rows =
        end > index
          ? this.texts.findRows(chosen.slice(index, end) as Column[], leads.slice(index, end), dialect)
          : undefined;
      if (rows !== undefined) {
        flush();
        parts.push({ kind: "rows", text: rows });
        index = end;
        continue;
      }
      literal += leads[index++];
      flush();
      const text = this.texts.findColumn(column, dialect, this.selection.rowCount > PASSING_ROWS);
      parts.push(
        text === undefined
          ? { kind: "cell", text: buildCellText(column, dialect) }
          : { kind: "column", text },
      );
    }
    literal += rowEnd;
    flush();
    const longest = parts.reduce((sum, part) => sum + longestOf(part, dialect), 0);
    return { parts, longest };
  }

  #findSharedEnd(columns: readonly BlockColumn[], start: number): number {
    let end = start;
    while (end < columns.length && this.selection.idColumns.has(columns[end])) end++;
    return end;
  }
}

function longestOf(part: Part, { missing }: Dialect): number {
  if (part.kind === "literal") return part.bytes.length;
  return part.kind === "cell" ? 0 : Math.max(part.text.longest, missing.length);
}
