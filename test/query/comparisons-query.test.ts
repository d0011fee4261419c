import { describe, expect, it } from "vitest";
import { buildComparisons } from "../../src/datasets/comparisons.js";
import { ProblemError } from "../../src/errors.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import {
  listColumn,
  mixedColumn,
  numberColumn,
  tableOf,
  textColumn,
  timestampColumn,
} from "../support/columns.js";
import { queryComparisons } from "../support/dataset-queries.js";
import { toRecords } from "../support/selection-rows.js";

const DAY = Date.UTC(2025, 8, 12);
const query = queryComparisons(
  buildComparisons(
    tableOf(
      textColumn("run_id", ["a", "b", "c", "d"]),
      timestampColumn("timestamp", [DAY + 1000, DAY + 2000, Number.NaN, DAY + 86_400_000]),
      textColumn("comparison_model_size", ["150M", "10M", "150M", "150M"]),
      textColumn("comparison_model_recipe", ["Dolma1.7", "Dolma1.7", "Dolma1.7", "Dolma1.7"]),
      textColumn("ckpt_data", ["C4", "Falcon+CC", "Dolma1.7", "C4"]),
      textColumn("ckpt_params", ["1B", "150M", "10M", "1B"]),
      mixedColumn("ckpt_steps", ["6250", 29052, "29052", null]),
      textColumn("seed", ["2", "0", null, "2"]),
      textColumn("lr", ["5e-05", "1e-06", "5e-05", null]),
      numberColumn("ft_epochs", [1, 2, Number.NaN, 1]),
      mixedColumn("is_good", [true, false, null, true]),
      listColumn("ft_loss_list", [[1, Number.NaN], [], null, [2]]),
      numberColumn("ft_a_primary_score", [0.1, 0.2, 0.3, 0.4]),
      listColumn("pt_a_primary_metric_list", [[1], [2], [3], [4]]),
      numberColumn("pt_a_primary_metric", [0.1, 0.2, 0.3, Number.NaN]),
      numberColumn("delta_b_acc", [1, 2, 3, 4]),
    ),
    "the-file.pkl",
  ),
);

function runsOf(text: string): string {
  return toRecords(query.parse(parseRawQuery(text)).select())
    .map(({ run_id }) => run_id)
    .join("");
}

function errorsOf(text: string) {
  try {
    query.parse(parseRawQuery(text));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.code).toBe("invalid-query");
    return error.errors;
  }
  throw new Error(`${text} was accepted`);
}

describe("the rows of the comparisons", () => {
  it.each([
    ["", "abcd"],
    ["params=1b", "ad"],
    ["params__lt=1B", "bc"],
    ["ckpt_params=150M", "b"],
    ["data=falcon-and-cc", "b"],
    ["ckpt_data=C4,d17", "acd"],
    ["comparison_model_size=150M", "acd"],
    ["comparison_model_size__gte=11M", "acd"],
    ["seed=2", "ad"],
    ["seed=2.0", "ad"],
    ["lr=5e-5", "ac"],
    ["lr=0.00005", "ac"],
    ["lr__lt=5e-5", "b"],
    ["ckpt_steps=29052", "bc"],
    ["ckpt_steps__lte=6250", "a"],
    ["ft_epochs=1", "ad"],
    ["is_good=TRUE", "ad"],
    ["timestamp=2025-09-12 00:00:01", "a"],
    ["timestamp__gte=2025-09-12 00:00:02", "bd"],
    ["timestamp__lt=2025-09-13", "ab"],
    ["run_id=a,c", "ac"],
    ["run_id=*", "abcd"],
    ["params=1B&data=C4&seed=2&limit=1", "a"],
    ["params=10M&data=C4", ""],
  ])("are filtered: %s", (text, runs) => {
    expect(runsOf(text)).toBe(runs);
  });

  it.each([
    ["sort=params", "cbad"],
    ["sort=DATA,-run_id", "dacb"],
    ["sort=lr,-run_id", "bcad"],
    ["sort=ckpt_params", "cbad"],
    ["sort=-ckpt_params", "adbc"],
    ["sort=ckpt_steps", "abcd"],
    ["sort=-ckpt_steps", "bcad"],
    ["sort=-timestamp", "dbac"],
    ["sort=-seed,ft_epochs", "adbc"],
    ["sort=-pt_a_primary_metric", "cbad"],
  ])("are sorted, missing cells last: %s", (text, runs) => {
    expect(runsOf(text)).toBe(runs);
  });

  it.each([
    ["seed=3", "seed", "3", "is not a value of this column", ["2", "0"]],
    ["seed=two", "seed", "two", "is not a number", []],
    ["timestamp=2025", "timestamp", "2025", "is not a timestamp like 2025-09-12 17:28:12", []],
    [
      "timestamp=2025-09-12",
      "timestamp",
      "2025-09-12",
      "is not a value of this column",
      ["2025-09-12 00:00:01", "2025-09-12 00:00:02", "2025-09-13 00:00:00"],
    ],
    ["params=4M", "params", "4M", "is not a known value", ["10M", "1B", "150M"]],
    ["sort=ft_loss_list", "sort", "ft_loss_list", "holds lists, which have no order", []],
    ["ft_loss_list=1", "ft_loss_list", "1", "is not a parameter of this route", expect.anything()],
    [
      "ft_a_primary_score=0.1",
      "ft_a_primary_score",
      "0.1",
      "is not a parameter of this route",
      expect.anything(),
    ],
    ["step=5", "step", "5", "is not a parameter of this route", expect.anything()],
    ["shape=wide", "shape", "wide", "is not a parameter of this route", expect.anything()],
  ])("are refused: %s", (text, parameter, value, message, suggestions) => {
    expect(errorsOf(text)).toEqual([{ parameter, value, message, suggestions }]);
  });
});

describe("the columns of the comparisons", () => {
  const base = [
    ...[
      "run_id",
      "timestamp",
      "comparison_model_size",
      "comparison_model_recipe",
      "ckpt_data",
      "ckpt_params",
    ],
    ...["ckpt_steps", "seed", "lr", "ft_epochs", "is_good", "ft_loss_list"],
  ];
  const ofA = ["ft_a_primary_score", "pt_a_primary_metric_list", "pt_a_primary_metric"];

  it.each([
    ["", [...base, ...ofA, "delta_b_acc"]],
    ["metric=b_acc", [...base, "delta_b_acc"]],
    ["metric=a_primary_metric", [...base, ...ofA]],
    ["metric=a_primary_score", [...base, ...ofA]],
    ["metric=A_Primary_Score,b_acc", [...base, ...ofA, "delta_b_acc"]],
    ["metric=a_*", [...base, ...ofA]],
    ["metric=pt_a_primary_metric_list", [...base, ...ofA]],
    [
      "metric=a_primary_score&columns=pt_*,run_id",
      ["pt_a_primary_metric_list", "pt_a_primary_metric", "run_id"],
    ],
  ])("are chosen in file order: %s", (text, fields) => {
    const { filters, select } = query.parse(parseRawQuery(text));
    expect(select().fields).toEqual(fields);
    if (text.includes("score")) expect(filters.metric).toContain("a_primary_metric");
  });

  it("are refused by an unknown metric, with the nearest", () => {
    const [error] = errorsOf("metric=a_primary");
    expect(error).toMatchObject({ parameter: "metric", value: "a_primary", message: "is not a known value" });
    expect(error.suggestions[0]).toBe("a_primary_metric");
  });
});
