/**
 * The structures that a Parquet file keeps in Thrift: its footer and the headers of its pages. The only importer of
 * parquetjs, for its generated Thrift types: every field is checked here or where it is used. These are files inside the
 * package, which may move in any release: package.json pins its exact version.
 */
import parquetTypes from "@dsnp/parquetjs/dist/gen-nodejs/parquet_types.js";
import { decodeThrift } from "@dsnp/parquetjs/dist/lib/util.js";
import { malformed, unsupported } from "./fault.js";

export interface FileMetadata {
  readonly rowCount: number;
  /** Depth first, with the root. */
  readonly schema: readonly SchemaElement[];
  readonly rowGroups: readonly RowGroup[];
  /** The key-value metadata of the writer. */
  readonly keyValues: ReadonlyMap<string, string>;
}

export interface RowGroup {
  readonly rowCount: number;
  /** By the path from the top of the schema to the values, joined by `joinPath`. */
  readonly chunks: ReadonlyMap<string, ColumnChunk>;
}

/** The position of a column's pages in a row group. */
export interface ColumnChunk {
  readonly start: number;
  readonly end: number;
  /** The number of values, missing values and empty lists. */
  readonly entryCount: number;
  /** The name of the compression in the format. */
  readonly codec: string;
}

/** A node of the schema; absent fields are null. */
export interface SchemaElement {
  readonly name: string;
  readonly type?: number | null;
  readonly type_length?: number | null;
  readonly repetition_type?: number | null;
  readonly num_children?: number | null;
  readonly converted_type?: number | null;
  readonly logicalType?: LogicalType | null;
  readonly scale?: number | null;
}

/** A union: one of its fields is present. */
interface LogicalType {
  readonly DECIMAL?: { readonly scale: number } | null;
  readonly TIMESTAMP?: { readonly unit?: object | null } | null;
  readonly INTEGER?: { readonly bitWidth: number; readonly isSigned: boolean } | null;
}

/** The used part of a page header. */
export interface PageHeader {
  readonly type: number;
  readonly compressed_page_size: number;
  readonly uncompressed_page_size: number;
  readonly data_page_header?: DataPageHeader | null;
  readonly data_page_header_v2?: DataPageHeaderV2 | null;
  readonly dictionary_page_header?: ValuesHeader | null;
}

interface ValuesHeader {
  readonly num_values: number;
  readonly encoding: number;
}

interface DataPageHeader extends ValuesHeader {
  readonly definition_level_encoding: number;
  readonly repetition_level_encoding: number;
}

export interface DataPageHeaderV2 extends ValuesHeader {
  readonly repetition_levels_byte_length: number;
  readonly definition_levels_byte_length: number;
  readonly is_compressed?: boolean | null;
}

/** Names by number in the Parquet format. */
const CODECS = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];

const MAGIC = "PAR1";
/** The length of the footer and the closing magic. */
const TAIL_BYTES = 8;

/** Whether the bytes start like a Parquet file. */
export function isParquet(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.length)).toString("latin1") === MAGIC;
}

export function joinPath(names: readonly string[]): string {
  return names.join("\0");
}

/** Checks the last bytes of a file, at least four. Throws ParquetFault not-parquet, unsupported-parquet. */
export function checkEnd(bytes: Buffer): void {
  const end = bytes.toString("latin1", bytes.length - MAGIC.length);
  if (end === "PARE") throw unsupported("is encrypted");
  if (end !== MAGIC) throw malformed("does not end like a Parquet file (PAR1), so it is cut short");
}

/** Parses the footer. Throws ParquetFault not-parquet, unsupported-parquet. */
export function parseMetadata(bytes: Buffer): FileMetadata {
  if (bytes.length < 12 || !isParquet(bytes)) throw malformed("does not begin like a Parquet file (PAR1)");
  checkEnd(bytes);
  const sizeBytes = bytes.readUInt32LE(bytes.length - TAIL_BYTES);
  const start = bytes.length - TAIL_BYTES - sizeBytes;
  if (start < MAGIC.length)
    throw malformed(`has a footer length of ${sizeBytes} bytes, which is more than the file`);
  const raw = decode(new parquetTypes.FileMetaData(), bytes.subarray(start, -TAIL_BYTES)).value;
  if (raw?.schema == null || raw.row_groups == null) throw malformed("has a footer that cannot be read");
  const rowGroups = raw.row_groups.map(describeRowGroup);
  const keyValues = (raw.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""] as const);
  return {
    rowCount: countRows(Number(raw.num_rows), rowGroups),
    schema: raw.schema,
    rowGroups,
    keyValues: new Map(keyValues),
  };
}

/** Parses the header of a page; `sizeBytes` is its size. Throws ParquetFault not-parquet. */
export function parsePageHeader(bytes: Buffer): { readonly header: PageHeader; readonly sizeBytes: number } {
  const { value, sizeBytes } = decode(new parquetTypes.PageHeader(), bytes);
  if (value === null) throw malformed("has a page whose header cannot be read");
  return { header: value, sizeBytes };
}

type ThriftStruct = Parameters<typeof decodeThrift>[0];

/** Returns null for invalid bytes; the errors of the library do not describe the file. */
function decode<T extends ThriftStruct>(target: T, bytes: Buffer): { value: T | null; sizeBytes: number } {
  try {
    return { sizeBytes: decodeThrift(target, bytes), value: target };
  } catch {
    return { sizeBytes: 0, value: null };
  }
}

type ThriftRowGroup = InstanceType<typeof parquetTypes.FileMetaData>["row_groups"][number];

function describeRowGroup({ num_rows, columns }: ThriftRowGroup): RowGroup {
  const chunks = new Map<string, ColumnChunk>();
  for (const { meta_data: column, file_path, crypto_metadata } of columns ?? []) {
    if (crypto_metadata != null) throw unsupported("has columns that are encrypted");
    if (file_path) throw unsupported("keeps its columns in other files");
    // A reader that needs the column reports it as missing.
    if (column?.path_in_schema == null) continue;
    const dictionaryStart = Number(column.dictionary_page_offset ?? 0);
    const dataStart = Number(column.data_page_offset);
    const start = dictionaryStart > 0 ? Math.min(dictionaryStart, dataStart) : dataStart;
    chunks.set(joinPath(column.path_in_schema), {
      start,
      end: start + Number(column.total_compressed_size),
      entryCount: Number(column.num_values),
      codec: CODECS[column.codec] ?? `codec ${column.codec}`,
    });
  }
  return { rowCount: Number(num_rows), chunks };
}

function countRows(stated: number, rowGroups: readonly RowGroup[]): number {
  const total = rowGroups.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const isUsable = rowGroups.every(({ rowCount }) => Number.isSafeInteger(rowCount) && rowCount >= 0);
  if (isUsable && total === stated) return total;
  throw malformed(`has ${stated} rows in its footer and ${total} in its row groups`);
}
