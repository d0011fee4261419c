import { describe, expect, it } from "vitest";
import {
  type Column,
  findComparisonMetrics,
  listTableColumns,
} from "../../src/explorer/comparison-metrics.js";

type Statistic = Column["statistic"];

const PLAIN = { unit: null, description: null };
const attribute = (name: string, type: Column["type"] = "text"): Column => {
  return { ...PLAIN, name, type, nulls: 0, role: "attribute", metric: null, statistic: null };
};
const measure = (name: string, metric: string, statistic: Statistic, nulls = 2): Column => {
  const type = statistic === "pretrained-history" ? "list" : "number";
  return { ...PLAIN, name, type, nulls, role: "measure", metric, statistic };
};

describe("the metrics of the comparison view", () => {
  const columns = [
    attribute("run_id"),
    attribute("ft_loss_list", "list"),
    attribute("ft_tok", "number"),
    measure("pt_a", "a", "pretrained"),
    measure("pt_a_list", "a", "pretrained-history"),
    measure("ft_a", "a", "finetuned", 7),
    measure("delta_a", "a", "delta"),
    measure("pt_b", "b", "pretrained"),
    measure("ft_c", "c", "finetuned"),
    measure("pt_d_primary_metric", "d_primary_metric", "pretrained"),
    measure("ft_d_primary_score", "d_primary_metric", "finetuned"),
    measure("group_avg_delta_d_primary_metric", "d_primary_metric", "group-mean-delta"),
  ];
  const metrics = findComparisonMetrics(columns);

  it("are those with a value before and after fine-tuning", () => {
    expect(metrics).toEqual([
      { metric: "a", pretrained: "pt_a", finetuned: "ft_a", delta: "delta_a", nulls: 7 },
      {
        metric: "d_primary_metric",
        pretrained: "pt_d_primary_metric",
        finetuned: "ft_d_primary_score",
        delta: null,
        nulls: 2,
      },
    ]);
  });

  it("come with the columns of no metric, and without lists and other metrics", () => {
    expect(listTableColumns(columns, metrics[0])).toEqual(["run_id", "ft_tok", "pt_a", "ft_a", "delta_a"]);
    expect(listTableColumns(columns, metrics[1]).slice(2)).toEqual(columns.slice(-3).map(({ name }) => name));
  });
});
