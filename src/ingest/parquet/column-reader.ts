/** Reads one column from all row groups, one page at a time. */
import { quote } from "../../errors.js";
import type { Column } from "../../table/column.js";
import { type CellContext, type Cells, createCells } from "./cells.js";
import { malformed, ParquetFault } from "./fault.js";
import { type ColumnChunk, joinPath, parsePageHeader, type RowGroup } from "./metadata.js";
import { decodeDataPage, decodeDictionary, type PageDecoder } from "./pages.js";
import type { ColumnReading, StoredColumn } from "./schema.js";
import type { ParsedValues } from "./stored-values.js";

/** Names by number in the Parquet format. */
const PAGE_TYPES = ["DATA_PAGE", "INDEX_PAGE", "DICTIONARY_PAGE", "DATA_PAGE_V2"];

/** Throws ParquetFault with the name of the column, and the row if a single one is at fault. */
export function readColumn(
  bytes: Buffer,
  rowGroups: readonly RowGroup[],
  { name, path }: StoredColumn,
  reading: ColumnReading,
  context: CellContext,
): Column {
  try {
    const values = reading.createValues(context.budget);
    const cells = createCells(name, reading, values, context);
    const key = joinPath(path);
    for (const [index, { chunks, rowCount }] of rowGroups.entries()) {
      const chunk = chunks.get(key);
      if (chunk === undefined) throw malformed(`has no chunk in row group ${index}`);
      if (reading.levels.lists.length > 0) context.budget.spend(checkEntries(chunk.entryCount));
      readChunk(bytes, chunk, { reading, values, codec: chunk.codec }, cells, rowCount);
    }
    return cells.build();
  } catch (error) {
    // Errors of the language do not describe the file.
    const { code, problem, row } = error instanceof ParquetFault ? error : malformed("cannot be decoded");
    throw new ParquetFault(code, `${row === null ? "" : `row ${row}, `}column ${quote(name)} ${problem}`);
  }
}

/** Checks the entry count of a list column; a flat column has one entry for each row. */
function checkEntries(count: number): number {
  if (count >= 0) return count;
  throw malformed(`claims ${count} values in its lists`);
}

/** Appends the rows of one column chunk to `cells`. */
function readChunk(
  bytes: Buffer,
  chunk: ColumnChunk,
  decoder: PageDecoder,
  cells: Cells,
  rowCount: number,
): void {
  if (!(chunk.start >= 0)) throw malformed("has no position in the file");
  const end = Math.min(chunk.end, bytes.length);
  const startRow = cells.length;
  const isList = decoder.reading.levels.lists.length > 0;
  const entryCount = isList ? chunk.entryCount : rowCount;
  let offset = chunk.start;
  let dictionary: ParsedValues | null = null;
  let entries = 0;
  while (entries < entryCount && offset < end) {
    const { header, sizeBytes } = parsePageHeader(bytes.subarray(offset, end));
    offset += sizeBytes;
    const pageEnd = offset + header.compressed_page_size;
    if (!(pageEnd >= offset && pageEnd <= end)) throw malformed("has a page that goes beyond its chunk");
    const body = bytes.subarray(offset, pageEnd);
    offset = pageEnd;
    switch (PAGE_TYPES[header.type]) {
      case "DICTIONARY_PAGE":
        dictionary = decodeDictionary(header, body, decoder);
        break;
      case "INDEX_PAGE":
        break;
      default: {
        const page = decodeDataPage(header, body, decoder, dictionary, entryCount - entries);
        if (entries === 0 && page.repetition?.at(0)) throw malformed("begins in the middle of a row");
        cells.append(page, startRow + rowCount);
        entries += page.entryCount;
      }
    }
  }
  const rows = cells.length - startRow;
  if (rows !== rowCount) throw malformed(`ends after ${rows} of ${rowCount} rows`);
  if (entries !== entryCount) throw malformed(`ends after ${entries} of ${entryCount} values`);
}
