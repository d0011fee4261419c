/**
 * Reads a Parquet file, or chosen columns of one, into a table, column chunk by column chunk and never as row objects.
 * The only importer of parquetjs, whose decoder is trusted with the format but not with the file: every count that
 * it returns is compared with the footer, because it stops without a word at the end of a truncated chunk.
 */
import { ParquetReader } from "@dsnp/parquetjs";
import { StartupError } from "../errors.js";
import type { Column } from "../table/column.js";
import { Table } from "../table/table.js";
import { createBuilder, type DecodedPage, type Levels } from "./parquet/column-builders.js";
import { listStoredColumns, type StoredColumn } from "./parquet/stored-columns.js";

/** A column to read, and what it must hold: text, or numbers of any Parquet width. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: "text" | "number";
}

export interface ParquetContent {
  /** The wanted columns in the order asked for, or all in file order. Dictionaries are in order of first appearance. */
  readonly table: Table;
  /** Columns of the file that were not read. */
  readonly ignoredColumns: readonly string[];
}

type Footer = ParquetReader["metadata"] & object;
type ColumnChunk = Footer["row_groups"][number]["columns"][number];

type ChunkMetadata = NonNullable<ColumnChunk["meta_data"]>;
type Options = Parameters<ParquetReader["decodePages"]>[1];

interface Page extends DecodedPage {
  /** From where the decoder began to the end of the page, a dictionary page before it included. */
  readonly sizeBytes: number;
}

/** Fields that parquetjs adds to a page header, in bytes from where it began to decode. */
interface PagePlace {
  readonly offset: number;
  readonly headerSize: number;
  readonly compressed_page_size: number;
}

/** Compression codecs by their number in the Parquet format. */
const CODECS = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"] as const;
/**
 * Leaves statistics as bytes: they are not used, and reading them as values fails on those that a writer cut short.
 * parquetjs takes it for a switch, whatever its types say.
 */
const RAW_STATISTICS = true as unknown as NonNullable<Options["rawStatistics"]>;
const MAX_ROWS = 200_000_000;
/** What pandas leaves behind of a row index; it says nothing. */
const STRAY_INDEX = "__index_level_0__";

/**
 * Reads `wanted` out of the bytes of a Parquet file; `subject` names the file in errors.
 * Throws StartupError: not-parquet, unsupported-parquet, missing-column, wrong-type, bad-value.
 */
export async function parseParquet(
  bytes: Buffer,
  subject: string,
  wanted: readonly WantedColumn[],
): Promise<ParquetContent> {
  const file = await openFile(bytes, subject);
  const columnByName = new Map(file.columns.map((column) => [column.name, column]));
  const chosen = wanted.map((column) => checkColumn(columnByName.get(column.name), column, subject));
  return readTable(file, chosen);
}

/**
 * Reads a whole file: text, numbers, moments, booleans, lists of numbers, and JSON texts as the values they stand for,
 * which make a column of the kind that all of them have. A row index of pandas is left out.
 * Throws StartupError: not-parquet, unsupported-parquet, wrong-type, bad-value.
 */
export async function parseParquetFrame(bytes: Buffer, subject: string): Promise<ParquetContent> {
  const file = await openFile(bytes, subject);
  const chosen = file.columns.filter(({ name }) => name !== STRAY_INDEX);
  for (const { name, kind, type } of chosen) {
    if (kind !== undefined) continue;
    throw new StartupError("wrong-type", subject, `column "${name}" is ${type}, which no column can carry`);
  }
  return readTable(file, chosen);
}

/** Whether bytes begin like a Parquet file. */
export function isParquet(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.length)).toString("latin1") === "PAR1";
}

interface ParquetFile {
  readonly bytes: Buffer;
  readonly subject: string;
  readonly reader: ParquetReader;
  readonly footer: Footer;
  readonly rowCount: number;
  readonly columns: readonly StoredColumn[];
}

async function openFile(bytes: Buffer, subject: string): Promise<ParquetFile> {
  const reader = await openReader(bytes, subject);
  const footer = reader.metadata as Footer;
  const rowCount = countRows(footer, subject);
  const columns = listStoredColumns(footer.schema.slice(1), (path) => reader.schema.findField([...path]));
  return { bytes, subject, reader, footer, rowCount, columns };
}

function checkColumn(
  column: StoredColumn | undefined,
  { name, kind }: WantedColumn,
  subject: string,
): StoredColumn {
  if (column === undefined) throw new StartupError("missing-column", subject, `has no column "${name}"`);
  if (column.kind === kind) return column;
  throw new StartupError(
    "wrong-type",
    subject,
    `column "${name}" is ${column.type}, where ${kind} is needed`,
  );
}

async function readTable(file: ParquetFile, chosen: readonly StoredColumn[]): Promise<ParquetContent> {
  const columns: Column[] = [];
  for (const column of chosen) columns.push(await readColumn(file, column));
  const read = new Set(chosen.map(({ name }) => name));
  return {
    table: new Table(columns, file.rowCount),
    ignoredColumns: file.columns.map(({ name }) => name).filter((name) => !read.has(name)),
  };
}

