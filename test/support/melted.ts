/** Small tables in the long form, and the datasets built of them. */
import { buildEvaluations, type Evaluations } from "../../src/datasets/evaluations.js";
import type { Table } from "../../src/table/table.js";
import { numberColumn, tableOf, textColumn } from "./columns.js";

/** One row of the melted file; null and NaN are missing. */
export interface MeltedRow {
  readonly params: string | null;
  readonly data: string | null;
  readonly step: number;
  readonly tokens: number;
  readonly compute: number;
  readonly metric: string | null;
  readonly value: number;
}

export function meltedTable(rows: readonly MeltedRow[]): Table {
  return tableOf(
    textColumn(
      "params",
      rows.map(({ params }) => params),
    ),
    textColumn(
      "data",
      rows.map(({ data }) => data),
    ),
    ...(["step", "tokens", "compute"] as const).map((name) =>
      numberColumn(
        name,
        rows.map((row) => row[name]),
      ),
    ),
    textColumn(
      "metric",
      rows.map(({ metric }) => metric),
    ),
    numberColumn(
      "value",
      rows.map(({ value }) => value),
    ),
  );
}

export function evaluationsOf(rows: readonly MeltedRow[]): Evaluations {
  return buildEvaluations(meltedTable(rows), "the-file.parquet");
}
