/** Arrow IPC files and streams as a table of DuckDB: every value keeps its type, and none is rounded. */
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  STRUCT,
  structValue,
  TIMESTAMP,
  TIMESTAMP_NS,
  UBIGINT,
  UINTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import {
  CompressionType,
  compressionRegistry,
  DataType,
  type Table,
  TimeUnit,
  tableFromIPC,
  type Vector,
} from "apache-arrow";
import { showSource } from "../../catalog/source.js";
import { decompressZstd } from "../../codecs/zstd.js";
import { quote, StartupError } from "../../errors.js";
import { inflateLz4Frame } from "../../ingest/parquet/lz4.js";
import { quoteName, quoteText } from "../sql/quoting.js";

/** Rows of a chunk of DuckDB. */
const CHUNK_ROWS = 2048;
const MAX_DECIMAL_DIGITS = 38;
/** Of one compressed buffer. */
const MAX_BUFFER_BYTES = 2 ** 31;

/** A type of DuckDB, and the value of a row that is not missing. */
interface Conversion {
  readonly type: DuckDBType;
  convert(vector: Vector, row: number): DuckDBValue;
}

/**
 * Creates a table of the rows of all files, which need equal columns. Throws StartupError not-arrow, unsupported-arrow,
 * wrong-type.
 */
export async function createArrowTable(
  connection: DuckDBConnection,
  table: string,
  files: readonly string[],
): Promise<void> {
  registerCodecs();
  let created: string | null = null;
  for (const file of files) {
    const subject = showSource(file);
    const content = parseArrow(await readContent(connection, file), subject);
    const columns = content.schema.fields.map(({ name, type }) => ({
      name,
      ...buildConversion(type, name, subject),
    }));
    const definition = columns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(", ");
    if (created === null) {
      await connection.run(`CREATE TABLE ${table} (${definition})`);
      created = definition;
    } else if (created !== definition) {
      throw new StartupError("wrong-type", subject, "has other columns than the first file of the source");
    }
    await append(connection, table, content, columns);
  }
}

async function readContent(connection: DuckDBConnection, file: string): Promise<Uint8Array> {
  const reader = await connection.runAndReadAll(`SELECT content FROM read_blob(${quoteText(file)})`);
  return (reader.getRows()[0][0] as { bytes: Uint8Array }).bytes;
}

function parseArrow(bytes: Uint8Array, subject: string): Table {
  const fail = (problem: string) => new StartupError("not-arrow", subject, problem);
  let table: Table;
  try {
    table = tableFromIPC(bytes);
  } catch (error) {
    throw fail(`is no whole Arrow IPC file (${(error as Error).message.split("\n")[0]})`);
  }
  // The library reads anything else as a stream without a schema.
  if (table.schema.fields.length === 0) throw fail("is no whole Arrow IPC file, it has no columns");
  return table;
}

async function append(
  connection: DuckDBConnection,
  table: string,
  content: Table,
  columns: readonly Conversion[],
): Promise<void> {
  const types = columns.map(({ type }) => type);
  await connection.run("BEGIN");
  const [schema, name] = table.split(/(?<=")\.(?=")/).map((part) => part.slice(1, -1).replaceAll('""', '"'));
  const appender = await connection.createAppender(name, schema);
  for (const batch of content.batches) {
    const vectors = columns.map((_, index) => batch.getChildAt(index) as Vector);
    for (let start = 0; start < batch.numRows; start += CHUNK_ROWS) {
      const rowCount = Math.min(CHUNK_ROWS, batch.numRows - start);
      const chunk = DuckDBDataChunk.create(types, rowCount);
      chunk.setColumns(
        columns.map((column, index) =>
          Array.from({ length: rowCount }, (_, row) => readValue(column, vectors[index], start + row)),
        ),
      );
      appender.appendDataChunk(chunk);
    }
  }
  appender.closeSync();
  await connection.run("COMMIT");
}

function readValue({ convert }: Conversion, vector: Vector, row: number): DuckDBValue {
  return vector.isValid(row) ? convert(vector, row) : null;
}

