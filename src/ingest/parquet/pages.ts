/**
 * Decodes the pages of a column chunk, version 1 and 2: levels, then values or dictionary codes.
 * https://parquet.apache.org/docs/file-format/data-pages/
 */
import type { PageContent } from "./cells.js";
import { checkSize, inflate } from "./codecs.js";
import { decodeToPlain, nameEncoding } from "./encodings.js";
import { malformed, unsupported } from "./fault.js";
import { parseHybrid } from "./integers.js";
import type { DataPageHeaderV2, PageHeader } from "./metadata.js";
import type { ColumnReading, Levels } from "./schema.js";
import type { ParsedValues, StoredValues } from "./stored-values.js";

/** What decoding the pages of a chunk needs. */
export interface PageDecoder {
  readonly reading: ColumnReading;
  readonly values: StoredValues;
  readonly codec: string;
}

/** Decodes a dictionary page. Throws ParquetFault not-parquet, unsupported-parquet. */
export function decodeDictionary(
  header: PageHeader,
  body: Buffer,
  { values, codec }: PageDecoder,
): ParsedValues {
  const { num_values, encoding } = header.dictionary_page_header ?? {};
  const name = nameEncoding(encoding);
  if (name !== "PLAIN" && name !== "PLAIN_DICTIONARY")
    throw unsupported(`has a dictionary encoded with ${name}`);
  return values.parse(inflate(body, codec, header.uncompressed_page_size), checkCount(num_values));
}

/** Decodes a data page of at most `maxEntries`. Throws ParquetFault not-parquet, unsupported-parquet. */
export function decodeDataPage(
  header: PageHeader,
  body: Buffer,
  decoder: PageDecoder,
  dictionary: ParsedValues | null,
  maxEntries: number,
): PageContent {
  const { num_values, encoding } = header.data_page_header ?? header.data_page_header_v2 ?? {};
  const { levels, physical } = decoder.reading;
  const entryCount = checkCount(num_values);
  if (entryCount > maxEntries) {
    throw malformed(`has more values than ${levels.lists.length === 0 ? "rows" : "its chunk"}`);
  }
  const { repetition, definition, stored } =
    header.data_page_header_v2 == null
      ? openFirst(header, body, decoder, entryCount)
      : openSecond(header.data_page_header_v2, header, body, decoder, entryCount);
  const count = countPresent(definition, levels, entryCount);
  const name = nameEncoding(encoding);
  const content = name.endsWith("_DICTIONARY")
    ? lookUpValues(stored, count, decoder.values, dictionary)
    : parseValues(decodeToPlain(stored, name, physical, count), count, decoder.values);
  return { entryCount, repetition, definition, ...content };
}

/** The levels of a page and its encoded values. */
interface OpenPage {
  readonly repetition: Uint8Array | null;
  readonly definition: Uint8Array | null;
  readonly stored: Buffer;
}

/** Version 1 compresses levels and values together, and precedes each kind of levels by its length. */
function openFirst(
  { data_page_header, uncompressed_page_size }: PageHeader,
  body: Buffer,
  { reading: { levels }, codec }: PageDecoder,
  entryCount: number,
): OpenPage {
  let rest = inflate(body, codec, uncompressed_page_size);
  const take = (max: number, encoding: number | undefined): Uint8Array | null => {
    if (max === 0) return null;
    const name = nameEncoding(encoding);
    if (name !== "RLE") throw unsupported(`has levels encoded with ${name}`);
    if (rest.length < 4) throw malformed("has a page without levels");
    const end = 4 + rest.readUInt32LE(0);
    const taken = parseLevels(rest.subarray(4, end), max, entryCount);
    rest = rest.subarray(end);
    return taken;
  };
  const repetition = take(levels.lists.length, data_page_header?.repetition_level_encoding);
  const definition = take(levels.value, data_page_header?.definition_level_encoding);
  return { repetition, definition, stored: rest };
}

/** Version 2 does not compress the levels and has their lengths in the header. */
function openSecond(
  second: DataPageHeaderV2,
  { uncompressed_page_size }: PageHeader,
  body: Buffer,
  { reading: { levels }, codec }: PageDecoder,
  entryCount: number,
): OpenPage {
  const start = checkCount(second.repetition_levels_byte_length);
  const end = start + checkCount(second.definition_levels_byte_length);
  if (end > body.length) throw malformed("has levels that go beyond their page");
  const parse = (bytes: Buffer, max: number) => (max === 0 ? null : parseLevels(bytes, max, entryCount));
  const repetition = parse(body.subarray(0, start), levels.lists.length);
  const definition = parse(body.subarray(start, end), levels.value);
  const rest = body.subarray(end);
  const sizeBytes = uncompressed_page_size - end;
  // A page without values may have nothing to decompress.
  const isCompressed = second.is_compressed !== false && rest.length > 0;
  const stored = isCompressed ? inflate(rest, codec, sizeBytes) : checkSize(rest, sizeBytes);
  return { repetition, definition, stored };
}

function parseLevels(bytes: Buffer, max: number, count: number): Uint8Array {
  const levels = parseHybrid(bytes, 32 - Math.clz32(max), new Uint8Array(count));
  for (let index = 0; index < count; index++) {
    if (levels[index] > max) throw malformed("has a level beyond those of its schema");
  }
  return levels;
}

function countPresent(definition: Uint8Array | null, { value }: Levels, entryCount: number): number {
  if (definition === null) return entryCount;
  let count = 0;
  for (let index = 0; index < entryCount; index++) if (definition[index] === value) count++;
  return count;
}

type PageValues = Pick<PageContent, "numbers" | "fault">;

function parseValues(plain: Buffer, count: number, values: StoredValues): PageValues {
  const { numbers, faults } = values.parse(plain, count);
  if (faults === null) return { numbers, fault: null };
  const index = faults.flags.indexOf(1);
  return { numbers, fault: { index, ...faults.describe(index) } };
}

/** Looks values up in the dictionary. The codes are a byte with their bit width, then the hybrid encoding. */
function lookUpValues(
  stored: Buffer,
  count: number,
  values: StoredValues,
  dictionary: ParsedValues | null,
): PageValues {
  const numbers = values.allocate(count);
  // A page without values may be empty.
  if (count === 0) return { numbers, fault: null };
  const codes = parseHybrid(stored.subarray(1), stored[0] ?? 0, new Uint32Array(count));
  const known = dictionary?.numbers ?? values.allocate(0);
  for (let index = 0; index < count; index++) {
    const code = codes[index];
    if (code >= known.length) throw malformed(`has no dictionary entry ${code}`);
    numbers[index] = known[code];
  }
  const faults = dictionary?.faults ?? null;
  const index = faults === null ? -1 : codes.findIndex((code) => faults.flags[code] === 1);
  return {
    numbers,
    fault: faults === null || index < 0 ? null : { index, ...faults.describe(codes[index]) },
  };
}

function checkCount(count: number | null | undefined): number {
  if (count != null && count >= 0) return count;
  throw malformed("has a page without a count of its values");
}
