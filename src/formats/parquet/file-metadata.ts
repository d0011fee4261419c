/**
 * Parquet's metadata: the headers of pages and the footer. Field numbers and codes are those of
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
 */
import { ByteWriter } from "./byte-writer.js";
import { binary, boolean, i16, i32, i64, list, struct, type ThriftValue } from "./thrift.js";

export const PHYSICAL_TYPES = { boolean: 0, int64: 2, double: 5, byteArray: 6 };
export const ENCODINGS = { plain: 0, rle: 3, rleDictionary: 8 };
export const CODECS = { uncompressed: 0, zstd: 6 };
const PAGE_TYPES = { data: 0, dictionary: 2 };

export const MAGIC = Buffer.from("PAR1");
const VERSION = 2;

/** Readers compare it with the names of writers that have known faults. */
const CREATED_BY = "datadecide-results-api";
/** The order of the bounds in statistics: that of the type. */
const TYPE_ORDER = struct({ 1: struct({}) });

/** A column chunk, whose pages follow each other. */
export interface ChunkMetadata {
  readonly physicalType: number;
  readonly path: readonly string[];
  readonly codec: number;
  readonly entryCount: number;
  readonly nullCount: number;
  /** With the headers of pages. */
  readonly plainBytes: number;
  readonly storedBytes: number;
  /** The size of the dictionary page with its header; zero without one. */
  readonly dictionaryBytes: number;
  readonly bounds: { readonly min: Buffer; readonly max: Buffer } | null;
}

export interface RowGroupMetadata {
  readonly rowCount: number;
  /** The position of the first chunk in the file. */
  readonly start: number;
  readonly chunks: readonly ChunkMetadata[];
}

interface PageSize {
  readonly plainBytes: number;
  readonly storedBytes: number;
}

export function encodeDictionaryHeader(size: number, { plainBytes, storedBytes }: PageSize): Buffer {
  return encode({
    1: i32(PAGE_TYPES.dictionary),
    2: i32(plainBytes),
    3: i32(storedBytes),
    7: struct({ 1: i32(size), 2: i32(ENCODINGS.plain) }),
  });
}

export function encodeDataHeader(
  entryCount: number,
  encoding: number,
  { plainBytes, storedBytes }: PageSize,
): Buffer {
  return encode({
    1: i32(PAGE_TYPES.data),
    2: i32(plainBytes),
    3: i32(storedBytes),
    5: struct({ 1: i32(entryCount), 2: i32(encoding), 3: i32(ENCODINGS.rle), 4: i32(ENCODINGS.rle) }),
  });
}

/** Encodes the end of a file. `schema` is that of the fields, depth first; `meta` goes into the key-value metadata. */
export function encodeFooter(
  schema: readonly ThriftValue[],
  fieldCount: number,
  rowGroups: readonly RowGroupMetadata[],
  meta: string,
): Buffer {
  const root = struct({ 4: binary("schema"), 5: i32(fieldCount) });
  const footer = encode({
    1: i32(VERSION),
    2: list([root, ...schema]),
    3: i64(rowGroups.reduce((sum, { rowCount }) => sum + rowCount, 0)),
    4: list(rowGroups.map(describeRowGroup)),
    5: list([struct({ 1: binary("datadecide"), 2: binary(meta) })]),
    6: binary(CREATED_BY),
    7: list(Array.from({ length: fieldCount }, () => TYPE_ORDER)),
  });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([footer, length, MAGIC]);
}

function describeRowGroup({ rowCount, start, chunks }: RowGroupMetadata, index: number): ThriftValue {
  let at = start;
  const columns = chunks.map((chunk) => {
    const value = describeChunk(chunk, at);
    at += chunk.storedBytes;
    return value;
  });
  return struct({
    1: list(columns),
    2: i64(chunks.reduce((sum, { plainBytes }) => sum + plainBytes, 0)),
    3: i64(rowCount),
    5: i64(start),
    6: i64(at - start),
    7: i16(index),
  });
}

function describeChunk(chunk: ChunkMetadata, start: number): ThriftValue {
  const { physicalType, path, codec, entryCount, plainBytes, storedBytes, dictionaryBytes } = chunk;
  const encodings = [
    ENCODINGS.plain,
    ENCODINGS.rle,
    ...(dictionaryBytes > 0 ? [ENCODINGS.rleDictionary] : []),
  ];
  return struct({
    2: i64(0),
    3: struct({
      1: i32(physicalType),
      2: list(encodings.map(i32)),
      3: list(path.map(binary)),
      4: i32(codec),
      5: i64(entryCount),
      6: i64(plainBytes),
      7: i64(storedBytes),
      9: i64(start + dictionaryBytes),
      11: dictionaryBytes > 0 ? i64(start) : undefined,
      12: describeStatistics(chunk),
    }),
  });
}

function describeStatistics({ nullCount, bounds }: ChunkMetadata): ThriftValue {
  return struct({
    3: i64(nullCount),
    5: bounds === null ? undefined : binary(bounds.max),
    6: bounds === null ? undefined : binary(bounds.min),
    7: bounds === null ? undefined : boolean(true),
    8: bounds === null ? undefined : boolean(true),
  });
}

function encode(fields: Parameters<typeof struct>[0]): Buffer {
  const out = new ByteWriter();
  struct(fields).write(out);
  return out.bytes;
}