function buildConversion(type: DataType, column: string, subject: string): Conversion {
  const nest = (child: DataType) => buildConversion(child, column, subject);
  const get = (vector: Vector, row: number): DuckDBValue => vector.get(row);
  if (DataType.isDictionary(type)) return nest(type.dictionary);
  if (DataType.isNull(type)) return { type: VARCHAR, convert: () => null };
  if (DataType.isBool(type)) return { type: BOOLEAN, convert: get };
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return { type: VARCHAR, convert: get };
  if (DataType.isFloat(type)) return { type: DOUBLE, convert: get };
  if (DataType.isInt(type)) {
    if (type.bitWidth === 64) return { type: type.isSigned ? BIGINT : UBIGINT, convert: get };
    return { type: type.isSigned || type.bitWidth < 32 ? INTEGER : UINTEGER, convert: get };
  }
  if (DataType.isTimestamp(type)) return buildTimestamp(type.unit);
  if (DataType.isDate(type)) {
    return type.unit === 0
      ? { type: DATE, convert: (vector, row) => new DuckDBDateValue(Number(readRaw(vector, row))) }
      : buildTimestamp(TimeUnit.MILLISECOND);
  }
  if (DataType.isDecimal(type) && type.precision <= MAX_DECIMAL_DIGITS) {
    const { precision, scale } = type;
    return {
      type: DECIMAL(precision, scale),
      convert: (vector, row) => new DuckDBDecimalValue(readWords(vector.get(row)), precision, scale),
    };
  }
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    const item = nest(type.children[0].type);
    return {
      type: LIST(item.type),
      convert: (vector, row) => {
        const list = vector.get(row) as Vector;
        return listValue(Array.from({ length: list.length }, (_, index) => readValue(item, list, index)));
      },
    };
  }
  if (DataType.isStruct(type)) {
    const fields = type.children.map(({ name, type: child }) => ({ name, ...nest(child) }));
    return {
      type: STRUCT(Object.fromEntries(fields.map(({ name, type: child }) => [name, child]))),
      convert: (vector, row) =>
        structValue(
          Object.fromEntries(
            fields.map((field, index) => [
              field.name,
              readValue(field, vector.getChildAt(index) as Vector, row),
            ]),
          ),
        ),
    };
  }
  throw new StartupError("unsupported-arrow", subject, `column ${quote(column)} has the type ${type}`);
}

const MICROSECONDS: Readonly<Partial<Record<TimeUnit, bigint>>> = {
  [TimeUnit.SECOND]: 1_000_000n,
  [TimeUnit.MILLISECOND]: 1000n,
  [TimeUnit.MICROSECOND]: 1n,
};

/** A timestamp with a time zone is in UTC. */
function buildTimestamp(unit: TimeUnit): Conversion {
  const factor = MICROSECONDS[unit];
  return factor === undefined
    ? {
        type: TIMESTAMP_NS,
        convert: (vector, row) => new DuckDBTimestampNanosecondsValue(BigInt(readRaw(vector, row))),
      }
    : {
        type: TIMESTAMP,
        convert: (vector, row) => new DuckDBTimestampValue(BigInt(readRaw(vector, row)) * factor),
      };
}

/** The stored integer, which `get` of the library turns into milliseconds with a fraction. */
function readRaw(vector: Vector, row: number): number | bigint {
  const { dictionary } = vector.data[0];
  if (dictionary != null) return readRaw(dictionary, Number(readIndex(vector, row)));
  return readIndex(vector, row);
}

function readIndex(vector: Vector, row: number): number | bigint {
  let at = row;
  for (const { values, length } of vector.data) {
    if (at < length) return (values as ArrayLike<number | bigint>)[at];
    at -= length;
  }
  throw new RangeError(`there is no row ${row}`);
}

/** A little-endian integer in two's complement. */
function readWords(words: Uint32Array): bigint {
  let value = 0n;
  for (const [index, word] of words.entries()) value |= BigInt(word) << BigInt(32 * index);
  return BigInt.asIntN(32 * words.length, value);
}

/** The codecs that pyarrow and pandas write; only reading is needed. */
function registerCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    decode: (bytes) => inflateLz4Frame(toBuffer(bytes), MAX_BUFFER_BYTES),
  });
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: (bytes) => decompressZstd(toBuffer(bytes), MAX_BUFFER_BYTES),
  });
}

function toBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
