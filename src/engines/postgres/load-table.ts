/** Loads rows into a table of PostgreSQL: beside the table that is there, which they then replace, in one transaction. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { PipelineError, quote } from "../../errors.js";
import type { Block } from "../../table/selection.js";
import { quoteName, quoteText } from "../sql/quoting.js";
import type { PostgresAddress, TableName } from "./address.js";
import { type ColumnStore, CopyEncoder } from "./copy-encoder.js";
import { CopyIn } from "./copy-stream.js";
import { explainOpening } from "./failures.js";
import { ORDINAL_COMMENT } from "./relation.js";

export interface LoadedColumn {
  readonly name: string;
  readonly store: ColumnStore;
  /** Whether queries filter by it. */
  readonly isIndexed: boolean;
}

export interface LoadedRows {
  /** Such as the name of a file; part of the comment of the table. */
  readonly source: string;
  readonly columns: readonly LoadedColumn[];
  readonly blocks: AsyncIterable<Block>;
}

export interface LoadHooks {
  readonly signal: AbortSignal;
  /** Called after each step with its name. */
  readonly lap: (step: string) => void;
}

const TABLE_COMMENT = "datadecide: loaded from ";
const SQL_TYPES: Readonly<Record<ColumnStore, string>> = {
  bigint: "bigint",
  double: "double precision",
  timestamp: "timestamp",
  text: 'text COLLATE "C"',
  boolean: "boolean",
  doubles: "double precision[]",
  integers: "bigint[]",
};
/** Longer names would be cut. */
const MAX_NAME_BYTES = 63;
const SORT_MEMORY = "256MB";
/** While the replacement waits for the readers of the table, new readers wait for it. */
const LOCK_TIMEOUT = "30s";

/**
 * Loads rows into a table. Returns their number. Throws PipelineError table-taken, cannot-load, StartupError cannot-connect; the
 * table is as it was then.
 */
export async function loadTable(
  { connectionString, shown }: PostgresAddress,
  table: TableName,
  rows: LoadedRows,
  hooks: LoadHooks,
): Promise<number> {
  checkNames([table.name, ...rows.columns.map(({ name }) => name)], shown);
  const client = new pg.Client({ connectionString, application_name: "datadecide load", keepAlive: true });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw explainOpening(error as Error, shown);
  }
  // Whatever the server does then, it undoes.
  const disconnect = () => void client.end().catch(() => {});
  hooks.signal.addEventListener("abort", disconnect);
  try {
    await client.query(
      `BEGIN; SET LOCAL maintenance_work_mem = '${SORT_MEMORY}'; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`,
    );
    const rowCount = await new TableLoad(client, table, rows, hooks, shown).run();
    hooks.signal.throwIfAborted();
    await client.query("COMMIT");
    hooks.lap("replace the table");
    return rowCount;
  } catch (error) {
    if (error instanceof PipelineError || hooks.signal.aborted) throw error;
    const reason = (error as Error).message.split("\n")[0];
    throw new PipelineError("cannot-load", shown, `cannot be loaded into (${reason})`);
  } finally {
    hooks.signal.removeEventListener("abort", disconnect);
    // Without a COMMIT, the end of the connection undoes everything.
    await client.end().catch(() => {});
  }
}

function checkNames(names: readonly string[], shown: string): void {
  const long = names.find((name) => Buffer.byteLength(name) > MAX_NAME_BYTES);
  if (long === undefined) return;
  const problem = `cannot have a name of more than ${MAX_NAME_BYTES} bytes, which ${quote(long)} is`;
  throw new PipelineError("cannot-load", shown, problem);
}

class TableLoad {
  readonly #client: pg.Client;
  readonly #table: TableName;
  readonly #rows: LoadedRows;
  readonly #hooks: LoadHooks;
  readonly #shown: string;
  readonly #temporaryName: string;

  constructor(client: pg.Client, table: TableName, rows: LoadedRows, hooks: LoadHooks, shown: string) {
    this.#client = client;
    this.#table = table;
    this.#rows = rows;
    this.#hooks = hooks;
    this.#shown = shown;
    // Its own name is cut where the two are too long together.
    this.#temporaryName = `loading ${randomBytes(8).toString("hex")}`;
  }

