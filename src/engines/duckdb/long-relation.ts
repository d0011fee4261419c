/** Long datasets: what the columns of a melted table are for, and the checks that one row has one value. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { DatasetDeclaration, LongDeclaration } from "../../catalog/declaration.js";
import { showSource } from "../../catalog/source.js";
import { quote, StartupError } from "../../errors.js";
import { quoteName, quoteText } from "../sql/quoting.js";
import { ORDER_NAME, type ReadRows, type RelationColumn } from "./columns.js";
import { qualify, type Relation } from "./relation.js";

export interface LongRelation {
  /** The rows that have a value. */
  readonly from: string;
  readonly variable: RelationColumn & { readonly storage: { readonly dictionary: readonly string[] } };
  readonly value: RelationColumn;
  /** The columns that a checkpoint and its order are known by: recipe, size, other keys. */
  readonly keys: readonly RelationColumn[];
  readonly order: RelationColumn;
  /** All columns in their order. */
  readonly columns: readonly RelationColumn[];
}

/** The rows of a melted table: a row whose value is missing or infinite is not served. */
export function describeLongRows(from: string, { value }: LongDeclaration): ReadRows {
  const number = `TRY_CAST(${quoteName(value)} AS DOUBLE)`;
  return { all: from, served: `(SELECT * FROM ${from} WHERE isfinite(${number}))` };
}

/**
 * Assigns the columns. Measures are in order of their first row. Throws StartupError wrong-type, bad-value for a row without a key,
 * duplicate-key.
 */
export async function buildLongRelation(
  connection: DuckDBConnection,
  relation: Relation,
  rows: ReadRows,
  columns: readonly RelationColumn[],
  { name: dataset, source, long }: DatasetDeclaration & { readonly long: LongDeclaration },
): Promise<LongRelation> {
  const subject = showSource(source);
  const get = (name: string) => columns.find((column) => column.name === name) as RelationColumn;
  const checkKind = (name: string, kind: string, type: string) => {
    if (get(name).storage.kind === kind) return;
    throw new StartupError(
      "wrong-type",
      subject,
      `column ${quote(name)} of a long dataset has to be ${type}`,
    );
  };
  checkKind(long.variable, "dictionary", "text of at most 10000 names");
  checkKind(long.value, "number", "numbers");
  checkKind(ORDER_NAME, "number", "numbers");
  const variable = await readMeasures(connection, relation, get(long.variable), dataset);
  const value = {
    ...hide(get(long.value), "measure"),
    storage: { kind: "number", isInteger: false },
  } as const;
  const order = get(ORDER_NAME);
  const others = columns.filter(({ name }) => ![long.variable, long.value, ORDER_NAME].includes(name));
  const keys = others
    .filter(({ schema }) => schema.role === "key")
    .toSorted((a, b) => rankKey(a) - rankKey(b));
  const result = {
    ...{ from: rows.served, variable, value, keys, order },
    columns: columns.map((column) =>
      column.name === long.variable ? variable : column.name === long.value ? value : column,
    ),
  };
  await checkKeys(connection, rows.all, result, subject);
  await checkAttributes(connection, result, others, subject);
  return result;
}

/** Recipes come first in the total order, then sizes. */
function rankKey({ schema }: RelationColumn): number {
  return schema.filter === "recipes" ? 0 : schema.filter === "sizes" ? 1 : 2;
}

/** What `metric=` and the bounds of the value filter is no filter of its own. */
function hide(column: RelationColumn, role: "key" | "measure"): RelationColumn {
  return { ...column, schema: { ...column.schema, role, filter: "none" }, values: null };
}

async function readMeasures(
  connection: DuckDBConnection,
  { from, order }: Relation,
  column: RelationColumn,
  dataset: string,
): Promise<LongRelation["variable"]> {
  const text = `CAST(${quoteName(column.name)} AS VARCHAR)`;
  const places = order.map((expression, index) => `${expression} AS place${index}`).join(", ");
  const first = `min(row(${order.map((_, index) => `place${index}`).join(", ")}))`;
  const reader = await connection.runAndReadAll(
    `SELECT name FROM (SELECT ${text} AS name, ${places} FROM ${from}) WHERE name IS NOT NULL GROUP BY name ORDER BY ${first}`,
  );
  const dictionary = reader.getColumnsJS()[0] as string[];
  const type = qualify(dataset, "measures");
  await connection.run(`CREATE TYPE ${type} AS ENUM (${dictionary.map(quoteText).join(", ")})`);
  const selected = `CAST(${text} AS ${type})`;
  const storage = { kind: "dictionary", dictionary } as const;
  return {
    ...hide(column, "key"),
    storage,
    selected,
    sortable: selected,
    comparable: text,
    isInteger: false,
  };
}

async function checkKeys(
  connection: DuckDBConnection,
  all: string,
  { from, variable, keys, order }: LongRelation,
  subject: string,
): Promise<void> {
  const named = [variable, ...keys, order];
  const missing = named.map(({ comparable }) => `count(*) - count(${comparable})`).join(", ");
  const counted = await connection.runAndReadAll(`SELECT ${missing} FROM ${all}`);
  const index = counted.getRowsJS()[0].findIndex((count) => Number(count) > 0);
  if (index >= 0) {
    throw new StartupError("bad-value", subject, `has rows without a value of ${quote(named[index].name)}`);
  }
  const key = named.map(({ comparable }) => comparable).join(", ");
  const repeated = await connection.runAndReadAll(
    `SELECT ${key} FROM ${from} GROUP BY ${key} HAVING count(*) > 1 LIMIT 1`,
  );
  const [row] = repeated.getRowsJS();
  if (row === undefined) return;
  const shown = named.map(({ name }, at) => `${name} ${quote(String(row[at]))}`).join(", ");
  throw new StartupError("duplicate-key", subject, `has two rows of ${shown}`);
}

/** The attributes of a checkpoint are equal in all of its rows, as the wide form has one row for it. */
async function checkAttributes(
  connection: DuckDBConnection,
  { from, keys, order }: LongRelation,
  others: readonly RelationColumn[],
  subject: string,
): Promise<void> {
  const attributes = others.filter((column) => !keys.includes(column));
  if (attributes.length === 0) return;
  const key = [...keys, order].map(({ comparable }) => comparable).join(", ");
  const differs = attributes.map(
    ({ selected }) =>
      `(min(${selected}) IS DISTINCT FROM max(${selected}) OR count(${selected}) NOT IN (0, count(*)))`,
  );
  const found = await connection.runAndReadAll(
    `SELECT ${[...keys, order].map(({ comparable }) => comparable).join(", ")}, ${differs.join(", ")} FROM ${from} GROUP BY ${key} HAVING ${differs.join(" OR ")} LIMIT 1`,
  );
  const [row] = found.getRowsJS();
  if (row === undefined) return;
  const shown = [...keys, order].map(({ name }, at) => `${name} ${quote(String(row[at]))}`).join(", ");
  const { name } = attributes[row.slice(keys.length + 1).indexOf(true)];
  const problem = `rows of one checkpoint (${shown}) differ in ${quote(name)}, which is no key`;
  throw new StartupError("bad-value", subject, problem);
}
