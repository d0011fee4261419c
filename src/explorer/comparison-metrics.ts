/** The metrics that the comparison view can show, from the column roles of the API. */
import type { Dataset } from "../client/index.js";

export type Column = Dataset["columns"][number];

/** A metric with a value before and after fine-tuning. */
export interface ComparisonMetric {
  readonly metric: string;
  /** Names of the two columns. */
  readonly pretrained: string;
  readonly finetuned: string;
  /** Nulls in the column that has more of them. */
  readonly nulls: number;
}

/** The metrics that have both columns, in the order of the file. */
export function findComparisonMetrics(columns: readonly Column[]): ComparisonMetric[] {
  const finetunedByMetric = new Map<string | null, Column>();
  for (const column of columns) {
    if (column.statistic === "finetuned" && !finetunedByMetric.has(column.metric))
      finetunedByMetric.set(column.metric, column);
  }
  return columns.flatMap(({ name, nulls, metric, statistic }) => {
    const finetuned = finetunedByMetric.get(metric);
    if (metric === null || statistic !== "pretrained" || finetuned === undefined) return [];
    return [{ metric, pretrained: name, finetuned: finetuned.name, nulls: Math.max(nulls, finetuned.nulls) }];
  });
}

/** The columns of the table: those of the metric and those of no metric, without lists. */
export function listTableColumns(columns: readonly Column[], { metric }: ComparisonMetric): string[] {
  return columns
    .filter((column) => column.type !== "list" && column.statistic !== "pretrained-history")
    .filter((column) => column.metric === null || column.metric === metric)
    .map(({ name }) => name);
}
