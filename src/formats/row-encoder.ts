/**
 * Rows as text, for every format that writes one row after another. A row is put together out of literals, text that
 * was rendered before, and cells rendered on the spot.
 */
import type { BlockColumn, Column } from "../table/column.js";
import type { Selection } from "../table/selection.js";
import { ChunkWriter, type RowPart, type RowTemplate } from "./chunk-writer.js";
import { buildCellText } from "./dialect.js";
import type { EncodeInput } from "./format.js";
import { buildLayout, type LayoutPart, type RowLayout, type RowSyntax } from "./row-layout.js";
import { type RowTexts, renderColumn } from "./row-texts.js";
import type { TextCache } from "./text-cache.js";

/** An answer of more rows passes over the text cache without filling it. */
const MAX_CACHED_ROWS = 100_000;
/** A block of so many rows uses most of its columns' text, and there are few such blocks. */
const LARGE_BLOCK_ROWS = 1000;
/** With more fields, the text of all columns of a large block would be too much memory at once. */
const MAX_FIELDS = 8;

/** Encodes the selection's rows between `start` and `end`, as chunks of UTF-8. */
export function* encodeRows(
  input: EncodeInput,
  syntax: RowSyntax,
  start: string,
  end: string,
): Generator<Uint8Array> {
  const writer = new ChunkWriter(input.buffer);
  writer.writeText(start);
  yield* writeRows(writer, input, syntax, null);
  writer.writeText(end);
  yield* writer.finish();
}

/** Writes the selection's rows and yields the chunks that are full; of all fields, or of the one at place `field`. */
export function* writeRows(
  writer: ChunkWriter,
  { selection, texts }: EncodeInput,
  syntax: RowSyntax,
  field: number | null,
): Generator<Uint8Array> {
  const planner = new RowPlanner(selection, texts, syntax, field);
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
  readonly #plans = new Map<readonly BlockColumn[], RowTemplate>();

  constructor(
    readonly selection: Selection,
    readonly texts: TextCache,
    readonly syntax: RowSyntax,
    readonly field: number | null,
  ) {}

  /** The plan for a block of this many rows. */
  plan(columns: readonly BlockColumn[], rowCount: number): RowTemplate {
    const known = this.#plans.get(columns);
    if (known !== undefined) return known;
    const plan = this.#build(columns, rowCount);
    // What was rendered for one large block is not kept for others.
    if (rowCount < LARGE_BLOCK_ROWS) this.#plans.set(columns, plan);
    return plan;
  }

  #build(columns: readonly BlockColumn[], rowCount: number): RowTemplate {
    const { parts: layoutParts, missing, end } = this.#findLayout(columns);
    const parts = layoutParts.map((part) => this.#buildPart(part, rowCount));
    let longest = end.sizeBytes;
    for (const { lead, texts } of parts) {
      longest += lead.sizeBytes + Math.max(texts === null ? 0 : texts.longest, missing.sizeBytes);
    }
    return { parts, missing, end, longest };
  }

  #findLayout(columns: readonly BlockColumn[]): RowLayout {
    const { selection, texts, syntax, field } = this;
    const { fields, idColumns } = selection;
    const isGrouped = (column: BlockColumn) => idColumns.has(column) && texts.isKept(column);
    const literal = (text: string) => texts.findLiteral(text);
    if (field !== null) return buildLayout([fields[field]], [columns[field]], syntax, isGrouped, literal);
    return texts.findLayout(columns, syntax, () => buildLayout(fields, columns, syntax, isGrouped, literal));
  }

  #buildPart(part: LayoutPart, rowCount: number): RowPart {
    const { lead, column, group } = part;
    if (group !== null) return { lead, texts: this.texts.findGroup(group), cell: null };
    const texts = this.#findTexts(column, rowCount);
    if (texts !== undefined) return { lead, texts, cell: null };
    return { lead, texts: null, cell: buildCellText(column, this.syntax.dialect) };
  }

  /** The text of a column; undefined where its cells are better rendered one by one. */
  #findTexts(column: Column, rowCount: number): RowTexts | undefined {
    const { dialect } = this.syntax;
    const isBypass = this.selection.rowCount > MAX_CACHED_ROWS;
    const known = this.texts.findColumn(column, dialect, isBypass);
    if (known !== undefined) return known;
    const isFew = this.selection.fields.length <= MAX_FIELDS;
    return isBypass && isFew && rowCount >= LARGE_BLOCK_ROWS ? renderColumn(column, dialect) : undefined;
  }
}
