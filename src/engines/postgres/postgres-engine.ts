/** The engine over PostgreSQL: a dataset in a table, which is queried where it is. */
import { createHash } from "node:crypto";
import type { DatasetDeclaration } from "../../catalog/declaration.js";
import type { DatasetSchema } from "../../catalog/schema.js";
import type { ColumnDescription } from "../../datasets/descriptions.js";
import { StartupError } from "../../errors.js";
import type { ColumnValues, Conditions, Predicate, RowQuery } from "../../query/row-query.js";
import { isInRange } from "../../table/row-filter.js";
import { applyLimit, type Selection } from "../../table/selection.js";
import { type DatasetEngine, MAX_WHOLE_CELLS, type QueryContext, type RowCounts } from "../engine.js";
import { describeServedColumns } from "../sql/served-column.js";
import { buildWhere } from "../sql/statement.js";
import { describeStoredColumn } from "../sql/stored-columns.js";
import { type PostgresAddress, parsePostgresAddress } from "./address.js";
import { type PostgresColumn, type ReadColumns, readColumns } from "./columns.js";
import { buildSettings, PostgresDatabase, type PostgresOptions, type Session } from "./database.js";
import { buildChanged, explainOpening } from "./failures.js";
import { PostgresParameters } from "./parameters.js";
import { type PostgresRelation, readRelation } from "./relation.js";
import { type PreparedRows, RowStream } from "./row-stream.js";

/** Of the COPY, whose values the planner does not know: it would start processes for few rows. */
const NO_WORKERS = "set_config('max_parallel_workers_per_gather', '0', true)";

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
    const request = {
      database: this.#database,
      dataset: this.schema.name,
      signal,
      prepare: (session: Session) => this.#prepare(session, query),
    };
    const rows = await RowStream.open(request);
    const { columns, total, rowCount, isStreamed } = rows.prepared;
    const collected = isStreamed ? null : await rows.collect();
    // The first block is here, so that a failure before it has its own status.
    let unread = isStreamed ? rows.closeUnlessRead() : null;
    return {
      fields: query.fields,
      columns: columns.map(describeStoredColumn),
      total,
      rowCount,
      idColumns: new Set(),
      blocks: () => {
        if (collected !== null) return collected;
        const first = unread;
        unread = null;
        return RowStream.read(first, request);
      },
    };
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
    const selected = [currentOid, counted, NO_WORKERS, ...buildSettings(values, values.length + 1)];
    const [[oid, total]] = await session.rows(`SELECT ${selected.join(", ")}`, [...values, ...values]);
    if (oid !== this.#relation.oid) throw buildChanged(this.schema.name);
    return Number(total);
  }

  async #checkUnchanged(session: Session): Promise<void> {
    const [[oid]] = await session.rows(`SELECT ${this.#relation.currentOid}`);
    if (oid !== this.#relation.oid) throw buildChanged(this.schema.name);
  }

  async #prepare(session: Session, query: RowQuery): Promise<PreparedRows> {
    const { fields, offset, limit } = query;
    const columns = fields.map((field) => this.#get(field));
    const total = await this.#countRows(session, query);
    const { start, end } = applyLimit(total, offset, limit);
    const rowCount = end - start;
    const isStreamed = rowCount * fields.length > MAX_WHOLE_CELLS;
    return { total, rowCount, isStreamed, columns, sql: this.#buildSelect(query, columns, start) };
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
