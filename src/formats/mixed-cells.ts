/** Mixed columns in the typed formats: booleans alone keep their type, everything else becomes text. */
import { getCell, type MixedColumn } from "../table/column.js";
import { buildCellRenderer, JSON_DIALECT } from "./dialect.js";

export function isBooleanColumn({ values, isBoolean }: MixedColumn): boolean {
  return isBoolean ?? values.every((cell) => cell === null || typeof cell === "boolean");
}

/** Renders text as it is and other cells as JSON; null for a missing cell. */
export function buildTextRenderer(column: MixedColumn): (row: number) => string | null {
  const render = buildCellRenderer(column, JSON_DIALECT);
  return (row) => {
    const cell = getCell(column, row);
    if (typeof cell === "string") return cell;
    // No cell but a missing one is empty as JSON.
    return render(row) || null;
  };
}
