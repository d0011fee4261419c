/**
 * Rows as text, for every format that writes one row after another. A row is put together out of parts: literals,
 * text that was rendered before, and cells rendered on the spot.
 */
import type { Column } from "../table/column.js";
import type { BlockColumn, Selection } from "../table/selection.js";
import { ChunkWriter, type RowPart, type RowPlan } from "./chunk-writer.js";
import { buildCellText, type CellText, type Dialect } from "./dialect.js";
import type { EncodeInput } from "./format.js";
import { buildLiteral, type RowTexts, renderColumn } from "./row-texts.js";
import type { TextCache } from "./text-cache.js";

export interface RowSyntax {
  readonly dialect: Dialect;
  /** What stands before the cell of a field. */
  lead(field: string, index: number): string;
  readonly rowEnd: string;
  readonly betweenRows: string;
}

const NOTHING = buildLiteral("");

/** An answer of more rows passes over the text cache without filling it. */
const PASSING_ROWS = 100_000;
/** A block of so many rows uses most of its columns' text, and there are few such blocks. */
const LARGE_BLOCK_ROWS = 1000;
/** With more fields, the text of all columns of a large block would be too much memory at once. */
const MOST_FIELDS = 8;

/** Encodes the selection's rows between `start` and `end`, as chunks of UTF-8. */
export function* encodeRows(
  input: EncodeInput,
  syntax: RowSyntax,
  start: string,
  end: string,
): Generator<Uint8Array> {
  const writer = new ChunkWriter(input.texts.findLiteral(syntax.dialect.missing), input.space);
  writer.writeText(start);
  yield* writeRows(writer, input, syntax, [...input.selection.fields.keys()]);
  writer.writeText(end);
  yield* writer.finish();
}

/** Writes the selection's rows and yields the chunks that are full; `fields` are the places of the fields to write. */
export function* writeRows(
  writer: ChunkWriter,
  { selection, texts }: EncodeInput,
  syntax: RowSyntax,
  fields: readonly number[],
): Generator<Uint8Array> {
  const planner = new RowPlanner(selection, texts, syntax, fields);
  for (const { rows, columns } of selection.blocks()) {
    const plan = planner.plan(columns, rows.length);
    for (let from = 0; from < rows.length; ) {
      from = writer.writeRows(plan, rows, from);
      if (writer.full.length > 0) yield* writer.full.splice(0);
    }
  }
  if (selection.rowCount > 0) writer.takeBack(Buffer.byteLength(syntax.betweenRows));
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

  /** The plan for a block of this many rows. */
  plan(columns: readonly BlockColumn[], rowCount: number): RowPlan {
    const known = this.#plans.get(columns);
    if (known !== undefined) return known;
    const plan = this.#build(columns, rowCount);
    // What was rendered for one large block is not kept for others.
    if (rowCount < LARGE_BLOCK_ROWS) this.#plans.set(columns, plan);
    return plan;
  }

  #build(columns: readonly BlockColumn[], rowCount: number): RowPlan {
    const { dialect, rowEnd, betweenRows } = this.syntax;
    const leads = this.fields.map((field, index) => this.syntax.lead(this.selection.fields[field], index));
    const chosen = this.fields.map((field) => columns[field]);
    const parts: RowPart[] = [];
    let literal = "";
    const flush = () => {
      if (literal !== "") parts.push({ texts: null, cell: null, literal: this.texts.findLiteral(literal) });
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
        parts.push(buildTextPart(rows));
        index = end;
        continue;
      }
      literal += leads[index++];
      flush();
      parts.push(this.#buildColumnPart(column, rowCount));
    }
    literal += rowEnd + betweenRows;
    flush();
    const longest = parts.reduce((sum, part) => sum + longestOf(part, dialect), 0);
    return { parts, longest };
  }

  #buildColumnPart(column: Column, rowCount: number): RowPart {
    const { dialect } = this.syntax;
    const isPassing = this.selection.rowCount > PASSING_ROWS;
    const known = this.texts.findColumn(column, dialect, isPassing);
    if (known !== undefined) return buildTextPart(known);
    const isFew = this.selection.fields.length <= MOST_FIELDS;
    if (isPassing && isFew && rowCount >= LARGE_BLOCK_ROWS)
      return buildTextPart(renderColumn(column, dialect));
    return buildCellPart(buildCellText(column, dialect));
  }

  #findSharedEnd(columns: readonly BlockColumn[], start: number): number {
    let end = start;
    while (end < columns.length && this.selection.idColumns.has(columns[end])) end++;
    return end;
  }
}

function buildTextPart(texts: RowTexts): RowPart {
  return { texts, cell: null, literal: NOTHING };
}

function buildCellPart(cell: CellText): RowPart {
  return { texts: null, cell, literal: NOTHING };
}

/** The most bytes of a part, without those of cells rendered on the spot. */
function longestOf({ texts, literal }: RowPart, { missing }: Dialect): number {
  return Math.max(texts?.longest ?? 0, literal.sizeBytes, missing.length);
}
