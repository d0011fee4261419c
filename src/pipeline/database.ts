/** The one door to DuckDB: an in-memory database with bounded memory, a spill folder and settled settings. */
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { PipelineError } from "../errors.js";

export interface DatabaseOptions {
  /** As DuckDB reads it, for example `2GB`. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** The folder in which a folder for spilled data is made and removed again. */
  readonly spillFolder?: string;
  /** Ends the statement that runs when it is aborted. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_MEMORY_LIMIT = "2GB";
export const DEFAULT_THREADS = 2;

/** Statements as text in, plain values out. */
export class Database {
  constructor(readonly connection: DuckDBConnection) {}

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** The rows of a small answer as objects; 64-bit integers come as numbers. */
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

  /** The first row of an answer. */
  async row<Row extends object>(sql: string): Promise<Row> {
    return (await this.rows<Row>(sql))[0];
  }

  async count(source: string): Promise<number> {
    return (await this.row<{ n: number }>(`SELECT count(*) AS n FROM ${source}`)).n;
  }
}

/** Opens a database, hands it to `use` and closes it, with all that it spilled. */
export async function withDatabase<T>(
  options: DatabaseOptions,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const spillFolder = join(options.spillFolder ?? tmpdir(), `datadecide-spill-${randomUUID()}`);
  await makeSpillFolder(spillFolder);
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: options.memoryLimit ?? DEFAULT_MEMORY_LIMIT,
    threads: String(options.threads ?? DEFAULT_THREADS),
    temp_directory: spillFolder,
    autoinstall_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    const interrupt = () => connection.interrupt();
    options.signal?.addEventListener("abort", interrupt);
    try {
      return await use(new Database(connection));
    } catch (error) {
      throw nameFault(error, options);
    } finally {
      options.signal?.removeEventListener("abort", interrupt);
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
    await rm(spillFolder, { recursive: true, force: true });
  }
}

/** Only the last folder: to make the ones above it as well may try without end where none can be made. */
async function makeSpillFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    throw new PipelineError("cannot-write", path, `cannot be made (${(error as Error).message})`);
  }
}

function nameFault(error: unknown, options: DatabaseOptions): unknown {
  if (!(error instanceof Error) || !error.message.startsWith("Out of Memory")) return error;
  const limit = options.memoryLimit ?? DEFAULT_MEMORY_LIMIT;
  return new PipelineError("out-of-memory", "the database", `needs more than its limit of ${limit}`);
}

/** A text as an SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
