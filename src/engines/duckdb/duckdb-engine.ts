/** The engine over DuckDB: a dataset in files or in a database, which is queried where it is. */
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { DatasetDeclaration, LongDeclaration } from "../../catalog/declaration.js";
import type { DatasetSchema } from "../../catalog/schema.js";
import { showSource } from "../../catalog/source.js";
import type { ColumnDescription } from "../../datasets/descriptions.js";
import { InvariantError, StartupError } from "../../errors.js";
import type { ColumnValues, Conditions, RowQuery } from "../../query/row-query.js";
import type { Column, DictionaryColumn } from "../../table/column.js";
import { applyLimit, type Block, type Pending, type Selection } from "../../table/selection.js";
import { type DatasetEngine, MAX_WHOLE_CELLS, type QueryContext, type RowCounts } from "../engine.js";
import { quoteName } from "../sql/quoting.js";
import { describeServedColumns } from "../sql/served-column.js";
import { describeStoredColumn } from "./block-builder.js";
import { type RelationColumn, readColumns } from "./columns.js";
import { buildLongRelation, describeLongRows, type LongRelation } from "./long-relation.js";
import { LongStatements } from "./long-statements.js";
import { openRelation, type Relation } from "./relation.js";
import { type Credentials, NO_CREDENTIALS, RemoteAccess } from "./remote-access.js";
import { SourceFiles, type SourceVersion } from "./source-files.js";
import { type QueryScope, StatementRunner } from "./statement-runner.js";
import { type Statements, TableStatements } from "./table-statements.js";
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
    const connection = await instance.connect();
    // The footers of files, which are read again after a change.
    await connection.run("SET GLOBAL parquet_metadata_cache = true");
    connection.closeSync();
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
  readonly #files: SourceFiles;
  readonly #runner: StatementRunner;

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
    this.#files = files;
    this.#runner = new StatementRunner(database, relation.isInPlace ? files : null);
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
    return this.#files.readVersion();
  }

  async query(query: RowQuery, context: QueryContext): Promise<Selection> {
    const scope = this.#beginQuery(context);
    // The wide form costs much even for its first rows.
    const isCounted = query.shape === "wide" && query.limit === null;
    const known = isCounted ? await this.#countRows(query, scope) : this.#findTotal(query);
    const small = await this.#selectSmall(query, known, scope);
    if (small !== null) return small;
    const total = known ?? (await this.#countRows(query, scope));
    const { start, end } = applyLimit(total, query.offset, query.limit);
    const run = () => this.#select(query, end - start, scope);
    return this.#buildSelection(query, total, end - start, () => (start === total ? [] : stream(run())));
  }

  async count(conditions: Conditions, columns: readonly string[], context: QueryContext): Promise<RowCounts> {
    const scope = this.#beginQuery(context);
    const shape = this.#long === null ? "table" : "long";
    const [[rows]] = await this.#runner.read(this.#statements.countRows({ ...conditions, shape }), scope);
    const byColumn = new Map<string, ArrayLike<number>>();
    for (const name of columns) {
      const pairs = await this.#runner.read(this.#statements.countNames(conditions, name), scope);
      const counted = new Map(pairs as [string, unknown][]);
      const counts = this.#listNames(name).map((each) => Number(counted.get(each) ?? 0));
      byColumn.set(name, counts);
    }
    return { rows: Number(rows), byColumn };
  }

  async close(): Promise<void> {}

  /** Whether a column is of integers, or of lists of them. */
  isInteger(name: string): boolean {
    return this.#columns.some(
      (column) =>
        column.name === name &&
        (column.isInteger || (column.storage.kind === "list" && column.storage.isInteger)),
    );
  }

  describeColumns(): ColumnDescription[] {
    return describeServedColumns(this.#columns, this.rowCount);
  }

  #listNames(name: string): readonly string[] {
    if (name === this.#long?.variable.name) return this.#long.variable.storage.dictionary;
    const values = this.values.get(name);
    return values?.kind === "names" ? values.names : [];
  }

  #beginQuery({ signal }: QueryContext): QueryScope {
    return { limit: new TimeLimit(this.#database.queryTimeoutMs), signal };
  }

  /**
   * Collects a result of few cells before anything of it is sent, so that a failure has its own status, and so that its rows need not be
   * counted beforehand. Null for a result of more.
   */
  async #selectSmall(query: RowQuery, known: number | null, scope: QueryScope): Promise<Selection | null> {
    const { fields, offset, limit } = query;
    const maxRows = Math.floor(MAX_WHOLE_CELLS / fields.length);
    const isPage = limit !== null && limit <= maxRows;
    if (!isPage && known !== null && known - offset > maxRows) return null;
    const wanted = isPage ? limit : maxRows + 1;
    const blocks: Block[] = [];
    let rowCount = 0;
    // A limit makes a sorted query cheaper, and any other dearer than to end it early.
    const isLimited = isPage || query.sort.length > 0 || this.#long !== null;
    for await (const block of this.#select({ ...query, ...(isLimited && { limit: wanted }) }, null, scope)) {
      blocks.push(block);
      rowCount += block.rows.length;
      if (!isPage && rowCount > maxRows) return null;
    }
    const isEnd = rowCount < wanted && (rowCount > 0 || offset === 0);
    const total = known ?? (isEnd ? offset + rowCount : await this.#countRows(query, scope));
    return this.#buildSelection(query, total, rowCount, () => blocks);
  }

  #buildSelection(query: RowQuery, total: number, rowCount: number, blocks: Selection["blocks"]): Selection {
    const adapt = this.#chooseMeasures(query);
    const columns = this.#statements
      .select(query)
      .columns.map((column) => adapt(describeStoredColumn(column)));
    return { fields: query.fields, columns, total, rowCount, idColumns: new Set(), blocks };
  }

  async *#select(query: RowQuery, rowCount: number | null, scope: QueryScope): AsyncGenerator<Block> {
    const adapt = this.#chooseMeasures(query);
    for await (const { rows, columns } of this.#runner.select(
      this.#statements.select(query),
      rowCount,
      scope,
    )) {
      yield { rows, columns: (columns as Column[]).map(adapt) };
    }
  }

  async #countRows(query: RowQuery, scope: QueryScope): Promise<number> {
    const known = this.#findTotal(query);
    if (known !== null) return known;
    const [[total]] = await this.#runner.read(this.#statements.countRows(query), scope);
    return Number(total);
  }

  /** The rows of a query without conditions, which are all of the dataset. */
  #findTotal({ where, measures, shape }: RowQuery): number | null {
    const isWhole =
      where.length === 0 &&
      shape !== "wide" &&
      (measures === null ||
        (measures.names.length === this.#long?.variable.storage.dictionary.length &&
          measures.range === null &&
          measures.checkpoint === null));
    return isWhole ? this.rowCount : null;
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
}

/** Yields a promise for each block, and then the block. An early end closes the source. */
function* stream(blocks: AsyncGenerator<Block>): Generator<Block | Pending> {
  const fetched: { result: IteratorResult<Block> | null } = { result: null };
  const fetch = async () => {
    fetched.result = await blocks.next();
  };
  try {
    for (;;) {
      yield fetch();
      const { result } = fetched;
      if (result === null) throw new InvariantError("a block was taken before it arrived");
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    void blocks.return(undefined);
  }
}
