/**
 * Reads a Parquet file, or chosen columns of one, into a table, page by page and never as row objects. The only importer of
 * parquetjs, which reads the Thrift structures and Snappy. Pages are decoded in parquet/: parquetjs believes the
 * counts in a damaged page and would fill memory, and stops without a word at the end of a truncated one.
 */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { ParquetEnvelopeReader } from "@dsnp/parquetjs";
import parquetTypes from "@dsnp/parquetjs/dist/gen-nodejs/parquet_types.js";
import { inflate as inflateByName } from "@dsnp/parquetjs/dist/lib/compression.js";
import { decodeThrift } from "@dsnp/parquetjs/dist/lib/util.js";
import { StartupError } from "../errors.js";
import type { Column } from "../table/column.js";
import { Table } from "../table/table.js";
import { type Cells, createCells } from "./parquet/cells.js";
import { parseVarint } from "./parquet/encodings.js";
import { malformed, ParquetFault } from "./parquet/fault.js";
import { checkSize, decodeDataPage, decodeDictionary, type PageDecoder } from "./parquet/pages.js";
import { listColumns, type SchemaElement, type StoredColumn } from "./parquet/schema.js";
import type { ParsedValues } from "./parquet/stored-values.js";

/** A column to read, and what it must hold: text, or numbers of any Parquet width. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: "text" | "number";
}

export interface ParquetContent {
  /**
   * The wanted columns in the order asked for, or all in file order. Dictionaries are in order of first appearance.
   */
  readonly table: Table;
  /** Columns of the file that were not read. */
  readonly ignoredColumns: readonly string[];
}

type Footer = Awaited<ReturnType<ParquetEnvelopeReader["readFooter"]>>;
type RowGroup = Footer["row_groups"][number];
type ChunkMetadata = NonNullable<RowGroup["columns"][number]["meta_data"]>;

/** Names by number in the Parquet format. */
const CODECS = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];
const PAGE_TYPES = ["DATA_PAGE", "INDEX_PAGE", "DICTIONARY_PAGE", "DATA_PAGE_V2"];

const MAX_ROWS = 200_000_000;
/** Of one column in one row group; lists of a few bytes may state any number of elements. */
const MAX_LIST_ENTRIES = 20_000_000;
const MAX_PAGE_BYTES = 2 ** 30;
/** A Snappy copy of three bytes makes at most 64. */
const MOST_SNAPPY_GROWTH = 64;
/** What pandas leaves behind of a row index; it says nothing. */
const STRAY_INDEX = "__index_level_0__";

/**
 * Reads `wanted` out of the bytes of a Parquet file; `subject` names the file in errors.
 * Throws StartupError: not-parquet, unsupported-parquet, missing-column, wrong-type, bad-value, duplicate-key.
 */
export async function parseParquet(
  bytes: Buffer,
  subject: string,
  wanted: readonly WantedColumn[],
): Promise<ParquetContent> {
  return readContent(bytes, subject, (columns) =>
    wanted.map(({ name, kind }) => {
      const column = columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw new ParquetFault("missing-column", `has no column "${name}"`);
      if (column.kind === kind) return column;
      throw new ParquetFault("wrong-type", `column "${name}" is ${column.type}, where ${kind} is needed`);
    }),
  );
}

/**
 * Reads a whole file: text, numbers, moments, booleans, lists of numbers, and JSON texts as the values they stand for,
 * which make a column of the kind that all of them have. A row index of pandas is left out.
 * Throws StartupError: not-parquet, unsupported-parquet, wrong-type, bad-value, duplicate-key.
 */
export async function parseParquetFrame(bytes: Buffer, subject: string): Promise<ParquetContent> {
  return readContent(bytes, subject, (columns) =>
    columns.filter(({ name, kind, type }) => {
      if (name === STRAY_INDEX) return false;
      if (kind !== undefined) return true;
      throw new ParquetFault("wrong-type", `column "${name}" is ${type}, which no column can carry`);
    }),
  );
}

/** Whether bytes begin like a Parquet file. */
export function isParquet(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.length)).toString("latin1") === "PAR1";
}

type ChooseColumns = (columns: readonly StoredColumn[]) => readonly StoredColumn[];

async function readContent(bytes: Buffer, subject: string, choose: ChooseColumns): Promise<ParquetContent> {
  try {
    const footer = await readFooter(bytes);
    const rowCount = countRows(footer);
    const stored = listColumns(footer.schema as SchemaElement[]);
    const chosen = choose(stored);
    const columns: Column[] = [];
    for (const column of chosen) {
      if (stored.some(({ name }, index) => name === column.name && stored[index] !== column)) {
        throw new ParquetFault("duplicate-key", `has two columns "${column.name}"`);
      }
      columns.push(await readColumn(bytes, footer, rowCount, column));
    }
    const names = new Set(stored.map(({ name }) => name));
    for (const { name } of chosen) names.delete(name);
    return { table: new Table(columns, rowCount), ignoredColumns: [...names] };
  } catch (error) {
    if (error instanceof ParquetFault) throw new StartupError(error.code, subject, error.problem);
    // Whatever else a file can provoke ends here too: a start never ends in an error of the language.
    throw new StartupError("not-parquet", subject, `its content cannot be made sense of (${String(error)})`);
  }
}

