/**
 * Decodes the pages of a column chunk, version 1 and 2: levels, then values, plain or as codes of a dictionary.
 * https://parquet.apache.org/docs/file-format/data-pages/
 */
import type { PageContent } from "./cells.js";
import { parseHybrid } from "./encodings.js";
import { malformed, ParquetFault } from "./fault.js";
import type { Levels } from "./schema.js";
import type { ParsedValues, StoredValues } from "./stored-values.js";

/** What is read of a page's header. */
export interface PageHeader {
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

interface DataPageHeaderV2 extends ValuesHeader {
  readonly repetition_levels_byte_length: number;
  readonly definition_levels_byte_length: number;
  readonly is_compressed?: boolean | null;
}

/** How the pages of one chunk are read. */
export interface PageDecoder {
  readonly levels: Levels;
  readonly values: StoredValues;
  /** The bytes of a page or of its values, of which there must be `sizeBytes`. */
  inflate(body: Buffer, sizeBytes: number): Promise<Buffer>;
}

/** Names by number in the Parquet format. */
const ENCODINGS = [
  ...["PLAIN", "encoding 1", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED"],
  ...["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"],
];

/** Throws ParquetFault not-parquet, unsupported-parquet. */
export async function decodeDictionary(
  header: PageHeader,
  body: Buffer,
  { values, inflate }: PageDecoder,
): Promise<ParsedValues> {
  const { num_values, encoding } = header.dictionary_page_header ?? {};
  const name = ENCODINGS[encoding ?? -1];
  if (name !== "PLAIN" && name !== "PLAIN_DICTIONARY") throw unsupportedEncoding(encoding);
  return values.parse(await inflate(body, header.uncompressed_page_size), checkCount(num_values));
}

/** A data page of either version, of `mostEntries` at most. Throws ParquetFault not-parquet, unsupported-parquet. */
export async function decodeDataPage(
  header: PageHeader,
  body: Buffer,
  decoder: PageDecoder,
  dictionary: ParsedValues | null,
  mostEntries: number,
): Promise<PageContent> {
  const { num_values, encoding } = header.data_page_header ?? header.data_page_header_v2 ?? {};
  const entryCount = checkCount(num_values);
  if (entryCount > mostEntries)
    throw malformed(`has more values than ${decoder.levels.repetition === 0 ? "rows" : "it says"}`);
  const name = ENCODINGS[encoding ?? -1];
  const isRuns = name === "RLE" && decoder.values.parseRuns !== undefined;
  if (!isRuns && !["PLAIN", "PLAIN_DICTIONARY", "RLE_DICTIONARY"].includes(name)) {
    throw unsupportedEncoding(encoding);
  }
  const { repetition, definition, stored } =
    header.data_page_header_v2 == null
      ? await openFirst(header, body, decoder, entryCount)
      : await openSecond(header.data_page_header_v2, header, body, decoder, entryCount);
  const count = countPresent(definition, decoder.levels, entryCount);
  const content = decodeValues(stored, name, count, decoder.values, dictionary);
  return { entryCount, repetition, definition, ...content };
}

/** The levels of a page, and its values as they are stored. */
interface OpenPage {
  readonly repetition: Uint32Array | null;
  readonly definition: Uint32Array | null;
  readonly stored: Buffer;
}

/** Version 1 compresses levels and values together; each kind of levels has its length in front. */
async function openFirst(
  { data_page_header, uncompressed_page_size }: PageHeader,
  body: Buffer,
  { levels, inflate }: PageDecoder,
  entryCount: number,
): Promise<OpenPage> {
  let rest = await inflate(body, uncompressed_page_size);
  const take = (most: number, encoding: number | undefined): Uint32Array | null => {
    if (most === 0) return null;
    if (ENCODINGS[encoding ?? -1] !== "RLE") throw unsupportedEncoding(encoding);
    if (rest.length < 4) throw malformed("has a page without levels");
    const end = 4 + rest.readUInt32LE(0);
    const taken = parseLevels(rest.subarray(4, end), most, entryCount);
    rest = rest.subarray(end);
    return taken;
  };
  const repetition = take(levels.repetition, data_page_header?.repetition_level_encoding);
  const definition = take(levels.value, data_page_header?.definition_level_encoding);
  return { repetition, definition, stored: rest };
}

/** Version 2 keeps the levels outside of the compression, and their lengths in the header. */
async function openSecond(
  second: DataPageHeaderV2,
  { uncompressed_page_size }: PageHeader,
  body: Buffer,
  { levels, inflate }: PageDecoder,
  entryCount: number,
): Promise<OpenPage> {
  const start = checkCount(second.repetition_levels_byte_length);
  const end = start + checkCount(second.definition_levels_byte_length);
  if (end > body.length) throw malformed("has levels that go beyond their page");
  const parse = (bytes: Buffer, most: number) => (most === 0 ? null : parseLevels(bytes, most, entryCount));
  const repetition = parse(body.subarray(0, start), levels.repetition);
  const definition = parse(body.subarray(start, end), levels.value);
  const rest = body.subarray(end);
  const sizeBytes = uncompressed_page_size - end;
  // Without any value there may be nothing at all to decompress.
  const isCompressed = second.is_compressed !== false && rest.length > 0;
  const stored = isCompressed ? await inflate(rest, sizeBytes) : checkSize(rest, sizeBytes);
  return { repetition, definition, stored };
}

function parseLevels(bytes: Buffer, most: number, count: number): Uint32Array {
  const levels = parseHybrid(bytes, 32 - Math.clz32(most), count);
  for (const level of levels) if (level > most) throw malformed("has a level beyond those of its schema");
  return levels;
}

function countPresent(definition: Uint32Array | null, { value }: Levels, entryCount: number): number {
  if (definition === null) return entryCount;
  let count = 0;
  for (const level of definition) if (level === value) count++;
  return count;
}

function decodeValues(
  stored: Buffer,
  encoding: string,
  count: number,
  values: StoredValues,
  dictionary: ParsedValues | null,
): Pick<PageContent, "numbers" | "fault"> {
  if (encoding === "PLAIN" || encoding === "RLE") {
    const parsed = encoding === "PLAIN" ? values.parse(stored, count) : values.parseRuns?.(stored, count);
    const { numbers, faults } = parsed ?? { numbers: values.allocate(0), faults: null };
    const index = faults?.flags.indexOf(1) ?? -1;
    return { numbers, fault: faults === null ? null : { index, problem: faults.describe(index) } };
  }
  const codes = parseCodes(stored, count);
  const numbers = values.allocate(count);
  const known = dictionary?.numbers ?? values.allocate(0);
  for (const [index, code] of codes.entries()) {
    if (code >= known.length) throw malformed(`has no dictionary entry ${code}`);
    numbers[index] = known[code];
  }
  const faults = dictionary?.faults ?? null;
  const index = faults === null ? -1 : codes.findIndex((code) => faults.flags[code] === 1);
  const problem = index < 0 ? undefined : faults?.describe(codes[index]);
  return { numbers, fault: problem === undefined ? null : { index, problem } };
}

/** Codes of a dictionary: a byte with their width, then the hybrid. Without any value there may be no byte. */
function parseCodes(stored: Buffer, count: number): Uint32Array {
  return count === 0 ? new Uint32Array() : parseHybrid(stored.subarray(1), stored[0] ?? 0, count);
}

/** The bytes, of which there must be as many as the header says. */
export function checkSize(content: Buffer, sizeBytes: number): Buffer {
  if (content.length === sizeBytes) return content;
  throw malformed(`has a page of ${content.length} bytes that says ${sizeBytes}`);
}

function checkCount(count: number | undefined): number {
  if (count !== undefined && count >= 0) return count;
  throw malformed(`has a page with ${count} of something`);
}

function unsupportedEncoding(encoding: number | undefined): ParquetFault {
  const name = ENCODINGS[encoding ?? -1] ?? `encoding ${encoding}`;
  return new ParquetFault("unsupported-parquet", `is encoded with ${name}`);
}
