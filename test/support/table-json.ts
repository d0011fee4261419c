/** A table in the form of the golden files: missing is null, and `$number` and `$int` carry what JSON cannot. */
import { type Cell, type Column, getCell, getColumnLength } from "../../src/table/column.js";
import type { Table } from "../../src/table/table.js";

export interface TableJson {
  readonly rows: number;
  readonly columns: readonly { name: string; kind: Column["kind"]; cells: readonly unknown[] }[];
}

export function toTableJson(table: Table): TableJson {
  const columns = table.columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    cells: Array.from({ length: getColumnLength(column) }, (_, row) => toCellJson(column, row)),
  }));
  return { rows: table.rowCount, columns };
}

function toCellJson(column: Column, row: number): unknown {
  switch (column.kind) {
    case "number":
    case "timestamp":
      return toValueJson(column.values[row]);
    case "list": {
      const elements = column.values.subarray(column.offsets[row], column.offsets[row + 1]);
      return column.isPresent[row] === 0 ? null : Array.from(elements, toValueJson);
    }
    default:
      return toValueJson(getCell(column, row));
  }
}

function toValueJson(cell: Cell): unknown {
  if (typeof cell === "object" && cell !== null) return cell.map(toValueJson);
  if (Object.is(cell, -0)) return { $number: "-0" };
  if (typeof cell !== "number" || Number.isFinite(cell)) return cell;
  return Number.isNaN(cell) ? null : { $number: String(cell) };
}
