/** Tables that went through a structured clone come out as plain data; the arrays in them are the same. */
import { Table } from "../table/table.js";

/** The table that the plain data was. */
export function reviveTable({ columns, rowCount }: Table): Table {
  return new Table(columns, rowCount);
}
