/** The metrics that the comparison view can show, from the column roles of the API. */
import type { Dataset } from "../client/index.js";

export type Column = Dataset["columns"][number];

/** A metric with a value before and after fine-tuning. */
export interface ComparisonMetric {
  readonly metric: string;
  /** Names of the columns; null where the data has no deltas of the metric. */
  readonly pretrained: string;
  readonly finetuned: string;
  readonly delta: string | null;
  /** Nulls before or after fine-tuning, whichever are more. */
  readonly nulls: number;
}

/** The metrics that have both columns, in the order of the file. */
export function findComparisonMetrics(columns: readonly Column[]): ComparisonMetric[] {
  const find = (metric: string, statistic: Column["statistic"]) =>
    columns.find((column) => column.metric === metric && column.statistic === statistic);
  return columns.flatMap(({ name, nulls, metric, statistic }) => {
    if (metric === null || statistic !== "pretrained") return [];
    const finetuned = find(metric, "finetuned");
    if (finetuned === undefined) return [];
    return [
      {
        metric,
        pretrained: name,
        finetuned: finetuned.name,
        delta: find(metric, "delta")?.name ?? null,
        nulls: Math.max(nulls, finetuned.nulls),
      },
    ];
  });
}

/** The columns of the table: those of the metric and those of no metric, without lists. */
export function listTableColumns(columns: readonly Column[], { metric }: ComparisonMetric): string[] {
  return columns
    .filter((column) => column.type !== "list" && column.statistic !== "pretrained-history")
    .filter((column) => column.metric === null || column.metric === metric)
    .map(({ name }) => name);
}
