/**
 * Reads chosen columns of a Parquet file into a table, column chunk by column chunk and never as row objects.
 * The only importer of parquetjs, whose decoder is trusted with the format but not with the file: every count that
 * it returns is compared with the footer, because it stops without a word at the end of a truncated chunk.
 */
import { ParquetReader } from "@dsnp/parquetjs";
import { StartupError } from "../errors.js";
import type { Column, DictionaryColumn, NumberColumn } from "../table/column.js";
import { Table } from "../table/table.js";

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

type Footer = ParquetReader["metadata"] & object;
type ColumnChunk = Footer["row_groups"][number]["columns"][number];

type ChunkMetadata = NonNullable<ColumnChunk["meta_data"]>;
type Options = Parameters<ParquetReader["decodePages"]>[1];

/** What parquetjs returns for one page: a definition level per row, and a value per row that is not null. */
interface DecodedPage {
  readonly dlevels: readonly number[];
  readonly values: readonly unknown[];
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
const MAX_ROWS = 200_000_000;
const NUMBER_PRIMITIVES = new Set(["INT32", "INT64", "FLOAT", "DOUBLE"]);
const INTEGER_ANNOTATIONS = new Set([
  "INT_8",
  "INT_16",
  "INT_32",
  "INT_64",
  "UINT_8",
  "UINT_16",
  "UINT_32",
  "UINT_64",
]);

/**
 * Reads `wanted` out of the bytes of a Parquet file; `subject` names the file in errors.
 * Throws StartupError: not-parquet, unsupported-parquet, missing-column, wrong-type, bad-value.
 */
export async function parseParquet(
  bytes: Buffer,
  subject: string,
  wanted: readonly WantedColumn[],
): Promise<ParquetContent> {
  const reader = await openReader(bytes, subject);
  const footer = reader.metadata as Footer;
  const fields = reader.schema.fields;
  const rowCount = countRows(footer, subject);
  for (const { name, kind } of wanted) checkField(fields[name], name, kind, subject);
  const columns: Column[] = [];
  for (const { name, kind } of wanted) {
    const builder =
      kind === "text" ? new TextBuilder(name, rowCount) : new NumberBuilder(name, rowCount, subject);
    const field = fields[name];
    for (const [index, rowGroup] of footer.row_groups.entries()) {
      const chunk = rowGroup.columns.find((candidate) => pathOf(candidate) === name);
      if (chunk?.meta_data == null) {
        throw new StartupError("not-parquet", subject, `row group ${index} has no chunk of column "${name}"`);
      }
      const pages = readPages(bytes, reader, chunk.meta_data, field, Number(rowGroup.num_rows), subject);
      for await (const page of pages) builder.append(page, field.dLevelMax, field.originalType);
    }
    columns.push(builder.build());
  }
  const wantedNames = new Set(wanted.map(({ name }) => name));
  return {
    table: new Table(columns, rowCount),
    ignoredColumns: Object.keys(fields).filter((name) => !wantedNames.has(name)),
  };
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
    // The dictionary page is looked for in a window of this size, 10 MB by default.
    return await ParquetReader.openBuffer(bytes, { default_dictionary_size: bytes.length });
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

type ParquetField = ParquetReader["schema"]["fields"][string];

function checkField(
  field: ParquetField | undefined,
  name: string,
  kind: WantedColumn["kind"],
  subject: string,
) {
  if (field === undefined) throw new StartupError("missing-column", subject, `has no column "${name}"`);
  const { primitiveType, originalType } = field;
  const stored = originalType ?? primitiveType ?? "a group";
  const isFlat = field.rLevelMax === 0 && !field.isNested;
  const isKindRight =
    kind === "text"
      ? primitiveType === "BYTE_ARRAY" && (originalType === undefined || /^(UTF8|ENUM)$/.test(originalType))
      : NUMBER_PRIMITIVES.has(primitiveType ?? "") &&
        (originalType === undefined || INTEGER_ANNOTATIONS.has(originalType));
  if (!isFlat || !isKindRight) {
    throw new StartupError("wrong-type", subject, `column "${name}" is ${stored}, where ${kind} is needed`);
  }
}

/** The pages of one column chunk, one at a time, so that no more than a page is ever held as JavaScript values. */
async function* readPages(
  bytes: Buffer,
  reader: ParquetReader,
  chunk: ChunkMetadata,
  field: ParquetField,
  rowCount: number,
  subject: string,
): AsyncGenerator<DecodedPage> {
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
    // Stops after one data page. A dictionary page before it is kept in these options for the pages that follow.
    num_values: 1,
  };
  let rows = 0;
  while (rows < rowCount && offset < end) {
    const page = await decodePage(reader, bytes.subarray(offset, end), options, field, subject);
    yield page;
    rows += page.dlevels.length;
    offset += page.sizeBytes;
  }
  if (rows !== rowCount) {
    throw new StartupError(
      "not-parquet",
      subject,
      `column "${field.name}" ends after ${rows} of ${rowCount} rows`,
    );
  }
}

async function decodePage(
  reader: ParquetReader,
  bytes: Buffer,
  options: Options,
  field: ParquetField,
  subject: string,
): Promise<DecodedPage> {
  try {
    const { dlevels = [], values = [], pageHeaders = [] } = await reader.decodePages(bytes, options);
    const presentCount = dlevels.reduce((count, level) => count + (level === field.dLevelMax ? 1 : 0), 0);
    if (pageHeaders.length !== 1 || values.length !== presentCount)
      throw new Error("values are missing from a page");
    const [{ offset, headerSize, compressed_page_size }] = pageHeaders as unknown as PagePlace[];
    return { dlevels, values, sizeBytes: offset + headerSize + compressed_page_size };
  } catch (error) {
    const message = messageOf(error);
    const code = /invalid (encoding|compression)/.test(message) ? "unsupported-parquet" : "not-parquet";
    throw new StartupError(code, subject, `column "${field.name}" cannot be decoded (${message})`);
  }
}

function pathOf(chunk: ColumnChunk): string {
  return chunk.meta_data?.path_in_schema.join(".") ?? "";
}

/** Collects text as codes into a dictionary in order of first appearance. */
class TextBuilder {
  readonly #codes: Int32Array;
  readonly #codeByText = new Map<string, number>();
  /** A dictionary page yields the same Buffer object for the same text: most rows cost one identity look-up. */
  readonly #codeByBuffer = new WeakMap<object, number>();
  #length = 0;

