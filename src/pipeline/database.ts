/** Owns the DuckDB instance: an in-memory database with a memory limit, a spill folder and fixed settings. */
import { rm } from "node:fs/promises";
import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance } from "@duckdb/node-api";
import { type DatabaseFiles, explainFailure, explainOpening } from "./database-failures.js";
import { DEFAULT_MEMORY_LIMIT, DEFAULT_THREADS } from "./database-limits.js";
import { makeSpillFolder } from "./spill-folder.js";

export interface DatabaseOptions {
  /** In the syntax of DuckDB, for example `2GB`. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** The parent of the temporary folder for spilled data. */
  readonly spillFolder?: string;
  /** Interrupts the running statement. */
  readonly signal?: AbortSignal;
}

/** Runs SQL statements and returns plain values. */
export class Database {
  /** The files that may be the cause of a failure. */
  readonly files: DatabaseFiles = { inputs: new Set(), outputs: new Map() };

  constructor(readonly connection: DuckDBConnection) {}

  /** A Parquet file as a table expression; binary columns are read as text. `more` are further options. */
  readParquet(path: string, more = ""): string {
    this.files.inputs.add(path);
    return `read_parquet(${quoteText(path)}, binary_as_string = true${more})`;
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** The rows of a small result as objects, with 64-bit integers as numbers. */
  async rows<Row extends object>(sql: string): Promise<Row[]> {
    const reader = await this.connection.runAndReadAll(sql);
    const objects = reader.getRowObjectsJS() as Record<string, unknown>[];
    for (const object of objects) {
      for (const [key, value] of Object.entries(object)) {
        if (typeof value === "bigint") object[key] = Number(value);
      }
    }
    return objects as Row[];
  }

  /** Streams a result of any size in order. Another statement on this connection ends the stream. */
  async *chunks(sql: string): AsyncGenerator<DuckDBDataChunk> {
    const result = await this.connection.stream(sql);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk;
    }
  }

  /** The first row of a result. */
  async row<Row extends object>(sql: string): Promise<Row> {
    return (await this.rows<Row>(sql))[0];
  }

  async count(source: string): Promise<number> {
    return (await this.row<{ n: number }>(`SELECT count(*) AS n FROM ${source}`)).n;
  }
}

/**
 * Opens a database, passes it to `use`, closes it and removes its spilled data. Throws what `use` throws; failures of
 * DuckDB become PipelineError input-not-parquet, out-of-memory, cannot-spill, spill-folder-missing, cannot-write or
 * database-unavailable where possible.
 */
export async function withDatabase<T>(
  options: DatabaseOptions,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const { memoryLimit = DEFAULT_MEMORY_LIMIT, threads = DEFAULT_THREADS, signal } = options;
  const spillFolder = await makeSpillFolder(options.spillFolder);
  try {
    const instance = await openInstance(memoryLimit, String(threads), spillFolder);
    try {
      const connection = await instance.connect();
      const database = new Database(connection);
      const interrupt = () => connection.interrupt();
      signal?.addEventListener("abort", interrupt);
      try {
        return await use(database);
      } catch (error) {
        if (signal?.aborted) throw error;
        const readThrough = (path: string) =>
          connection.runAndReadAll(`SELECT max(hash(t)) FROM ${database.readParquet(path)} t`);
        throw await explainFailure(error, { ...database.files, memoryLimit, spillFolder, readThrough });
      } finally {
        signal?.removeEventListener("abort", interrupt);
        connection.closeSync();
      }
    } finally {
      instance.closeSync();
    }
  } finally {
    await rm(spillFolder, { recursive: true, force: true });
  }
}

async function openInstance(
  memoryLimit: string,
  threads: string,
  spillFolder: string,
): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(":memory:", {
      memory_limit: memoryLimit,
      threads,
      temp_directory: spillFolder,
      autoinstall_known_extensions: "false",
    });
  } catch (error) {
    throw explainOpening(error, { memoryLimit, threads });
  }
}

/** A text as an SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
