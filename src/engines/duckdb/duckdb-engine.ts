/** The engine over DuckDB: a dataset in files or in a database, which is queried where it is. */
import {
  DOUBLE,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  HUGEINT,
  VARCHAR,
} from "@duckdb/node-api";
import type { DatasetDeclaration, LongDeclaration } from "../../catalog/declaration.js";
import type { DatasetSchema } from "../../catalog/schema.js";
import { showSource } from "../../catalog/source.js";
import type { ColumnDescription } from "../../datasets/descriptions.js";
import { ProblemError, StartupError } from "../../errors.js";
import type { ColumnValues, Conditions, RowQuery } from "../../query/row-query.js";
import type { Column, DictionaryColumn } from "../../table/column.js";
import type { Block, Pending, Selection } from "../../table/selection.js";
import type { DatasetEngine, QueryContext, RowCounts } from "../engine.js";
import { quoteName } from "../sql/quoting.js";
import type { Parameter, Statement } from "../sql/statement.js";
import { BlockBuilder, describeStoredColumn } from "./block-builder.js";
import { type RelationColumn, readColumns } from "./columns.js";
import { buildLongRelation, describeLongRows, type LongRelation } from "./long-relation.js";
import { LongStatements } from "./long-statements.js";
import { openRelation, type Relation } from "./relation.js";
import { type Credentials, NO_CREDENTIALS, RemoteAccess } from "./remote-access.js";
import { SourceFiles, type SourceVersion } from "./source-files.js";
import { type SelectStatement, type Statements, TableStatements } from "./table-statements.js";
import { TimeLimit } from "./time-limit.js";

export interface DuckDbOptions {
  /** In the syntax of DuckDB, for example `1GB`. */
  readonly memoryLimit: string;
  readonly threads: number;
  /** The folder of the extensions; null for none. */
  readonly extensionFolder?: string | null;
  readonly credentials?: Credentials;
  /** The time that DuckDB may work on a query; 0 for no limit. */
  readonly queryTimeoutMs?: number;
}

/** A result of at most so many cells is collected before it is sent, so that a failure has its own status. */
const MAX_COLLECTED_CELLS = 150_000;

/** One database in memory for the datasets of all files; each has its own tables and types in it. */
export class DuckDbDatabase {
  readonly queryTimeoutMs: number;
  readonly #instance: DuckDBInstance;
  readonly #remote: RemoteAccess;

  private constructor(instance: DuckDBInstance, options: DuckDbOptions) {
    const { extensionFolder = null, credentials = NO_CREDENTIALS, queryTimeoutMs = 0 } = options;
    this.#instance = instance;
    this.#remote = new RemoteAccess(extensionFolder, credentials);
    this.queryTimeoutMs = queryTimeoutMs;
  }