async function readFooter(bytes: Buffer): Promise<Footer> {
  if (bytes.length < 12 || bytes.toString("latin1", 0, 4) !== "PAR1") {
    throw malformed("does not begin like a Parquet file (PAR1)");
  }
  if (bytes.toString("latin1", bytes.length - 4) !== "PAR1") {
    throw malformed("does not end like a Parquet file (PAR1), so it is cut short");
  }
  try {
    const reader = await ParquetEnvelopeReader.openBuffer(bytes);
    return await reader.readFooter();
  } catch (error) {
    throw malformed(`has a footer that cannot be read (${(error as Error).message})`);
  }
}

function countRows(footer: Footer): number {
  const total = footer.row_groups.reduce((sum, rowGroup) => sum + Number(rowGroup.num_rows), 0);
  const isUsable = footer.row_groups.every(({ num_rows }) => Number(num_rows) >= 0) && total <= MAX_ROWS;
  if (total === Number(footer.num_rows) && isUsable) return total;
  throw malformed(`says ${Number(footer.num_rows)} rows in its footer and ${total} in its row groups`);
}

async function readColumn(
  bytes: Buffer,
  footer: Footer,
  rowCount: number,
  column: StoredColumn,
): Promise<Column> {
  const { name } = column;
  const values = column.createValues();
  const cells = createCells(column, values, rowCount);
  const path = column.path.join("\0");
  for (const [index, { columns, num_rows }] of footer.row_groups.entries()) {
    const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema.join("\0") === path);
    if (chunk?.meta_data == null) throw malformed(`row group ${index} has no chunk of column "${name}"`);
    const { codec } = chunk.meta_data;
    const decoder: PageDecoder = {
      levels: column.levels,
      values,
      inflate: (body, sizeBytes) => inflate(body, CODECS[codec] ?? `codec ${codec}`, sizeBytes),
    };
    const rows = Number(num_rows);
    await naming(name, () => readChunk(bytes, chunk.meta_data as ChunkMetadata, decoder, cells, rows));
  }
  return naming(name, () => cells.build());
}

/** Puts the column, and the row where there is one, into what is wrong. */
async function naming<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, problem, row } =
      error instanceof ParquetFault ? error : malformed(`cannot be decoded (${(error as Error).message})`);
    throw new ParquetFault(code, `${row === null ? "" : `row ${row}, `}column "${name}" ${problem}`);
  }
}

/** Fills `cells` with the rows of one column chunk, a page at a time. */
async function readChunk(
  bytes: Buffer,
  chunk: ChunkMetadata,
  decoder: PageDecoder,
  cells: Cells,
  rowCount: number,
): Promise<void> {
  const dictionaryOffset = Number(chunk.dictionary_page_offset ?? 0);
  const dataOffset = Number(chunk.data_page_offset);
  let offset = dictionaryOffset > 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
  if (!(offset >= 0)) throw malformed("has no place in the file");
  const end = Math.min(offset + Number(chunk.total_compressed_size), bytes.length);
  const startRow = cells.length;
  const isList = decoder.levels.repetition > 0;
  const entryCount = isList ? checkEntries(Number(chunk.num_values)) : rowCount;
  let dictionary: ParsedValues | null = null;
  let entries = 0;
  while (entries < entryCount && offset < end) {
    const header = new parquetTypes.PageHeader();
    offset += decodeThrift(header, bytes.subarray(offset, end));
    const pageEnd = offset + header.compressed_page_size;
    if (!(pageEnd >= offset && pageEnd <= end)) throw malformed("has a page that goes beyond its chunk");
    const body = bytes.subarray(offset, pageEnd);
    offset = pageEnd;
    switch (PAGE_TYPES[header.type]) {
      case "DICTIONARY_PAGE":
        dictionary = await decodeDictionary(header, body, decoder);
        break;
      case "INDEX_PAGE":
        break;
      default: {
        const page = await decodeDataPage(header, body, decoder, dictionary, entryCount - entries);
        if (entries === 0 && page.repetition?.at(0) === 1) throw malformed("begins in the middle of a row");
        cells.append(page, startRow + rowCount);
        entries += page.entryCount;
      }
    }
  }
  const rows = cells.length - startRow;
  if (rows !== rowCount) throw malformed(`ends after ${rows} of ${rowCount} rows`);
  if (entries !== entryCount) throw malformed(`ends after ${entries} of ${entryCount} values`);
}

function checkEntries(count: number): number {
  if (count >= 0 && count <= MAX_LIST_ENTRIES) return count;
  throw malformed(`says ${count} values in its lists, where ${MAX_LIST_ENTRIES} are the most`);
}

async function inflate(body: Buffer, codec: string, sizeBytes: number): Promise<Buffer> {
  if (!(sizeBytes >= 0 && sizeBytes <= MAX_PAGE_BYTES)) throw malformed(`has a page of ${sizeBytes} bytes`);
  return checkSize(await inflateUnchecked(body, codec, sizeBytes), sizeBytes);
}

async function inflateUnchecked(body: Buffer, codec: string, sizeBytes: number): Promise<Buffer> {
  // Zero is no limit to zlib.
  const options = { maxOutputLength: Math.max(sizeBytes, 1) };
  switch (codec) {
    case "UNCOMPRESSED":
      return body;
    case "GZIP":
      return gunzipSync(body, options);
    case "BROTLI":
      return brotliDecompressSync(body, options);
    case "SNAPPY":
      // Asked first, since the memory is taken for what the content says of its length.
      if (parseVarint(body, 0).value !== sizeBytes || sizeBytes > body.length * MOST_SNAPPY_GROWTH) {
        throw malformed(`has a page that says ${sizeBytes} bytes and holds another number`);
      }
      return inflateByName(codec, body);
    default:
      throw new ParquetFault("unsupported-parquet", `is compressed with ${codec}`);
  }
}
