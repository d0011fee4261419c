/**
 * Encodes rows for the text formats. A row consists of constant texts, rendered text from the cache, and cells rendered as
 * they are written.
 */
import type { BlockColumn, Column } from "../table/column.js";
import type { Selection } from "../table/selection.js";
import { ChunkWriter, type RowPart, type RowTemplate } from "./chunk-writer.js";
import { buildCellRenderer } from "./dialect.js";
import type { EncodedChunk, EncodeInput } from "./format.js";
import { type RenderedText, renderColumn } from "./rendered-text.js";
import type { RenderedTextCache } from "./rendered-text-cache.js";
import { buildLayout, type LayoutPart, type RowLayout, type RowSyntax } from "./row-layout.js";

/** A larger result reads from the cache and does not fill it. */
const MAX_CACHED_ROWS = 100_000;
/** A block of this size uses most rows of its columns, and a result has few such blocks. */
const LARGE_BLOCK_ROWS = 1000;
/** With more fields, the rendered columns of a large block would take too much memory. */
const MAX_RENDERED_FIELDS = 8;

/** Encodes the rows of a selection between `start` and `end`, as chunks of UTF-8. */
export function* encodeRows(
  input: EncodeInput,
  syntax: RowSyntax,
  start: string,
  end: string,
): Generator<EncodedChunk> {
  const writer = new ChunkWriter(input.buffer);
  writer.writeText(start);
  yield* writeRows(writer, input, syntax, null);
  writer.writeText(end);
  yield* writer.finish();
}

/** Writes the rows of a selection and yields full chunks. `fieldIndex` restricts the rows to one field, null to none. */
export function* writeRows(
  writer: ChunkWriter,
  { selection, textCache }: EncodeInput,
  syntax: RowSyntax,
  fieldIndex: number | null,
): Generator<EncodedChunk> {
  const templates = new TemplateBuilder(selection, textCache, syntax, fieldIndex);
  for (const block of selection.blocks()) {
    if (block instanceof Promise) {
      yield block;
      continue;
    }
    const { rows, columns } = block;
    const template = templates.get(columns, rows.length);
    for (let from = 0; from < rows.length; ) {
      from = writer.writeRows(template, rows, from);
      if (writer.full.length > 0) yield* writer.full.splice(0);
    }
  }
  if (selection.rowCount > 0) writer.removeLast(Buffer.byteLength(syntax.rowSeparator));
}

/** Builds the row templates of blocks: decides which columns come from the cache and which are rendered. */
class TemplateBuilder {
  readonly #templates = new Map<readonly BlockColumn[], RowTemplate>();

  constructor(
    readonly selection: Selection,
    readonly textCache: RenderedTextCache,
    readonly syntax: RowSyntax,
    readonly fieldIndex: number | null,
  ) {}

  get(columns: readonly BlockColumn[], rowCount: number): RowTemplate {
    const existing = this.#templates.get(columns);
    if (existing !== undefined) return existing;
    const template = this.#build(columns, rowCount);
    // The rendered columns of a large block are released with it.
    if (rowCount < LARGE_BLOCK_ROWS) this.#templates.set(columns, template);
    return template;
  }

  #build(columns: readonly BlockColumn[], rowCount: number): RowTemplate {
    const { parts: layoutParts, missing, suffix } = this.#getLayout(columns);
    const parts = layoutParts.map((part) => this.#buildPart(part, rowCount));
    let maxRowBytes = suffix.sizeBytes;
    for (const { prefix, text } of parts) {
      maxRowBytes += prefix.sizeBytes + Math.max(text === null ? 0 : text.maxRowBytes, missing.sizeBytes);
    }
    return { parts, missing, suffix, maxRowBytes };
  }

  #getLayout(columns: readonly BlockColumn[]): RowLayout {
    const { selection, textCache, syntax, fieldIndex } = this;
    const { fields, idColumns } = selection;
    const isGroupable = (column: BlockColumn) => idColumns.has(column) && textCache.isCacheable(column);
    const encode = (text: string) => textCache.getConstant(text);
    if (fieldIndex !== null)
      return buildLayout([fields[fieldIndex]], [columns[fieldIndex]], syntax, isGroupable, encode);
    return textCache.getLayout(columns, syntax, () =>
      buildLayout(fields, columns, syntax, isGroupable, encode),
    );
  }

  #buildPart({ prefix, column, group }: LayoutPart, rowCount: number): RowPart {
    if (group !== null) return { prefix, text: this.textCache.getGroup(group), renderCell: null };
    const text = this.#findText(column, rowCount);
    if (text !== undefined) return { prefix, text, renderCell: null };
    return { prefix, text: null, renderCell: buildCellRenderer(column, this.syntax.dialect) };
  }

  /** The text of a whole column; undefined if its cells are to be rendered one by one. */
  #findText(column: Column, rowCount: number): RenderedText | undefined {
    const { dialect } = this.syntax;
    const isLarge = this.selection.rowCount > MAX_CACHED_ROWS;
    const cached = this.textCache.findColumn(column, dialect, isLarge);
    if (cached !== undefined) return cached;
    const hasFewFields = this.selection.fields.length <= MAX_RENDERED_FIELDS;
    return isLarge && hasFewFields && rowCount >= LARGE_BLOCK_ROWS
      ? renderColumn(column, dialect)
      : undefined;
  }
}
