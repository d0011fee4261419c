/** Runs the statements of a dataset: each on a connection of its own, within the time of its query, and on files that have not changed. */
import { DOUBLE, type DuckDBConnection, type DuckDBType, HUGEINT, VARCHAR } from "@duckdb/node-api";
import { ProblemError } from "../../errors.js";
import type { Block } from "../../table/selection.js";
import type { Parameter, Statement } from "../sql/statement.js";
import { BlockBuilder } from "./block-builder.js";
import type { SourceFiles } from "./source-files.js";
import type { SelectStatement } from "./table-statements.js";
import type { TimeLimit } from "./time-limit.js";

/** What statements need of their database. */
export interface StatementDatabase {
  connect(): Promise<DuckDBConnection>;
  /** A message of DuckDB without secrets. */
  redact(message: string): string;
}

/** What belongs to the query of a statement. */
export interface QueryScope {
  readonly limit: TimeLimit;
  readonly signal: AbortSignal;
}

export class StatementRunner {
  readonly #database: StatementDatabase;
  readonly #files: SourceFiles | null;

  /** `files` are those that every statement reads, null if none is. */
  constructor(database: StatementDatabase, files: SourceFiles | null) {
    this.#database = database;
    this.#files = files;
  }

  /**
   * Yields the blocks of a result; the last one only after the files have been found as they were. `rowCount` is the number of rows that
   * has been announced, null for none. Throws ProblemError source-changed, query-timeout.
   */
  async *select(
    { sql, parameters, columns }: SelectStatement,
    rowCount: number | null,
    scope: QueryScope,
  ): AsyncGenerator<Block> {
    const connection = await this.#database.connect();
    const wait = <T>(work: () => Promise<T>) => runLimited(work, connection, scope);
    let seen = 0;
    try {
      await this.#files?.check(connection);
      const result = await wait(() => connection.stream(sql, [...parameters], listTypes(parameters)));
      const builder = new BlockBuilder(columns);
      let full: Block | null = null;
      for (;;) {
        const chunk = await wait(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) break;
        if (full !== null) yield full;
        seen += chunk.rowCount;
        builder.add(chunk);
        full = builder.isFull ? builder.take() : null;
      }
      await this.#files?.check(connection);
      // Without a change of files this is a mistake of the engine; the response must not look whole.
      if (seen !== (rowCount ?? seen)) throw new Error(`${rowCount} rows were announced and ${seen} read`);
      const last = full ?? builder.take();
      if (last !== null) yield last;
    } catch (error) {
      throw await this.#describeFailure(error as Error, connection, scope);
    } finally {
      connection.closeSync();
    }
  }

  /** The rows of a short result. Throws as `select`. */
  async read({ sql, parameters }: Statement, scope: QueryScope): Promise<unknown[][]> {
    const connection = await this.#database.connect();
    try {
      await this.#files?.check(connection);
      const run = () => connection.runAndReadAll(sql, [...parameters], listTypes(parameters));
      const reader = await runLimited(run, connection, scope);
      return reader.getRowsJS() as unknown[][];
    } catch (error) {
      throw await this.#describeFailure(error as Error, connection, scope);
    } finally {
      connection.closeSync();
    }
  }

  /** A failure because of a changed file is a problem of its own; any other one is an error without secrets. */
  async #describeFailure(error: Error, connection: DuckDBConnection, { signal }: QueryScope): Promise<Error> {
    if (error instanceof ProblemError || signal.aborted) return error;
    try {
      await this.#files?.check(connection, true);
    } catch (changed) {
      if (changed instanceof ProblemError) return changed;
    }
    const redacted = new Error(this.#database.redact(error.message));
    redacted.stack = this.#database.redact(error.stack ?? "");
    return redacted;
  }
}

function runLimited<T>(
  work: () => Promise<T>,
  connection: DuckDBConnection,
  { limit, signal }: QueryScope,
): Promise<T> {
  return limit.run(work, () => connection.interrupt(), signal);
}

/** The types of parameters; those that the library infers for numbers are too small for some. */
function listTypes(parameters: readonly Parameter[]): DuckDBType[] {
  return parameters.map((value) =>
    typeof value === "string" ? VARCHAR : typeof value === "bigint" ? HUGEINT : DOUBLE,
  );
}
