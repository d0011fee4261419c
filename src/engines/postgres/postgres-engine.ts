/** The engine over PostgreSQL: a dataset in a table, which is queried where it is. */
import { createHash } from "node:crypto";
import type { DatasetDeclaration } from "../../catalog/declaration.js";
import type { DatasetSchema } from "../../catalog/schema.js";
import type { ColumnDescription } from "../../datasets/descriptions.js";
import { StartupError } from "../../errors.js";
import type { ColumnValues, Conditions, Predicate, RowQuery } from "../../query/row-query.js";
import { isInRange } from "../../table/row-filter.js";
import type { Block, Pending, Selection } from "../../table/selection.js";
import type { DatasetEngine, QueryContext, RowCounts } from "../engine.js";
import { describeServedColumns } from "../sql/served-column.js";
import { buildWhere } from "../sql/statement.js";
import { describeStoredColumn } from "../sql/stored-columns.js";
import { type PostgresAddress, parsePostgresAddress } from "./address.js";
import { type PostgresColumn, type ReadColumns, readColumns } from "./columns.js";
import { buildSettings, PostgresDatabase, type PostgresOptions, type Session } from "./database.js";
import { buildChanged, explainOpening, explainQueryFailure } from "./failures.js";
import { PostgresParameters } from "./parameters.js";
import { type PostgresRelation, readRelation } from "./relation.js";
import { RowDecoder } from "./row-decoder.js";

/** A result of at most so many cells is collected before it is sent, so that a failure has its own status. */
const MAX_COLLECTED_CELLS = 150_000;

const NEVER = new AbortController().signal;

/** Opens the dataset of a declaration whose source is an address of PostgreSQL. Throws StartupError, without a password. */
export async function openPostgresDataset(
  { source, ...declared }: DatasetDeclaration,
  options: PostgresOptions,
): Promise<PostgresEngine> {
  const address = parsePostgresAddress(source);
  const { table, shown } = address;
  if (table === null) throw new StartupError("bad-source", shown, "names no table: add ?table=schema.name");
  const database = new PostgresDatabase(address, options);
  try {
    const declaration = { ...declared, source: shown };
    // Reading a whole table may take longer than a query may.
    const session = await database.begin(NEVER, 0);
    try {
      const relation = await readRelation(session, table, shown);
      const read = await readColumns(session, relation, declaration, shown);
      await session.commit();
      return new PostgresEngine(database, declaration, address, relation, read);
    } finally {
      await session.abandon();
    }
  } catch (error) {
    await database.close().catch(() => {});
    throw explainOpening(error as Error, shown);
  }
}

export class PostgresEngine implements DatasetEngine {
  readonly name = "postgres";
  readonly values: ReadonlyMap<string, ColumnValues>;
  readonly schema: DatasetSchema;
  readonly rowCount: number;
  /** The address without secrets. */
  readonly shown: string;
  /** Different for different rows and orders of them. */
  readonly version: string;
  readonly sizeBytes: number;
  readonly #database: PostgresDatabase;
  readonly #relation: PostgresRelation;
  readonly #columns: ReadonlyMap<string, PostgresColumn>;

  constructor(
    database: PostgresDatabase,
    { name }: DatasetDeclaration,
    { shown }: PostgresAddress,
    relation: PostgresRelation,
    { columns, rowCount, contentHash }: ReadColumns,
  ) {
    this.#database = database;
    this.#relation = relation;
    this.#columns = new Map(columns.map((column) => [column.name, column]));
    this.rowCount = rowCount;
    this.shown = shown;
    this.sizeBytes = relation.sizeBytes;
    this.values = new Map(
      columns.flatMap((column) => (column.values === null ? [] : [[column.name, column.values] as const])),
    );
    this.schema = { name, columns: columns.map(({ schema }) => schema), long: null, metricAliases: [] };
    const types = relation.columns.map(({ name: column, type }) => [column, type]);
    const described = JSON.stringify([shown, types, rowCount, contentHash]);
    this.version = createHash("sha256").update(described).digest("hex");
  }

