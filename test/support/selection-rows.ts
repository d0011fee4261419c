/** The records of a selection as plain objects, put together slowly. */
import { type Cell, getCell } from "../../src/table/column.js";
import type { Block, Selection } from "../../src/table/selection.js";

export function toRecords(selection: Selection): Record<string, Cell>[] {
  const records: Record<string, Cell>[] = [];
  for (const { rows, columns } of listBlocks(selection)) {
    for (const row of rows) {
      const cells = columns.map((column) =>
        column.kind === "constant" ? column.value : getCell(column, row),
      );
      records.push(Object.fromEntries(selection.fields.map((field, index) => [field, cells[index]])));
    }
  }
  return records;
}

/** The blocks of a selection in memory. */
export function listBlocks(selection: Selection): Block[] {
  return [...selection.blocks()].map((block) => {
    if (block instanceof Promise) throw new Error("a block of this selection is not there yet");
    return block;
  });
}