  constructor(
    readonly name: string,
    rowCount: number,
  ) {
    this.#codes = new Int32Array(rowCount);
  }

  append({ dlevels, values }: DecodedPage, dLevelMax: number): void {
    let next = 0;
    for (let row = 0; row < dlevels.length; row++) {
      if (dlevels[row] !== dLevelMax) {
        this.#codes[this.#length++] = -1;
        continue;
      }
      const value = values[next++];
      let code = this.#codeByBuffer.get(value as Buffer);
      if (code === undefined) {
        code = this.#codeOf(value);
        this.#codeByBuffer.set(value as Buffer, code);
      }
      this.#codes[this.#length++] = code;
    }
  }

  build(): DictionaryColumn {
    return {
      kind: "dictionary",
      name: this.name,
      codes: this.#codes,
      dictionary: [...this.#codeByText.keys()],
    };
  }

  #codeOf(value: unknown): number {
    const text = (value as Buffer).toString("utf8");
    const known = this.#codeByText.get(text);
    if (known !== undefined) return known;
    this.#codeByText.set(text, this.#codeByText.size);
    return this.#codeByText.size - 1;
  }
}

/** Collects numbers as doubles; null becomes NaN. */
class NumberBuilder {
  readonly #values: Float64Array;
  #length = 0;

  constructor(
    readonly name: string,
    rowCount: number,
    readonly subject: string,
  ) {
    this.#values = new Float64Array(rowCount);
  }

  append({ dlevels, values }: DecodedPage, dLevelMax: number, annotation: string | undefined): void {
    let next = 0;
    for (let row = 0; row < dlevels.length; row++) {
      let number = Number.NaN;
      if (dlevels[row] === dLevelMax) {
        const value = values[next++];
        number = typeof value === "number" ? value : this.#fromInteger(value, annotation);
        // The decoder reads unsigned 32-bit integers as signed.
        if (annotation === "UINT_32") number >>>= 0;
      }
      this.#values[this.#length++] = number;
    }
  }

  build(): NumberColumn {
    return { kind: "number", name: this.name, values: this.#values };
  }

  #fromInteger(value: unknown, annotation: string | undefined): number {
    const integer = BigInt(value as bigint);
    const exact = annotation === "UINT_64" ? BigInt.asUintN(64, integer) : integer;
    const number = Number(exact);
    if (!Number.isSafeInteger(number)) {
      const where = `row ${this.#length}, column "${this.name}"`;
      throw new StartupError(
        "bad-value",
        this.subject,
        `${where} holds ${exact}, which a double cannot carry exactly`,
      );
    }
    return number;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
