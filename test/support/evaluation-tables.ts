/** Tables that a build of the evaluations writes, and comparisons of them cell by cell. */
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { MELTED_TASKS, PPL_COLUMNS, TASK_METRICS } from "../../src/pipeline/suite.js";

export type TableCell = string | number | bigint | boolean | null;

/** Columns by name, in the order of the file; missing numbers are null, also where the file has NaN. */
export interface CellTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** Reads a Parquet file with 64-bit integers as numbers. */
export async function readTable(path: string): Promise<CellTable> {
  return withDatabase({ threads: 1 }, async ({ connection }) => {
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet(${quoteText(path)})`);
    const names = reader.columnNames();
    const rows = reader.getRowsJS() as TableCell[][];
    return { names, rows: rows.map((row) => row.map(toPlain)) };
  });
}

function toPlain(cell: TableCell): TableCell {
  if (typeof cell === "bigint") return Number(cell);
  return typeof cell === "number" && Number.isNaN(cell) ? null : cell;
}

/** The rows of a table by their key, which no two of them share. */
export function indexRows(
  { names, rows }: CellTable,
  keys: readonly string[],
): Map<string, readonly TableCell[]> {
  const places = keys.map((key) => names.indexOf(key));
  const index = new Map(rows.map((row) => [JSON.stringify(places.map((place) => row[place])), row]));
  if (index.size !== rows.length) throw new Error(`rows share ${keys.join(", ")}`);
  return index;
}

/**
 * The cells in which a table differs from another, bit for bit, as texts; at most ten. Rows are matched by their key,
 * columns by their name, and only columns of `expected` that both have are compared.
 */
export function findDifferences(found: CellTable, expected: CellTable, keys: readonly string[]): string[] {
  const [rows, expectedRows] = [indexRows(found, keys), indexRows(expected, keys)];
  const differences: string[] = [];
  for (const key of rows.keys()) if (!expectedRows.has(key)) differences.push(`${key} should not be there`);
  const columns = expected.names
    .map((name, place) => ({ name, place, own: found.names.indexOf(name) }))
    .filter(({ own }) => own >= 0);
  for (const [key, row] of expectedRows) {
    const own = rows.get(key);
    if (own === undefined) differences.push(`${key} is missing`);
    else {
      for (const { name, place, own: ownPlace } of columns) {
        if (!Object.is(own[ownPlace], row[place])) {
          differences.push(`${key} ${name}: ${print(own[ownPlace])} instead of ${print(row[place])}`);
        }
      }
    }
    if (differences.length > 10) return differences.slice(0, 10);
  }
  return differences;
}

function print(cell: TableCell): string {
  return Object.is(cell, -0) ? "-0" : String(cell);
}

/** The columns of a table that another lacks. */
export function findMissingColumns(found: CellTable, expected: CellTable): string[] {
  return expected.names.filter((name) => !found.names.includes(name));
}

/** The metrics of long tables: perplexities, and the metrics of all tasks but MMLU's subjects. */
const LONG_METRICS = new Set([
  ...PPL_COLUMNS.map(({ name }) => name),
  ...MELTED_TASKS.flatMap((task) => TASK_METRICS.map((metric) => `${task}_${metric}`)),
]);

/** A long table without the metrics that the suite does not have. */
export function keepKnownMetrics({ names, rows }: CellTable): CellTable {
  const place = names.indexOf("metric");
  return { names, rows: rows.filter((row) => LONG_METRICS.has(row[place] as string)) };
}

/** The long form of a wide table, metric by metric; rows without a value are left out. */
export function meltTable({ names, rows }: CellTable, ids: readonly string[]): CellTable {
  const places = ids.map((id) => names.indexOf(id));
  const metrics = [...names.entries()].filter(([, name]) => LONG_METRICS.has(name));
  return {
    names: [...ids, "metric", "value"],
    rows: metrics.flatMap(([place, name]) =>
      rows
        .filter((row) => row[place] !== null)
        .map((row) => [...places.map((id) => row[id]), name, row[place]]),
    ),
  };
}