  async run(): Promise<number> {
    const { lap } = this.#hooks;
    const grants = await this.#readGrants();
    await this.#create();
    const rowCount = await this.#copy();
    lap("copy the rows");
    for (const { name, isIndexed } of this.#rows.columns) {
      this.#hooks.signal.throwIfAborted();
      if (isIndexed) await this.#client.query(`CREATE INDEX ON ${this.#temporary} (${quoteName(name)})`);
    }
    lap("build the indexes");
    await this.#client.query(`ANALYZE ${this.#temporary}`);
    await this.#replace(grants);
    return rowCount;
  }

  get #temporary(): string {
    return `${quoteName(this.#table.schema)}.${quoteName(this.#temporaryName)}`;
  }

  get #final(): string {
    return `${quoteName(this.#table.schema)}.${quoteName(this.#table.name)}`;
  }

  /** The grants of the table that is replaced. Throws PipelineError table-taken for one that was not made by a load. */
  async #readGrants(): Promise<string[]> {
    const { rows } = await this.#client.query<{ comment: string | null; oid: string }>(
      "SELECT c.oid, obj_description(c.oid, 'pg_class') AS comment FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
      [this.#table.schema, this.#table.name],
    );
    if (rows.length === 0) return [];
    const [{ oid, comment }] = rows;
    if (comment?.startsWith(TABLE_COMMENT) !== true) {
      const name = quote(`${this.#table.schema}.${this.#table.name}`);
      throw new PipelineError("table-taken", this.#shown, `has a table ${name} that was not made by load`);
    }
    const grants = await this.#client.query<{ privilege: string; role: string; option: boolean }>(
      `SELECT privilege_type AS privilege, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS role,
         is_grantable AS option
       FROM pg_class c, aclexplode(c.relacl) WHERE c.oid = $1 AND grantee <> c.relowner`,
      [oid],
    );
    return grants.rows.map(
      ({ privilege, role, option }) =>
        `GRANT ${privilege} ON ${this.#temporary} TO ${role}${option ? " WITH GRANT OPTION" : ""}`,
    );
  }

  async #create(): Promise<void> {
    const ordinal = quoteName(this.#ordinalName);
    const columns = this.#rows.columns.map(({ name, store }) => `${quoteName(name)} ${SQL_TYPES[store]}`);
    await this.#client.query(
      `CREATE TABLE ${this.#temporary} (${[`${ordinal} bigint NOT NULL`, ...columns].join(", ")})`,
    );
    await this.#client.query(
      `COMMENT ON COLUMN ${this.#temporary}.${ordinal} IS ${quoteText(ORDINAL_COMMENT)}`,
    );
    await this.#client.query(
      `COMMENT ON TABLE ${this.#temporary} IS ${quoteText(`${TABLE_COMMENT}${this.#rows.source}`)}`,
    );
  }

  /** A name that no column of the source has. */
  get #ordinalName(): string {
    const names = new Set(this.#rows.columns.map(({ name }) => name));
    let name = "ordinal";
    while (names.has(name)) name += "_";
    return name;
  }

  async #copy(): Promise<number> {
    const encoder = new CopyEncoder(this.#rows.columns.map(({ store }) => store));
    const copy = new CopyIn(
      `COPY ${this.#temporary} FROM STDIN (FORMAT binary, FREEZE)`,
      encoder.encode(this.#rows.blocks),
    );
    this.#client.query(copy);
    await copy.done;
    await this.#client.query(
      `ALTER TABLE ${this.#temporary} ADD PRIMARY KEY (${quoteName(this.#ordinalName)})`,
    );
    return encoder.rowCount;
  }

  async #replace(grants: readonly string[]): Promise<void> {
    await this.#client.query(`DROP TABLE IF EXISTS ${this.#final}`);
    await this.#client.query(`ALTER TABLE ${this.#temporary} RENAME TO ${quoteName(this.#table.name)}`);
    const renamed = grants.map((grant) => grant.replace(this.#temporary, this.#final));
    for (const grant of renamed) await this.#client.query(grant);
  }
}
