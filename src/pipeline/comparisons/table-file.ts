/**
 * Writes a table as a Parquet file: numbers as DOUBLE, text as VARCHAR, timestamps as TIMESTAMP in microseconds, lists as
 * LIST of DOUBLE, and a mixed column as text with the JSON type. Missing values are null, also in lists.
 */
import { DOUBLE, type DuckDBAppender, DuckDBTimestampValue, LIST } from "@duckdb/node-api";
import { type Column, getCell } from "../../table/column.js";
import type { Table } from "../../table/table.js";
import { writeTogether } from "../atomic-file.js";
import { type Database, quoteName } from "../database.js";
import { WIDE_LAYOUT, writeParquet } from "../evaluations/parquet-file.js";
import type { WrittenFile } from "../report.js";

const SQL_TYPES: Readonly<Record<Column["kind"], string>> = {
  number: "DOUBLE",
  dictionary: "VARCHAR",
  timestamp: "TIMESTAMP",
  list: "DOUBLE[]",
  mixed: "JSON",
};
const LIST_TYPE = LIST(DOUBLE);

/** Writes the complete file or nothing. Throws PipelineError cannot-write. */
export async function writeTableFile(database: Database, table: Table, path: string): Promise<WrittenFile> {
  const columns = table.columns.map(({ name, kind }) => `${quoteName(name)} ${SQL_TYPES[kind]}`);
  await database.run(`CREATE OR REPLACE TABLE written_table (${columns.join(", ")})`);
  const appender = await database.connection.createAppender("written_table");
  for (let row = 0; row < table.rowCount; row++) {
    for (const column of table.columns) appendCell(appender, column, row);
    appender.endRow();
  }
  appender.closeSync();
  const file = await writeTogether((files) =>
    writeParquet(database, "FROM written_table", files, path, WIDE_LAYOUT),
  );
  await database.run("DROP TABLE written_table");
  return file;
}

function appendCell(appender: DuckDBAppender, column: Column, row: number): void {
  if (isMissing(column, row)) {
    appender.appendNull();
    return;
  }
  switch (column.kind) {
    case "number":
      appender.appendDouble(column.values[row]);
      break;
    case "dictionary":
      appender.appendVarchar(column.dictionary[column.codes[row]]);
      break;
    case "timestamp":
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(Math.round(column.values[row] * 1000))));
      break;
    case "list": {
      const list = column.values.subarray(column.offsets[row], column.offsets[row + 1]);
      const elements = Array.from(list, (value) => (Number.isNaN(value) ? null : value));
      appender.appendList(elements, LIST_TYPE);
      break;
    }
    case "mixed":
      appender.appendVarchar(JSON.stringify(column.values[row]));
  }
}

function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case "number":
    case "timestamp":
      return Number.isNaN(column.values[row]);
    case "list":
      return column.isPresent[row] === 0;
    default:
      return getCell(column, row) === null;
  }
}
