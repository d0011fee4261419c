/** Addresses of PostgreSQL: `postgres://user@host:port/database?table=schema.table`, with whatever else the driver understands. */
import { StartupError } from "../../errors.js";

export interface PostgresAddress {
  /** With the password, if the address has one: for the driver only, and never printed. */
  readonly connectionString: string;
  /** Null without `table=`. */
  readonly table: TableName | null;
  /** The address without user, password and options: fit for logs, errors and responses. */
  readonly shown: string;
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Whether a source is a table of PostgreSQL. */
export function isPostgresSource(source: string): boolean {
  return /^postgres(?:ql)?:/i.test(source);
}

/** Parses an address. Throws StartupError bad-source without a word of it, since it may hold a password. */
export function parsePostgresAddress(source: string): PostgresAddress {
  const prefix = /^postgres(?:ql)?:\/\//i.exec(source)?.[0];
  if (prefix === undefined || !URL.canParse(source)) {
    throw new StartupError("bad-source", "a postgres:// source", "is not a URL");
  }
  const url = new URL(source);
  const table = url.searchParams.get("table");
  url.searchParams.delete("table");
  const place = `postgres://${url.host}${url.pathname}`;
  return {
    connectionString: url.toString(),
    table: table === null ? null : parseTableName(table, place),
    shown: table === null ? place : `${place}?table=${table}`,
  };
}

/** Parses `table` or `schema.table`, whose schema is `public` by default. Throws StartupError bad-source. */
export function parseTableName(text: string, subject: string): TableName {
  const parts = text.split(".");
  if (parts.length > 2 || parts.some((part) => part === "")) {
    throw new StartupError("bad-source", subject, "names no table: write table=name or table=schema.name");
  }
  const name = parts[parts.length - 1];
  return { schema: parts.length === 2 ? parts[0] : "public", name };
}
