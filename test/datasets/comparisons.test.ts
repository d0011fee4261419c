import { describe, expect, it } from "vitest";
import { buildComparisons, describeComparisonColumn } from "../../src/datasets/comparisons.js";
import { StartupError, type StartupErrorCode } from "../../src/errors.js";
import type { Column } from "../../src/table/column.js";
import { listColumn, numberColumn, tableOf, textColumn } from "../support/columns.js";

const IDS = [
  textColumn("run_id", ["r1", "r2"]),
  textColumn("ckpt_params", ["1B", "150M"]),
  textColumn("ckpt_data", ["C4", "Falcon"]),
  textColumn("comparison_model_size", ["150M", "10M"]),
  textColumn("comparison_model_recipe", ["Dolma1.7", "Dolma1.7"]),
];

function refusalOf(columns: readonly Column[]): { code: StartupErrorCode; problem: string } {
  try {
    buildComparisons(tableOf(...columns), "the-file.pkl");
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    expect(error.subject).toBe("the-file.pkl");
    return { code: error.code, problem: error.problem };
  }
  throw new Error("the frame was accepted");
}

describe("comparisons are refused", () => {
  it.each(IDS.map(({ name }) => name))("without the column %s", (name) => {
    expect(refusalOf(IDS.filter((column) => column.name !== name))).toEqual({
      code: "missing-column",
      problem: `has no column "${name}"`,
    });
  });

  it.each(IDS.map(({ name }) => name))("with numbers in the column %s", (name) => {
    const columns = IDS.map((column) => (column.name === name ? numberColumn(name, [1, 2]) : column));
    expect(refusalOf(columns)).toEqual({
      code: "wrong-type",
      problem: `column "${name}" is number, where text is needed`,
    });
  });

  it("with a run that occurs twice", () => {
    expect(refusalOf([textColumn("run_id", ["r1", "r1"]), ...IDS.slice(1)])).toEqual({
      code: "duplicate-key",
      problem: 'row 1 repeats the run_id "r1"',
    });
  });

  it("with a run without a name", () => {
    expect(refusalOf([textColumn("run_id", ["r1", null]), ...IDS.slice(1)])).toEqual({
      code: "bad-value",
      problem: "row 1 has no run_id",
    });
  });
});

describe("the columns of comparisons", () => {
  it.each([
    ["run_id", "key", null, null],
    ["ckpt_data", "attribute", null, null],
    ["ft_steps_list", "attribute", null, null],
    ["pt_ft_toks", "attribute", null, null],
    ["group_max_delta_a_acc", "attribute", null, null],
    ["pt_a_acc", "measure", "a_acc", "pretrained"],
    ["pt_a_acc_list", "measure", "a_acc", "pretrained-history"],
    ["ft_a_acc", "measure", "a_acc", "finetuned"],
    ["ft_a_primary_score", "measure", "a_primary_metric", "finetuned"],
    ["delta_a_acc", "measure", "a_acc", "delta"],
    ["group_avg_delta_a_acc", "measure", "a_acc", "group-mean-delta"],
    ["group_med_delta_a_acc", "measure", "a_acc", "group-median-delta"],
    ["group_std_delta_a_acc", "measure", "a_acc", "group-std-delta"],
    ["group_mad_delta_a_acc", "measure", "a_acc", "group-mad-delta"],
  ])(
    "have a role, and those of a metric its name and their statistic: %s",
    (name, role, metric, statistic) => {
      expect(describeComparisonColumn(name)).toEqual({ role, metric, statistic });
    },
  );

  it("belong to the metric in their name, and to none without one", () => {
    const names = [
      ...["ft_a_acc", "pt_a_acc_list", "pt_a_acc", "delta_a_acc", "group_std_delta_a_acc", "ft_steps_list"],
      ...["ft_a_primary_score", "pt_a_primary_metric", "ft_core_primary_score_macro", "ft_tok", "pt_step"],
      ...["matched_group_id", "group_max_delta_a_acc", "pt_ft_toks"],
    ];
    const frame = tableOf(
      ...IDS,
      ...names.map((name) => (/_list$/.test(name) ? listColumn(name, [[], []]) : numberColumn(name, [1, 2]))),
    );
    const { baseColumns, columnsByMetric } = buildComparisons(frame, "the-file.pkl");
    expect(baseColumns).toEqual([
      ...IDS.map(({ name }) => name),
      ...["ft_steps_list", "ft_tok", "matched_group_id", "group_max_delta_a_acc", "pt_ft_toks"],
    ]);
    expect([...columnsByMetric]).toEqual([
      ["a_acc", ["ft_a_acc", "pt_a_acc_list", "pt_a_acc", "delta_a_acc", "group_std_delta_a_acc"]],
      ["a_primary_metric", ["ft_a_primary_score", "pt_a_primary_metric"]],
      ["core_primary_metric_macro", ["ft_core_primary_score_macro"]],
      ["step", ["pt_step"]],
    ]);
  });

  it("keep the file's rows in order, as one run, with sizes ordered as numbers", () => {
    const { table, segments } = buildComparisons(tableOf(...IDS), "the-file.pkl");
    expect([...segments.starts]).toEqual([0, 2]);
    expect(table.getOfKind("ckpt_params", "dictionary")).toMatchObject({
      dictionary: ["150M", "1B"],
      codes: Int32Array.of(1, 0),
    });
  });
});
