/** The columns of a relation, each with its schema, the values that it is filtered by, and its SQL. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { DatasetDeclaration } from "../../catalog/declaration.js";
import type { ColumnRole } from "../../catalog/schema.js";
import { showSource } from "../../catalog/source.js";
import { quote, StartupError } from "../../errors.js";
import { quoteName } from "../sql/quoting.js";
import { checkDeclaredColumns, isPandasIndex, type ServedColumn } from "../sql/served-column.js";
import { buildColumn, type ReadRows } from "./column-builder.js";
import { listLeaves, readStatistics } from "./leaves.js";

export type { ServedColumn as RelationColumn } from "../sql/served-column.js";
export type { ReadRows } from "./column-builder.js";

/** The column that orders the checkpoints of a long dataset. */
export const ORDER_NAME = "step";

/**
 * Reads the columns of a relation, in one pass over its rows and one more for each list of names. Throws StartupError
 * inexact-value for integers that a double cannot hold, missing-column for a declared column that is not there.
 */
export async function readColumns(
  connection: DuckDBConnection,
  rows: ReadRows,
  { name: dataset, source, columns: declared, long }: DatasetDeclaration,
): Promise<ServedColumn[]> {
  const subject = showSource(source);
  const empty = await connection.runAndReadAll(`SELECT * FROM ${rows.all} LIMIT 0`);
  const types = empty.columnTypes();
  const leaves = empty
    .columnNames()
    .flatMap((name, index) => listLeaves(name, quoteName(name), types[index]))
    .filter(({ name }) => !isPandasIndex(name));
  const names = leaves.map(({ name }) => name);
  const declaredNames = [...Object.keys(declared), ...(long === null ? [] : [long.variable, long.value])];
  checkDeclaredColumns(declaredNames, names, subject);
  if (long !== null && !names.includes(ORDER_NAME)) {
    const problem = `has no column ${quote(ORDER_NAME)}, which orders a long dataset, only ${names.join(", ")}`;
    throw new StartupError("missing-column", subject, problem);
  }
  const statistics = await readStatistics(connection, rows.served, leaves);
  const columns: ServedColumn[] = [];
  for (const [index, leaf] of leaves.entries()) {
    // The other numbers of a long dataset describe its checkpoints.
    const floatRole: ColumnRole = long === null || leaf.name === long.value ? "measure" : "attribute";
    const context = { connection, rows, dataset, subject, floatRole, index };
    const input = { ...context, leaf, statistics: statistics[index], declared: declared[leaf.name] ?? {} };
    columns.push(await buildColumn(input));
  }
  return columns;
}
