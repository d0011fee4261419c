/**
 * Reads chosen columns of a Parquet file into a table, page by page and never as row objects. The only importer of
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
import { parseHybrid, parseVarint } from "./parquet/encodings.js";
import { malformed, ParquetFault } from "./parquet/fault.js";
import type { PlainValues } from "./parquet/plain-values.js";
import { chooseValues, findColumns, isOptional, type SchemaElement } from "./parquet/schema.js";

/** A column to read, and what it must hold: text, or numbers of any Parquet width. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: "text" | "number";
}

export interface ParquetContent {
  /** The wanted columns in the order asked for: dictionary columns in order of first appearance, and doubles. */
  readonly table: Table;
  /** Columns of the file that were not asked for. */
  readonly ignoredColumns: readonly string[];
}

type Footer = Awaited<ReturnType<ParquetEnvelopeReader["readFooter"]>>;
type RowGroup = Footer["row_groups"][number];
type ChunkMetadata = NonNullable<RowGroup["columns"][number]["meta_data"]>;
type PageHeader = InstanceType<typeof parquetTypes.PageHeader>;

/** Names by number in the Parquet format. */
const CODECS = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];
const ENCODINGS = [
  ...["PLAIN", "encoding 1", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED"],
  ...["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"],
];
const PAGE_TYPES = ["DATA_PAGE", "INDEX_PAGE", "DICTIONARY_PAGE", "DATA_PAGE_V2"];

const MAX_ROWS = 200_000_000;
const MAX_PAGE_BYTES = 2 ** 30;
/** A Snappy copy of three bytes makes at most 64. */
const MOST_SNAPPY_GROWTH = 64;

/**
 * Reads `wanted` out of the bytes of a Parquet file; `subject` names the file in errors.
 * Throws StartupError: not-parquet, unsupported-parquet, missing-column, wrong-type, bad-value, duplicate-key.
 */
export async function parseParquet(
  bytes: Buffer,
  subject: string,
  wanted: readonly WantedColumn[],
): Promise<ParquetContent> {
  try {
    return await readContent(bytes, wanted);
  } catch (error) {
    if (error instanceof ParquetFault) throw new StartupError(error.code, subject, error.problem);
    // Whatever else a file can provoke ends here too: a start never ends in an error of the language.
    throw new StartupError("not-parquet", subject, `its content cannot be made sense of (${String(error)})`);
  }
}

async function readContent(bytes: Buffer, wanted: readonly WantedColumn[]): Promise<ParquetContent> {
  const footer = await readFooter(bytes);
  const rowCount = countRows(footer);
  const found = findColumns(footer.schema as SchemaElement[]);
  const plans = wanted.map(({ name, kind }) => {
    const elements = found.get(name) ?? [];
    if (elements.length === 0) throw new ParquetFault("missing-column", `has no column "${name}"`);
    if (elements.length > 1) throw new ParquetFault("duplicate-key", `has two columns "${name}"`);
    return { name, isOptional: isOptional(elements[0]), values: chooseValues(elements[0], kind) };
  });
  const columns: Column[] = [];
  for (const plan of plans) columns.push(await readColumn(bytes, footer, rowCount, plan));
  const wantedNames = new Set(wanted.map(({ name }) => name));
  return {
    table: new Table(columns, rowCount),
    ignoredColumns: [...found.keys()].filter((name) => !wantedNames.has(name)),
  };
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

/** How one wanted column is stored. */
interface ColumnPlan {
  readonly name: string;
  readonly isOptional: boolean;
  readonly values: PlainValues;
}

async function readColumn(
  bytes: Buffer,
  footer: Footer,
  rowCount: number,
  plan: ColumnPlan,
): Promise<Column> {
  const rows = plan.values.allocate(rowCount);
  let start = 0;
  for (const [index, { columns, num_rows }] of footer.row_groups.entries()) {
    const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema.join("\0") === plan.name);
    if (chunk?.meta_data == null) {
      throw malformed(`row group ${index} has no chunk of column "${plan.name}"`);
    }
    const end = start + Number(num_rows);
    try {
      await readChunk(bytes, chunk.meta_data, plan, rows.subarray(start, end));
    } catch (error) {
      const { code, problem } =
        error instanceof ParquetFault ? error : malformed(`cannot be decoded (${(error as Error).message})`);
      throw new ParquetFault(code, `column "${plan.name}" ${problem}`);
    }
    start = end;
  }
  return plan.values.build(plan.name, rows as Int32Array & Float64Array);
}

/** Fills `rows` from the pages of one column chunk, one at a time. */
async function readChunk(
  bytes: Buffer,
  chunk: ChunkMetadata,
  { isOptional, values }: ColumnPlan,
  rows: Int32Array | Float64Array,
): Promise<void> {
  const codec = CODECS[chunk.codec] ?? `codec ${chunk.codec}`;
  const dictionaryOffset = Number(chunk.dictionary_page_offset ?? 0);
  const dataOffset = Number(chunk.data_page_offset);
  let offset = dictionaryOffset > 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
  if (!(offset >= 0)) throw malformed("has no place in the file");
  const end = Math.min(offset + Number(chunk.total_compressed_size), bytes.length);
  let dictionary: Int32Array | Float64Array | null = null;
  let length = 0;
  while (length < rows.length && offset < end) {
    const header = new parquetTypes.PageHeader();
    offset += decodeThrift(header, bytes.subarray(offset, end));
    const pageEnd = offset + header.compressed_page_size;
    if (!(pageEnd >= offset && pageEnd <= end)) throw malformed("has a page that goes beyond its chunk");
    const body = bytes.subarray(offset, pageEnd);
    offset = pageEnd;
    switch (PAGE_TYPES[header.type]) {
      case "DICTIONARY_PAGE":
        dictionary = await parseDictionary(header, body, codec, values);
        break;
      case "INDEX_PAGE":
        break;
      default: {
        const page = await openDataPage(header, body, codec, isOptional, rows.length - length);
        fillRows(page, dictionary, values, rows.subarray(length, length + page.rowCount));
        length += page.rowCount;
      }
    }
  }
  if (length !== rows.length) throw malformed(`ends after ${length} of ${rows.length} rows`);
}

async function parseDictionary(header: PageHeader, body: Buffer, codec: string, values: PlainValues) {
  const { num_values, encoding } = header.dictionary_page_header ?? {};
  const name = ENCODINGS[encoding ?? -1];
  if (name !== "PLAIN" && name !== "PLAIN_DICTIONARY") throw unsupportedEncoding(encoding);
  return values.parse(await inflate(body, codec, header.uncompressed_page_size), checkCount(num_values));
}

/** A data page of either version, ready for its values. */
interface DataPage {
  readonly rowCount: number;
  /** 1 for the rows that have a value; null when all have. */
  readonly levels: Uint32Array | null;
  readonly encoding: string;
  readonly values: Buffer;
}

async function openDataPage(
  header: PageHeader,
  body: Buffer,
  codec: string,
  isOptional: boolean,
  mostRows: number,
): Promise<DataPage> {
  const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: sizeBytes } = header;
  const { num_values, encoding } = first ?? second ?? {};
  const rowCount = checkCount(num_values);
  if (rowCount > mostRows) throw malformed("has more values than rows");
  const name = ENCODINGS[encoding ?? -1];
  if (!["PLAIN", "PLAIN_DICTIONARY", "RLE_DICTIONARY"].includes(name)) throw unsupportedEncoding(encoding);
  if (second != null) {
    // Version 2 keeps the levels outside of the compression.
    const levelsStart = checkCount(second.repetition_levels_byte_length);
    const levelsEnd = levelsStart + checkCount(second.definition_levels_byte_length);
    if (levelsEnd > body.length) throw malformed("has levels that go beyond their page");
    const levels = isOptional ? parseHybrid(body.subarray(levelsStart, levelsEnd), 1, rowCount) : null;
    const rest = body.subarray(levelsEnd);
    // Without any value there may be nothing at all to decompress.
    const isCompressed = second.is_compressed !== false && rest.length > 0;
    const values = await inflate(rest, isCompressed ? codec : CODECS[0], sizeBytes - levelsEnd);
    return { rowCount, levels, encoding: name, values };
  }
  const content = await inflate(body, codec, sizeBytes);
  if (!isOptional) return { rowCount, levels: null, encoding: name, values: content };
  if (ENCODINGS[first?.definition_level_encoding ?? -1] !== "RLE") {
    throw unsupportedEncoding(first?.definition_level_encoding);
  }
  if (content.length < 4) throw malformed("has a page without levels");
  const levelsEnd = 4 + content.readUInt32LE(0);
  const levels = parseHybrid(content.subarray(4, levelsEnd), 1, rowCount);
  return { rowCount, levels, encoding: name, values: content.subarray(levelsEnd) };
}