async function readColumn(file: ParquetFile, column: StoredColumn): Promise<Column> {
  const { reader, footer, subject, rowCount } = file;
  const field = reader.schema.findField([...column.path]);
  const builder = createBuilder(column, rowCount, findLevels(reader, column), field.originalType, subject);
  const path = column.path.join(".");
  for (const [index, rowGroup] of footer.row_groups.entries()) {
    const chunk = rowGroup.columns.find((candidate) => pathOf(candidate) === path);
    if (chunk?.meta_data == null) {
      throw new StartupError(
        "not-parquet",
        subject,
        `row group ${index} has no chunk of column "${column.name}"`,
      );
    }
    const pages = readPages(file, chunk.meta_data, field, Number(rowGroup.num_rows));
    for await (const page of pages) builder.append(page);
  }
  return builder.build();
}

function findLevels({ schema }: ParquetReader, { path }: StoredColumn): Levels {
  const [outer, repeated] = schema.findFieldBranch([...path]);
  const value = schema.findField([...path]).dLevelMax;
  return { present: outer.dLevelMax, element: repeated?.dLevelMax ?? value, value };
}

async function openReader(bytes: Buffer, subject: string): Promise<ParquetReader> {
  if (bytes.length < 12 || bytes.toString("latin1", 0, 4) !== "PAR1") {
    throw new StartupError("not-parquet", subject, "does not begin like a Parquet file (PAR1)");
  }
  if (bytes.toString("latin1", bytes.length - 4) !== "PAR1") {
    throw new StartupError(
      "not-parquet",
      subject,
      "does not end like a Parquet file (PAR1), so it is cut short",
    );
  }
  try {
    return await ParquetReader.openBuffer(bytes, { rawStatistics: RAW_STATISTICS });
  } catch (error) {
    throw new StartupError("not-parquet", subject, `has a footer that cannot be read (${messageOf(error)})`);
  }
}

function countRows(footer: Footer, subject: string): number {
  const total = footer.row_groups.reduce((sum, rowGroup) => sum + Number(rowGroup.num_rows), 0);
  if (total !== Number(footer.num_rows) || !(total >= 0 && total <= MAX_ROWS)) {
    throw new StartupError(
      "not-parquet",
      subject,
      `says ${Number(footer.num_rows)} rows in its footer and ${total} in its row groups`,
    );
  }
  return total;
}

type ParquetField = ReturnType<ParquetReader["schema"]["findField"]>;

/** The pages of one column chunk, one at a time, so that no more than a page is ever held as JavaScript values. */
async function* readPages(
  { bytes, reader, subject }: ParquetFile,
  chunk: ChunkMetadata,
  field: ParquetField,
  rowCount: number,
): AsyncGenerator<Page> {
  const dictionaryOffset = Number(chunk.dictionary_page_offset ?? 0);
  const dataOffset = Number(chunk.data_page_offset);
  let offset = dictionaryOffset > 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
  const end = Math.min(offset + Number(chunk.total_compressed_size), bytes.length);
  const options: Options = {
    type: field.primitiveType as string,
    typeLength: 0,
    bitWidth: 0,
    rLevelMax: field.rLevelMax,
    dLevelMax: field.dLevelMax,
    compression: CODECS[chunk.codec] ?? "UNKNOWN",
    column: field,
    rawStatistics: RAW_STATISTICS,
    // Stops after one data page. A dictionary page before it is kept in these options for the pages that follow.
    num_values: 1,
  };
  const entryCount = field.rLevelMax === 0 ? rowCount : Number(chunk.num_values);
  let entries = 0;
  let rows = 0;
  while (entries < entryCount && offset < end) {
    const page = await decodePage(reader, bytes.subarray(offset, end), options, field, subject);
    if (entries === 0 && page.rlevels.length > 0 && page.rlevels[0] !== 0) {
      throw new StartupError(
        "not-parquet",
        subject,
        `column "${field.path[0]}" begins in the middle of a row`,
      );
    }
    entries += page.dlevels.length;
    rows += field.rLevelMax === 0 ? page.dlevels.length : countZeros(page.rlevels);
    if (rows > rowCount) break;
    yield page;
    offset += page.sizeBytes;
  }
  if (rows !== rowCount || entries !== entryCount) {
    const end = rows > rowCount ? "goes on beyond its" : `ends after ${rows} of`;
    throw new StartupError("not-parquet", subject, `column "${field.path[0]}" ${end} ${rowCount} rows`);
  }
}

/** Rows begin at repetition level 0. */
function countZeros(levels: readonly number[]): number {
  return levels.reduce((count, level) => count + (level === 0 ? 1 : 0), 0);
}

async function decodePage(
  reader: ParquetReader,
  bytes: Buffer,
  options: Options,
  field: ParquetField,
  subject: string,
): Promise<Page> {
  try {
    const {
      rlevels = [],
      dlevels = [],
      values = [],
      pageHeaders = [],
    } = await reader.decodePages(bytes, options);
    const presentCount = dlevels.reduce((count, level) => count + (level === field.dLevelMax ? 1 : 0), 0);
    if (pageHeaders.length !== 1 || values.length !== presentCount)
      throw new Error("values are missing from a page");
    const [{ offset, headerSize, compressed_page_size }] = pageHeaders as unknown as PagePlace[];
    return { rlevels, dlevels, values, sizeBytes: offset + headerSize + compressed_page_size };
  } catch (error) {
    const message = messageOf(error);
    const code = /invalid (encoding|compression)/.test(message) ? "unsupported-parquet" : "not-parquet";
    throw new StartupError(code, subject, `column "${field.name}" cannot be decoded (${message})`);
  }
}

function pathOf(chunk: ColumnChunk): string {
  return chunk.meta_data?.path_in_schema.join(".") ?? "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
