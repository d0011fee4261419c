/** The records of a selection as plain objects, put together slowly. */
import { type Cell, getCell } from "../../src/table/column.js";
import type { Selection } from "../../src/table/selection.js";

export function toRecords(selection: Selection): Record<string, Cell>[] {
  const records: Record<string, Cell>[] = [];
  for (const { rows, columns } of selection.blocks()) {
    for (const row of rows) {
      const cells = columns.map((column) =>
        column.kind === "constant" ? column.value : getCell(column, row),
      );
      records.push(Object.fromEntries(selection.fields.map((field, index) => [field, cells[index]])));
    }
  }
  return records;
}