  static async open(options: DuckDbOptions): Promise<DuckDbDatabase> {
    const { memoryLimit, threads, extensionFolder = null } = options;
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: memoryLimit,
      threads: String(threads),
      // Nothing is fetched at run time.
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      ...(extensionFolder !== null && { extension_directory: extensionFolder }),
    });
    return new DuckDbDatabase(instance, options);
  }

  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** A message of DuckDB without secrets. */
  redact(message: string): string {
    return this.#remote.redact(message);
  }

  /** Opens a dataset. Throws StartupError with the source, for whatever DuckDB cannot read too. */
  async openDataset(declaration: DatasetDeclaration): Promise<DuckDbEngine> {
    const { name, source } = declaration;
    const connection = await this.connect();
    try {
      await this.#remote.open(connection, source);
      await connection.run(`CREATE SCHEMA ${quoteName(name)}`);
      const relation = await openRelation(connection, source, name);
      const files = await SourceFiles.read(connection, relation.files);
      const rows =
        declaration.long === null
          ? { all: relation.from, served: relation.from }
          : describeLongRows(relation.from, declaration.long);
      const columns = await readColumns(connection, rows, declaration);
      const long = isLong(declaration)
        ? await buildLongRelation(connection, relation, rows, columns, declaration)
        : null;
      const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${rows.served}`);
      const rowCount = Number(counted.getRowsJS()[0][0]);
      await files.check(connection);
      return new DuckDbEngine(this, name, {
        relation,
        files,
        long,
        columns: long?.columns ?? columns,
        rowCount,
      });
    } catch (error) {
      throw this.#describeFailure(error as Error, source);
    } finally {
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }

  #describeFailure(error: Error, source: string): Error {
    if (error instanceof StartupError) return error;
    const [line] = this.redact(error.message).split("\n");
    const isRemoteFailure = /^(?:HTTP Error|IO Error: .*(?:HTTP|connect|resolve))/i.test(line);
    const code = isRemoteFailure ? "source-unavailable" : "unsupported-source";
    return new StartupError(code, showSource(source), `cannot be read (${line})`);
  }
}

function isLong(
  declaration: DatasetDeclaration,
): declaration is DatasetDeclaration & { readonly long: LongDeclaration } {
  return declaration.long !== null;
}

interface OpenedRelation {
  readonly relation: Relation;
  readonly files: SourceFiles;
  readonly long: LongRelation | null;
  readonly columns: readonly RelationColumn[];
  readonly rowCount: number;
}

export class DuckDbEngine implements DatasetEngine {
  readonly name = "duckdb";
  readonly values: ReadonlyMap<string, ColumnValues>;
  readonly schema: DatasetSchema;
  readonly rowCount: number;
  readonly files: readonly string[];
  readonly #database: DuckDbDatabase;
  readonly #columns: readonly RelationColumn[];
  readonly #long: LongRelation | null;
  readonly #statements: Statements;
  readonly #sourceFiles: SourceFiles;
  /** Null if no query reads them. */
  readonly #readFiles: SourceFiles | null;

  constructor(
    database: DuckDbDatabase,
    name: string,
    { relation, files, long, columns, rowCount }: OpenedRelation,
  ) {
    this.#database = database;
    this.#columns = columns;
    this.#long = long;
    this.#statements =
      long === null ? new TableStatements(relation.from, relation.order, columns) : new LongStatements(long);
    this.rowCount = rowCount;
    this.files = relation.files;
    this.#sourceFiles = files;
    this.#readFiles = relation.isInPlace ? files : null;
    this.values = new Map(
      columns.flatMap((column) => (column.values === null ? [] : [[column.name, column.values] as const])),
    );
    this.schema = {
      name,
      columns: columns.map(({ schema }) => schema),
      long: long && {
        variable: long.variable.name,
        value: long.value.name,
        measures: long.variable.storage.dictionary,
      },
      metricAliases: [],
    };
  }

  /** Throws StartupError if a file cannot be read. */
  readVersion(): Promise<SourceVersion> {
    return this.#sourceFiles.readVersion();
  }

  async query(query: RowQuery, context: QueryContext): Promise<Selection> {
    const { fields, offset, limit } = query;
    const limited = new TimeLimit(this.#database.queryTimeoutMs);
    const total = await this.#countRows(query, limited, context);
    const start = Math.min(offset, total);
    const rowCount = (limit === null ? total : Math.min(start + limit, total)) - start;
    const statement = this.#statements.select(query);
    const adapt = this.#chooseMeasures(query);
    const run = () => this.#run(statement, adapt, rowCount, limited, context);
    const isSmall = rowCount * fields.length <= MAX_COLLECTED_CELLS;
    const collected = isSmall && rowCount > 0 ? await collect(run()) : null;
    return {
      fields,
      columns: statement.columns.map((column) => adapt(describeStoredColumn(column))),
      total,
      rowCount,
      idColumns: new Set(),
      blocks: () => (rowCount === 0 ? [] : (collected ?? stream(run()))),
    };
  }

  async count(conditions: Conditions, columns: readonly string[], context: QueryContext): Promise<RowCounts> {
    const limited = new TimeLimit(this.#database.queryTimeoutMs);
    const read = (statement: Statement) => this.#readRows(statement, limited, context);
    const shape = this.#long === null ? "table" : "long";
    const [[rows]] = await read(this.#statements.countRows({ ...conditions, shape }));
    const byColumn = new Map<string, ArrayLike<number>>();
    for (const name of columns) {
      const counted = new Map(
        (await read(this.#statements.countNames(conditions, name))) as [string, unknown][],
      );
      const counts = this.#listNames(name).map((each) => Number(counted.get(each) ?? 0));
      byColumn.set(name, counts);
    }
    return { rows: Number(rows), byColumn };
  }

  async close(): Promise<void> {}

  describeColumns(): ColumnDescription[] {
    return this.#columns.map(({ schema, presentCount }) => {
      const { name, type, role, metric, unit, description } = schema;
      const nulls = this.rowCount - presentCount;
      return { name, type, role, metric, unit, description, nulls, statistic: null };
    });
  }

  #listNames(name: string): readonly string[] {
    if (name === this.#long?.variable.name) return this.#long.variable.storage.dictionary;
    const values = this.values.get(name);
    return values?.kind === "names" ? values.names : [];
  }

  async #countRows(query: RowQuery, limited: TimeLimit, context: QueryContext): Promise<number> {
    const { where, measures, shape } = query;
    const isWhole =
      where.length === 0 &&
      shape !== "wide" &&
      (measures === null ||
        (measures.names.length === this.#long?.variable.storage.dictionary.length &&
          measures.range === null &&
          measures.checkpoint === null));
    if (isWhole) return this.rowCount;
    const [[total]] = await this.#readRows(this.#statements.countRows(query), limited, context);
    return Number(total);
  }

  /** Narrows the dictionary of measures to those that are asked for, as a result has no others. */
  #chooseMeasures({ measures }: Conditions): (column: Column) => Column {
    const variable = this.#long?.variable;
    if (variable === undefined || measures === null) return (column) => column;
    const { dictionary } = variable.storage;
    if (measures.names.length === dictionary.length) return (column) => column;
    const indexByName = new Map(measures.names.map((name, index) => [name, index]));
    const newCodes = dictionary.map((name) => indexByName.get(name) ?? -1);
    const narrow = (column: DictionaryColumn): Column => ({
      ...column,
      codes: column.codes.map((code) => newCodes[code]),
      dictionary: measures.names,
    });
    return (column) =>
      column.name === variable.name && column.kind === "dictionary" ? narrow(column) : column;
  }

  /** Yields the blocks of a statement. The last one only after the files have been found as they were. */
  async *#run(
    { sql, parameters, columns }: SelectStatement,
    adapt: (column: Column) => Column,
    rowCount: number,
    limited: TimeLimit,
    context: QueryContext,
  ): AsyncGenerator<Block> {
    const connection = await this.#database.connect();
    const interrupt = () => connection.interrupt();
    const { signal } = context;
    const wait = <T>(work: () => Promise<T>) => limited.run(work, interrupt, signal);
    let seen = 0;
    try {
      await this.#readFiles?.check(connection);
      const result = await wait(() => connection.stream(sql, [...parameters], listTypes(parameters)));
      const builder = new BlockBuilder(columns);
      const take = (): Block | null => {
        const block = builder.take();
        return block && { ...block, columns: (block.columns as Column[]).map(adapt) };
      };
      for (;;) {
        const chunk = await wait(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) break;
        seen += chunk.rowCount;
        builder.add(chunk);
        if (!builder.isFull || seen === rowCount) continue;
        const block = take();
        if (block !== null) yield block;
      }
      await this.#readFiles?.check(connection);
      // Without a change of files this is a mistake of the engine; the response must not look whole.
      if (seen !== rowCount) throw new Error(`${rowCount} rows were announced and ${seen} read`);
      const last = take();
      if (last !== null) yield last;
    } catch (error) {
      throw await this.#describeFailure(error as Error, connection, signal);
    } finally {
      connection.closeSync();
    }
  }

  async #readRows(
    { sql, parameters }: Statement,
    limited: TimeLimit,
    { signal }: QueryContext,
  ): Promise<unknown[][]> {
    const connection = await this.#database.connect();
    const interrupt = () => connection.interrupt();
    try {
      await this.#readFiles?.check(connection);
      const reader = await limited.run(
        () => connection.runAndReadAll(sql, [...parameters], listTypes(parameters)),
        interrupt,
        signal,
      );
      return reader.getRowsJS() as unknown[][];
    } catch (error) {
      throw await this.#describeFailure(error as Error, connection, signal);
    } finally {
      connection.closeSync();
    }
  }

  /** A failure because of a changed file is a problem of its own; any other one is an error without secrets. */
  async #describeFailure(error: Error, connection: DuckDBConnection, signal: AbortSignal): Promise<Error> {
    if (error instanceof ProblemError || signal.aborted) return error;
    try {
      await this.#readFiles?.check(connection, true);
    } catch (changed) {
      if (changed instanceof ProblemError) return changed;
    }
    const redacted = new Error(this.#database.redact(error.message));
    redacted.stack = this.#database.redact(error.stack ?? "");
    return redacted;
  }
}

/** The types of parameters; those that the library infers for numbers are too small for some. */
function listTypes(parameters: readonly Parameter[]): DuckDBType[] {
  return parameters.map((value) =>
    typeof value === "string" ? VARCHAR : typeof value === "bigint" ? HUGEINT : DOUBLE,
  );
}

async function collect(blocks: AsyncIterable<Block>): Promise<Block[]> {
  const collected: Block[] = [];
  for await (const block of blocks) collected.push(block);
  return collected;
}

/** Yields a promise for each block, and then the block. An early end closes the source. */
function* stream(blocks: AsyncGenerator<Block>): Generator<Block | Pending> {
  let next: IteratorResult<Block> | null = null;
  const fetch = async () => {
    next = await blocks.next();
  };
  try {
    for (;;) {
      yield fetch();
      const { done, value } = next as unknown as IteratorResult<Block>;
      if (done === true) return;
      yield value;
    }
  } finally {
    void blocks.return(undefined);
  }
}