  async query(query: RowQuery, { signal }: QueryContext): Promise<Selection> {
    const { fields } = query;
    const columns = fields.map((field) => this.#get(field));
    const describe = (total: number, rowCount: number, blocks: Selection["blocks"]): Selection => ({
      fields,
      columns: columns.map(describeStoredColumn),
      total,
      rowCount,
      idColumns: new Set(),
      blocks,
    });
    const rows = new PendingRows(this.schema.name, signal);
    try {
      const session = await rows.begin(this.#database);
      const total = await this.#countRows(session, query);
      const { start, rowCount } = applyPage(query, total);
      const isSmall = rowCount * fields.length <= MAX_COLLECTED_CELLS;
      if (rowCount === 0) {
        rows.end();
        return describe(total, 0, () => []);
      }
      const sql = this.#buildSelect(query, columns, start);
      rows.start(session, sql, columns, rowCount, !isSmall);
      if (isSmall) {
        const collected = await rows.collect();
        return describe(total, rowCount, () => collected);
      }
      // A failure before the first block has its own status.
      await rows.fetch();
      return describe(total, rowCount, () => rows.stream());
    } catch (error) {
      throw await rows.fail(error as Error);
    }
  }

  count(
    { where }: Pick<Conditions, "where" | "measures">,
    columns: readonly string[],
    { signal }: QueryContext,
  ): Promise<RowCounts> {
    const { from } = this.#relation;
    return this.#database.read(this.schema.name, signal, async (session) => {
      const parameters = new PostgresParameters("parameter");
      const condition = this.#buildWhere(where, parameters);
      await this.#checkUnchanged(session);
      const [[total]] = await session.rows(`SELECT count(*) FROM ${from}${condition}`, parameters.values);
      const byColumn = new Map<string, ArrayLike<number>>();
      for (const name of columns) {
        const { comparable, values } = this.#get(name);
        const names = values?.kind === "names" ? values.names : [];
        const rows = await session.rows(
          `SELECT ${comparable}, count(*) FROM ${from}${condition} GROUP BY 1`,
          parameters.values,
        );
        const counted = new Map(rows.map(([value, count]) => [value, Number(count)]));
        byColumn.set(
          name,
          names.map((each) => counted.get(each) ?? 0),
        );
      }
      return { rows: Number(total), byColumn };
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  describeColumns(): ColumnDescription[] {
    return describeServedColumns(this.#columns.values(), this.rowCount);
  }

  /** Counts the rows of a query, and sets its values for the COPY that follows. */
  async #countRows(session: Session, { where }: RowQuery): Promise<number> {
    const { from, currentOid } = this.#relation;
    const parameters = new PostgresParameters("parameter");
    const condition = this.#buildWhere(where, parameters);
    const { values } = parameters;
    // Without conditions, the rows are those of the start, and their number is checked when they have arrived.
    const counted = where.length === 0 ? `${this.rowCount}` : `(SELECT count(*) FROM ${from}${condition})`;
    const selected = [currentOid, counted, ...buildSettings(values, values.length + 1)];
    const [[oid, total]] = await session.rows(`SELECT ${selected.join(", ")}`, [...values, ...values]);
    if (oid !== this.#relation.oid) throw buildChanged(this.schema.name);
    return Number(total);
  }

  async #checkUnchanged(session: Session): Promise<void> {
    const [[oid]] = await session.rows(`SELECT ${this.#relation.currentOid}`);
    if (oid !== this.#relation.oid) throw buildChanged(this.schema.name);
  }

  #buildSelect({ where, sort, limit }: RowQuery, columns: readonly PostgresColumn[], start: number): string {
    const { from, order } = this.#relation;
    const keys = sort.map(
      ({ name, isDescending }) => `${this.#get(name).sortable} ${isDescending ? "DESC" : "ASC"} NULLS LAST`,
    );
    const selected = columns.map(({ selected: expression }, index) => `${expression} AS c${index}`);
    const condition = this.#buildWhere(where, new PostgresParameters("setting"));
    // Without a limit, rows that were added since the start are not left out but found.
    const page = `${limit === null ? "" : ` LIMIT ${limit}`}${start === 0 ? "" : ` OFFSET ${start}`}`;
    return `SELECT ${selected.join(", ")} FROM ${from}${condition} ORDER BY ${[...keys, ...order].join(", ")}${page}`;
  }

  #buildWhere(where: readonly Predicate[], parameters: PostgresParameters): string {
    const predicates = where.map((predicate) => this.#toNames(predicate));
    return buildWhere(predicates, (name) => this.#get(name), parameters);
  }

  /** A range of text of numbers as the names in it. */
  #toNames(predicate: Predicate): Predicate {
    const { isNumericText, storage } = this.#get(predicate.column);
    if (!isNumericText || predicate.kind !== "range" || storage.kind !== "dictionary") return predicate;
    const names = storage.dictionary.filter((name) => isInRange(predicate.range, Number(name)));
    return { kind: "in", column: predicate.column, names };
  }

  #get(name: string): PostgresColumn {
    const column = this.#columns.get(name);
    if (column === undefined) throw new TypeError(`there is no column "${name}"`);
    return column;
  }
}

function applyPage({ offset, limit }: RowQuery, total: number) {
  const start = Math.min(offset, total);
  return { start, rowCount: (limit === null ? total : Math.min(start + limit, total)) - start };
}

/** The rows of one query on their way, and the session that they come from. */
class PendingRows {
  readonly #dataset: string;
  readonly #signal: AbortSignal;
  #session: Session | null = null;
  #blocks: AsyncGenerator<Block> | null = null;
  #decoder: RowDecoder | null = null;
  #expectedCount = 0;
  #next: IteratorResult<Block> | null = null;

  constructor(dataset: string, signal: AbortSignal) {
    this.#dataset = dataset;
    this.#signal = signal;
  }

  async begin(database: PostgresDatabase): Promise<Session> {
    this.#session = await database.begin(this.#signal);
    return this.#session;
  }

  start(
    session: Session,
    sql: string,
    columns: readonly PostgresColumn[],
    rowCount: number,
    isStreamed: boolean,
  ): void {
    this.#expectedCount = rowCount;
    this.#decoder = new RowDecoder(columns, rowCount);
    this.#blocks = session.copy(sql, this.#decoder, this.#dataset, isStreamed);
  }

  async collect(): Promise<Block[]> {
    const collected: Block[] = [];
    for (await this.fetch(); this.#next?.done === false; await this.fetch()) collected.push(this.#next.value);
    return collected;
  }

  /** Fetches the next block, or ends the session after the last. */
  async fetch(): Promise<void> {
    const next = (await this.#blocks?.next()) ?? null;
    const isEnd = next?.done === true;
    // The number of rows has been promised to the client.
    if (isEnd && this.#decoder?.rowCount !== this.#expectedCount) throw buildChanged(this.#dataset);
    this.#next = next;
    if (isEnd) this.end();
  }

  /** Yields the block that has been fetched, then a promise for each block and that block. An early end cancels the query. */
  *stream(): Generator<Block | Pending> {
    try {
      while (this.#next?.done === false) {
        yield this.#next.value;
        yield this.fetch().catch(async (error: Error) => {
          throw await this.fail(error);
        });
      }
    } finally {
      void this.#session?.abandon();
    }
  }

  /** Ends the session; nobody waits for it. */
  end(): void {
    void this.#session?.commit().catch(() => this.#session?.abandon());
  }

  /** Ends the session. Returns what is to be thrown. */
  async fail(error: Error): Promise<unknown> {
    await this.#session?.abandon();
    return this.#signal.aborted ? this.#signal.reason : explainQueryFailure(error, this.#dataset);
  }
}
