/** What examples ask for, found in the stand-ins by plain loops over every cell. */
import { getCell } from "../../src/table/column.js";
import { loadStandIns } from "./stand-ins.js";

export interface ExampleRow {
  readonly params: string;
  readonly data: string;
  readonly step: number;
  readonly metric: string;
  readonly value: number;
}

/** All rows with a value, in the usual order; null is any recipe. */
export async function findRows(wanted: { metric: RegExp; recipe: string | null }): Promise<ExampleRow[]> {
  const { view } = (await loadStandIns()).evaluations;
  const rows: ExampleRow[] = [];
  for (const column of view.valueColumns) {
    if (!wanted.metric.test(column.name)) continue;
    for (let row = 0; row < view.table.rowCount; row++) {
      const cell = (name: string) => getCell(view.table.get(name), row);
      const value = column.values[row];
      if (Number.isNaN(value) || (wanted.recipe !== null && cell("data") !== wanted.recipe)) continue;
      rows.push({
        params: cell("params") as string,
        data: cell("data") as string,
        step: cell("step") as number,
        ...{ metric: column.name, value },
      });
    }
  }
  return rows;
}

/** Of each size and recipe the row with the highest step. */
export async function findFinal(wanted: {
  metric: string;
  recipe?: string;
  params?: string;
}): Promise<ExampleRow[]> {
  const rows = await findRows({ metric: new RegExp(`^${wanted.metric}$`), recipe: wanted.recipe ?? null });
  const lastOf = new Map<string, ExampleRow>();
  for (const row of rows) {
    if (wanted.params !== undefined && row.params !== wanted.params) continue;
    const key = `${row.params} ${row.data}`;
    if (row.step > (lastOf.get(key)?.step ?? -1)) lastOf.set(key, row);
  }
  return [...lastOf.values()];
}

/** Lines of CSV for rows whose cells need no quotes. */
export function expectedCsv(fields: readonly (keyof ExampleRow)[], rows: readonly ExampleRow[]): string {
  return [fields, ...rows.map((row) => fields.map((field) => row[field]))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}
