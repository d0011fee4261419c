/** The engine over DuckDB: a dataset in files or in a database, which is queried where it is. */
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { DatasetDeclaration } from "../../catalog/declaration.js";
import type { DatasetSchema } from "../../catalog/schema.js";
import type { ColumnDescription } from "../../datasets/descriptions.js";
import { StartupError } from "../../errors.js";
import type { ColumnValues, Conditions, RowQuery } from "../../query/row-query.js";
import type { Block, Pending, Selection } from "../../table/selection.js";
import type { DatasetEngine, QueryContext, RowCounts } from "../engine.js";
import { quoteName } from "../sql/quoting.js";
import { buildWhere, type Parameter, Parameters, type Statement } from "../sql/statement.js";
import { BlockBuilder, describeStoredColumn } from "./block-builder.js";
import { type RelationColumn, readColumns } from "./columns.js";
import { openRelation, type Relation } from "./relation.js";

export interface DuckDbOptions {
  /** In the syntax of DuckDB, for example `1GB`. */
  readonly memoryLimit: string;
  readonly threads: number;
}

/** A result of at most so many cells is collected before it is sent, so that a failure has its own status. */
const MAX_COLLECTED_CELLS = 150_000;

/** One database in memory for the datasets of all files; each has its own tables and types in it. */
export class DuckDbDatabase {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open({ memoryLimit, threads }: DuckDbOptions): Promise<DuckDbDatabase> {
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: memoryLimit,
      threads: String(threads),
      // Nothing is fetched at run time.
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    return new DuckDbDatabase(instance);
  }

  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** Opens a dataset. Throws StartupError with the source, for whatever DuckDB cannot read too. */
  async openDataset(declaration: DatasetDeclaration): Promise<DuckDbEngine> {
    const { name, source } = declaration;
    const connection = await this.connect();
    try {
      await connection.run(`CREATE SCHEMA ${quoteName(name)}`);
      const relation = await openRelation(connection, source, name);
      const columns = await readColumns(connection, relation, declaration);
      const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${relation.from}`);
      return new DuckDbEngine(this, name, relation, columns, Number(counted.getRowsJS()[0][0]));
    } catch (error) {
      if (error instanceof StartupError) throw error;
      throw new StartupError(
        "unsupported-source",
        source,
        `cannot be read (${(error as Error).message.split("\n")[0]})`,
      );
    } finally {
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}

export class DuckDbEngine implements DatasetEngine {
  readonly name = "duckdb";
  readonly values: ReadonlyMap<string, ColumnValues>;
  readonly schema: DatasetSchema;
  readonly rowCount: number;
  readonly files: readonly string[];
  readonly #database: DuckDbDatabase;
  readonly #relation: Relation;
  readonly #columns: ReadonlyMap<string, RelationColumn>;

  constructor(
    database: DuckDbDatabase,
    name: string,
    relation: Relation,
    columns: readonly RelationColumn[],
    rowCount: number,
  ) {
    this.#database = database;
    this.#relation = relation;
    this.#columns = new Map(columns.map((column) => [column.name, column]));
    this.rowCount = rowCount;
    this.files = relation.files;
    this.values = new Map(
      columns.flatMap((column) => (column.values === null ? [] : [[column.name, column.values] as const])),
    );
    this.schema = { name, columns: columns.map(({ schema }) => schema), long: null, metricAliases: [] };
  }

  async query(query: RowQuery, context: QueryContext): Promise<Selection> {
    const { fields, where, offset, limit } = query;
    const total =
      where.length === 0 ? this.rowCount : (await this.count({ where, measures: null }, [], context)).rows;
    const start = Math.min(offset, total);
    const rowCount = (limit === null ? total : Math.min(start + limit, total)) - start;
    const columns = fields.map((field) => this.#get(field));
    const statement = this.#buildSelect(query, columns);
    const run = () => this.#run(statement, columns, context);
    const isSmall = rowCount * fields.length <= MAX_COLLECTED_CELLS;
    const collected = isSmall && rowCount > 0 ? await collect(run()) : null;
    return {
      fields,
      columns: columns.map(describeStoredColumn),
      total,
      rowCount,
      idColumns: new Set(),
      blocks: () => (rowCount === 0 ? [] : (collected ?? stream(run()))),
    };
  }

  async count(
    { where }: Pick<Conditions, "where" | "measures">,
    columns: readonly string[],
    context: QueryContext,
  ): Promise<RowCounts> {
    const read = async (build: (condition: string) => string) => {
      const parameters = new Parameters();
      const condition = buildWhere(where, (name) => this.#get(name), parameters);
      return this.#readRows({ sql: build(condition), parameters: parameters.values }, context);
    };
    const { from } = this.#relation;
    const [[rows]] = await read((condition) => `SELECT count(*) FROM ${from}${condition}`);
    const byColumn = new Map<string, ArrayLike<number>>();
    for (const name of columns) {
      const { comparable, values } = this.#get(name);
      const names = values?.kind === "names" ? values.names : [];
      const counted = new Map(
        (await read((condition) => `SELECT ${comparable}, count(*) FROM ${from}${condition} GROUP BY 1`)) as [
          string,
          unknown,
        ][],
      );
      byColumn.set(
        name,
        names.map((each) => Number(counted.get(each) ?? 0)),
      );
    }
    return { rows: Number(rows), byColumn };
  }

  async close(): Promise<void> {}

  /** Whether a column is of integers, or of lists of them. */
  isInteger(name: string): boolean {
    return [...this.#columns.values()].some(
      (column) =>
        column.name === name &&
        (column.isInteger || (column.storage.kind === "list" && column.storage.isInteger)),
    );
  }

  describeColumns(): ColumnDescription[] {
    return [...this.#columns.values()].map(({ schema, presentCount }) => {
      const { name, type, role, metric, unit, description } = schema;
      return {
        name,
        type,
        role,
        metric,
        unit,
        description,
        nulls: this.rowCount - presentCount,
        statistic: null,
      };
    });
  }

  #get(name: string): RelationColumn {
    const column = this.#columns.get(name);
    if (column === undefined) throw new TypeError(`there is no column "${name}"`);
    return column;
  }

  #buildSelect({ where, sort, offset, limit }: RowQuery, columns: readonly RelationColumn[]): Statement {
    const parameters = new Parameters();
    const condition = buildWhere(where, (name) => this.#get(name), parameters);
    const keys = sort.map(
      ({ name, isDescending }) => `${this.#get(name).sortable} ${isDescending ? "DESC" : "ASC"} NULLS LAST`,
    );
    // Without keys, DuckDB keeps the order of the source.
    const order = keys.length === 0 ? "" : ` ORDER BY ${[...keys, ...this.#relation.order].join(", ")}`;
    const selected = columns
      .map(({ selected: expression }, index) => `${expression} AS c${index}`)
      .join(", ");
    const page = `${limit === null ? "" : ` LIMIT ${limit}`}${offset === 0 ? "" : ` OFFSET ${offset}`}`;
    return {
      sql: `SELECT ${selected} FROM ${this.#relation.from}${condition}${order}${page}`,
      parameters: parameters.values,
    };
  }

  async *#run(
    { sql, parameters }: Statement,
    columns: readonly RelationColumn[],
    context: QueryContext,
  ): AsyncGenerator<Block> {
    const connection = await this.#database.connect();
    const interrupt = () => connection.interrupt();
    const { signal } = context;
    signal.addEventListener("abort", interrupt);
    try {
      signal.throwIfAborted();
      const result = await connection.stream(sql, [...parameters]);
      const builder = new BlockBuilder(columns);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        builder.add(chunk);
        if (!builder.isFull) continue;
        const block = builder.take();
        if (block !== null) yield block;
      }
      const last = builder.take();
      if (last !== null) yield last;
    } finally {
      signal.removeEventListener("abort", interrupt);
      connection.closeSync();
    }
  }

  async #readRows({ sql, parameters }: Statement, { signal }: QueryContext): Promise<unknown[][]> {
    const connection = await this.#database.connect();
    const interrupt = () => connection.interrupt();
    signal.addEventListener("abort", interrupt);
    try {
      signal.throwIfAborted();
      const reader = await connection.runAndReadAll(sql, [...parameters] as Parameter[]);
      return reader.getRowsJS() as unknown[][];
    } finally {
      signal.removeEventListener("abort", interrupt);
      connection.closeSync();
    }
  }
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