function fillRows(
  { levels, encoding, values: stored }: DataPage,
  dictionary: Int32Array | Float64Array | null,
  values: PlainValues,
  rows: Int32Array | Float64Array,
): void {
  const count = levels === null ? rows.length : levels.reduce((sum, level) => sum + level, 0);
  const present =
    encoding === "PLAIN"
      ? values.parse(stored, count)
      : lookUp(parseCodes(stored, count), dictionary, values);
  if (levels === null) {
    rows.set(present);
    return;
  }
  let next = 0;
  for (let row = 0; row < rows.length; row++)
    rows[row] = levels[row] === 1 ? present[next++] : values.missing;
}

/** Codes of a dictionary: a byte with their width, then the hybrid. Without any value there may be no byte. */
function parseCodes(stored: Buffer, count: number): Uint32Array {
  return count === 0 ? new Uint32Array() : parseHybrid(stored.subarray(1), stored[0] ?? 0, count);
}

function lookUp(codes: Uint32Array, dictionary: Int32Array | Float64Array | null, values: PlainValues) {
  const found = values.allocate(codes.length);
  for (const [index, code] of codes.entries()) {
    if (dictionary === null || code >= dictionary.length) throw malformed(`has no dictionary entry ${code}`);
    found[index] = dictionary[code];
  }
  return found;
}

/** The page's bytes, of which there must be as many as its header says. */
async function inflate(body: Buffer, codec: string, sizeBytes: number): Promise<Buffer> {
  if (!(sizeBytes >= 0 && sizeBytes <= MAX_PAGE_BYTES)) throw malformed(`has a page of ${sizeBytes} bytes`);
  const content = await inflateUnchecked(body, codec, sizeBytes);
  if (content.length === sizeBytes) return content;
  throw malformed(`has a page of ${content.length} bytes that says ${sizeBytes}`);
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

function checkCount(count: number | undefined): number {
  if (count !== undefined && count >= 0) return count;
  throw malformed(`has a page with ${count} of something`);
}

function unsupportedEncoding(encoding: number | undefined): ParquetFault {
  const name = ENCODINGS[encoding ?? -1] ?? `encoding ${encoding}`;
  return new ParquetFault("unsupported-parquet", `is encoded with ${name}`);
}
