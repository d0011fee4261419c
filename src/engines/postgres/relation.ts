/** A table of PostgreSQL: what it is, its columns with their types, and the order of its rows. */
import { quote, StartupError } from "../../errors.js";
import { quoteName, quoteText } from "../sql/quoting.js";
import type { TableName } from "./address.js";
import type { Session } from "./database.js";

/** The comment of the column that `load` adds: the position of each row in its source. It is not served. */
export const ORDINAL_COMMENT = "datadecide: the position of the row in its source";

/** Collation of text by its bytes. */
export const BY_BYTES = 'COLLATE "C"';

export interface PostgresRelation {
  /** A table expression. */
  readonly from: string;
  /** Expressions that order the rows totally. */
  readonly order: readonly string[];
  readonly columns: readonly TypedColumn[];
  /** Different for a table that takes the place of this one. */
  readonly oid: string;
  /** An expression of the oid that the name has now. */
  readonly currentOid: string;
  /** With its indexes. */
  readonly sizeBytes: number;
}

export interface TypedColumn {
  readonly name: string;
  readonly type: SqlType;
}

export interface SqlType {
  /** As in pg_type, of a domain its base; of an array that of its elements. */
  readonly name: string;
  readonly isArray: boolean;
  readonly isEnum: boolean;
  /** Whether texts that differ are equal for the server. */
  readonly hasLooseCollation: boolean;
}

/** Ordinary tables, partitioned ones, and materialized views. */
const KINDS: Readonly<Record<string, string>> = {
  v: "a view",
  f: "a foreign table",
  S: "a sequence",
  i: "an index",
};

/** Finds a table. Throws StartupError missing-table, unsupported-source. */
export async function readRelation(
  session: Session,
  table: TableName,
  shown: string,
): Promise<PostgresRelation> {
  const from = `${quoteName(table.schema)}.${quoteName(table.name)}`;
  const [found] = await session.rows(
    "SELECT c.oid, c.relkind, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
    [table.schema, table.name],
  );
  if (found === undefined) throw await explainMissing(session, table, shown);
  const [oid, kind, size] = found as readonly string[];
  if (!["r", "p", "m"].includes(kind)) {
    const problem = `is ${KINDS[kind] ?? "no table"}, whose rows have no order of their own; name a table or a materialized view`;
    throw new StartupError("unsupported-source", shown, problem);
  }
  const columns = await readTypes(session, oid);
  const order = await readOrder(session, oid, kind);
  const served = columns.filter(({ comment }) => comment !== ORDINAL_COMMENT);
  return {
    from,
    order: order ?? findOrdinal(columns) ?? (kind === "p" ? ["tableoid", "ctid"] : ["ctid"]),
    columns: served,
    oid,
    currentOid: `to_regclass(${quoteText(from)})::oid`,
    sizeBytes: Number(size),
  };
}

async function explainMissing(session: Session, table: TableName, shown: string): Promise<StartupError> {
  const rows = await session.rows(
    "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 20",
  );
  const names = rows.map(([name]) => name).join(", ") || "none";
  const problem = `has no table ${quote(`${table.schema}.${table.name}`)}, only ${names}`;
  return new StartupError("missing-table", shown, problem);
}

interface CommentedColumn extends TypedColumn {
  readonly comment: string | null;
}

async function readTypes(session: Session, oid: string): Promise<CommentedColumn[]> {
  const rows = await session.rows(
    `SELECT a.attname, coalesce(e.typname, b.typname, t.typname),
       coalesce(b.typelem, t.typelem) <> 0 AND coalesce(b.typcategory, t.typcategory) = 'A',
       coalesce(e.typtype, b.typtype, t.typtype) = 'e',
       NOT coalesce(l.collisdeterministic, true), col_description(a.attrelid, a.attnum)
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
       LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)
       LEFT JOIN pg_type e ON e.oid = nullif(coalesce(b.typelem, t.typelem), 0) AND coalesce(b.typcategory, t.typcategory) = 'A'
       LEFT JOIN pg_collation l ON l.oid = a.attcollation
     WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [oid],
  );
  return rows.map(([name, type, isArray, isEnum, hasLooseCollation, comment]) => ({
    name: name as string,
    type: {
      name: type as string,
      isArray: isArray === "t",
      isEnum: isEnum === "t",
      hasLooseCollation: hasLooseCollation === "t",
    },
    comment,
  }));
}

/** The columns of the primary key, text by its bytes; null without one. */
async function readOrder(session: Session, oid: string, kind: string): Promise<string[] | null> {
  if (kind === "m") return null;
  const rows = await session.rows(
    `SELECT a.attname, a.attcollation <> 0
     FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(attnum, place)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = $1::oid AND i.indisprimary ORDER BY k.place`,
    [oid],
  );
  if (rows.length === 0) return null;
  return rows.map(([name, isText]) => `${quoteName(name as string)}${isText === "t" ? ` ${BY_BYTES}` : ""}`);
}

function findOrdinal(columns: readonly CommentedColumn[]): string[] | null {
  const ordinal = columns.find(({ comment }) => comment === ORDINAL_COMMENT);
  return ordinal === undefined ? null : [quoteName(ordinal.name)];
}
