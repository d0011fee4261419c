/** The long form: a row per metric and checkpoint (or run), without rows for missing values. */
import type { ConstantColumn, NumberColumn } from "../../table/column.js";
import { MMLU_TASKS } from "../suite.js";
import type { RowSource, Segment } from "./row-source.js";
import type { IdColumns } from "./runs.js";

/** Whether the long form includes a column. It includes the MMLU average and not the subjects. */
export function isMelted(name: string): boolean {
  return !MMLU_TASKS.some((task) => name.startsWith(`${task}_`));
}

export interface LongForm {
  readonly source: RowSource;
  readonly rowCount: number;
}

/** Stacks the metrics; the rows of each are in the order of the ids. */
export function melt(ids: IdColumns, metrics: readonly NumberColumn[]): LongForm {
  const { rowCount, params, data, seed, step, tokens, compute } = ids;
  const before = [params, data, ...(seed === undefined ? [] : [seed]), step, tokens, compute];
  const present = metrics.map(({ values }) => findPresent(values, rowCount));
  const segments = (): Segment[] =>
    metrics.map(({ name, values }, index) => {
      const metric: ConstantColumn = { kind: "constant", name: "metric", value: name };
      const value: NumberColumn = { kind: "number", name: "value", values };
      return { columns: [...before, metric, value], rows: present[index] };
    });
  return {
    rowCount: present.reduce((sum, { length }) => sum + length, 0),
    source: {
      columns: [
        { name: "params", type: "VARCHAR", texts: params.dictionary },
        { name: "data", type: "VARCHAR", texts: data.dictionary },
        ...(seed === undefined ? [] : [{ name: "seed", type: "BIGINT" } as const]),
        { name: "step", type: "DOUBLE" },
        { name: "tokens", type: "DOUBLE" },
        { name: "compute", type: "DOUBLE" },
        { name: "metric", type: "VARCHAR", texts: metrics.map(({ name }) => name) },
        { name: "value", type: "DOUBLE" },
      ],
      segments,
    },
  };
}

function findPresent(values: Float64Array, rowCount: number): Uint32Array {
  const rows = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (!Number.isNaN(values[row])) rows[count++] = row;
  return rows.slice(0, count);
}
