/** A table function through which a query of the database reads columns of this process. */
import { DOUBLE, type DuckDBDataChunk, DuckDBTableFunction, type DuckDBVector, ENUM } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { InvariantError } from "../../errors.js";
import type { BlockColumn, DictionaryColumn, NumberColumn } from "../../table/column.js";
import { type Database, quoteName } from "../database.js";

export type SqlType = "BIGINT" | "DOUBLE" | "BOOLEAN" | "VARCHAR";

export interface TypedColumn {
  readonly column: NumberColumn | DictionaryColumn;
  /** VARCHAR for a dictionary column, another type for a number column. */
  readonly type: SqlType;
}

/** A column of a source. */
export interface SourceColumn {
  readonly name: string;
  readonly type: SqlType;
  /** All possible texts; undefined for numbers. */
  readonly texts?: readonly string[];
}

/** Rows of a source: these rows of these columns, which are in the order of the source. */
export interface Segment {
  readonly columns: readonly BlockColumn[];
  readonly rows: Uint32Array;
}

export interface RowSource {
  readonly columns: readonly SourceColumn[];
  /** Called once per query. */
  readonly segments: () => Iterable<Segment>;
}

const FUNCTION = "rows_of_source";
/** The size of a vector of DuckDB. */
const CHUNK_ROWS = 2048;

/** The source of a table. */
export function buildTableSource(columns: readonly TypedColumn[], rowCount: number): RowSource {
  return {
    columns: columns.map(({ column, type }) => ({
      name: column.name,
      type,
      ...(column.kind === "dictionary" ? { texts: column.dictionary } : {}),
    })),
    segments: () => [
      {
        columns: columns.map(({ column }) => column),
        rows: Uint32Array.from({ length: rowCount }, (_, row) => row),
      },
    ],
  };
}

/** The table function of a database; it reads the source that is in use. */
export class SourceReader {
  #source: RowSource | undefined;
  #pieces: Iterator<Segment> | undefined;

  constructor(database: Database) {
    database.connection.registerTableFunction(
      DuckDBTableFunction.create({
        name: FUNCTION,
        bindFunction: (info) => {
          for (const [index, { texts }] of (this.#source?.columns ?? []).entries()) {
            info.addResultColumn(`c${index}`, texts === undefined ? DOUBLE : ENUM(texts));
          }
        },
        initFunction: (info) => {
          // One thread preserves the order of the rows.
          info.setMaxThreads(1);
          this.#pieces = this.#source && splitSegments(this.#source);
        },
        mainFunction: (_, chunk) => fillChunk(chunk, this.#pieces?.next().value),
      }),
    );
  }

  /** Calls `work` with a query for all rows of the source. */
  async use<T>(source: RowSource, work: (query: string) => Promise<T>): Promise<T> {
    this.#source = source;
    const columns = source.columns.map(({ name, type }, index) => {
      return `c${index}${type === "DOUBLE" ? "" : `::${type}`} AS ${quoteName(name)}`;
    });
    try {
      return await work(`SELECT ${columns.join(", ")} FROM ${FUNCTION}()`);
    } finally {
      this.#source = undefined;
      this.#pieces = undefined;
    }
  }
}

function* splitSegments({ segments }: RowSource): Generator<Segment> {
  for (const { columns, rows } of segments()) {
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      yield { columns, rows: rows.subarray(start, start + CHUNK_ROWS) };
    }
  }
}

function fillChunk(chunk: DuckDBDataChunk, segment: Segment | undefined): void {
  // A chunk without rows ends the source.
  chunk.rowCount = segment?.rows.length ?? 0;
  if (segment === undefined) return;
  for (const [index, column] of segment.columns.entries()) {
    if (column.kind === "number") fillNumbers(chunk, index, column.values, segment.rows);
    else fillTexts(chunk.getColumnVector(index), column, segment.rows);
  }
}

const NUMBERS = new Float64Array(CHUNK_ROWS);
/** A bit per row, set for a value and cleared for a null. */
const VALIDITY = new Uint32Array(CHUNK_ROWS / 32);

/** Uses the bindings, as setting one null through the API is slower than copying the rest of the column. */
function fillNumbers(chunk: DuckDBDataChunk, index: number, values: Float64Array, rows: Uint32Array): void {
  VALIDITY.fill(0xffffffff);
  let missing = 0;
  for (let at = 0; at < rows.length; at++) {
    const value = values[rows[at]];
    NUMBERS[at] = value;
    if (!Number.isNaN(value)) continue;
    VALIDITY[at >>> 5] &= ~(1 << (at & 31));
    missing++;
  }
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  duckdb.copy_data_to_vector(vector, 0, NUMBERS.buffer, 0, rows.length * NUMBERS.BYTES_PER_ELEMENT);
  if (missing === 0) return;
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, VALIDITY.buffer, 0, Math.ceil(rows.length / 64) * 8);
}

function fillTexts(vector: DuckDBVector, column: BlockColumn, rows: Uint32Array): void {
  switch (column.kind) {
    case "dictionary":
      for (let at = 0; at < rows.length; at++) {
        vector.setItem(at, column.dictionary[column.codes[rows[at]]] ?? null);
      }
      break;
    case "constant":
      for (let at = 0; at < rows.length; at++) vector.setItem(at, column.value);
      break;
    default:
      throw new InvariantError(`no source has a column of ${column.kind}s`);
  }
  vector.flush();
}
