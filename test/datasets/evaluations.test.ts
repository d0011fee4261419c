import { describe, expect, it } from "vitest";
import { buildEvaluations } from "../../src/datasets/evaluations.js";
import { StartupError, type StartupErrorCode } from "../../src/errors.js";
import { evaluationsOf, type MeltedRow, meltedTable } from "../support/melted.js";
import { toTableJson } from "../support/table-json.js";

const ROW: MeltedRow = {
  params: "4M",
  data: "C4",
  step: 0,
  tokens: 0,
  compute: 0,
  metric: "m",
  value: 1,
};

function refusalOf(rows: readonly MeltedRow[]): { code: StartupErrorCode; problem: string } {
  try {
    buildEvaluations(meltedTable(rows), "the-file.parquet");
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    expect(error.subject).toBe("the-file.parquet");
    return { code: error.code, problem: error.problem };
  }
  throw new Error("the table was accepted");
}

describe("the evaluations", () => {
  it("have a row per checkpoint by recipe, size as a number and step, and metrics in file order", () => {
    const { view, rowCount, missingCount } = evaluationsOf([
      { ...ROW, params: "1B", data: "Falcon", metric: "z", value: 1 },
      { ...ROW, params: "1B", data: "C4", metric: "z", value: 2 },
      { ...ROW, params: "150M", data: "C4", step: 10, tokens: 5, compute: 7, metric: "z", value: 3 },
      { ...ROW, params: "150M", data: "C4", step: 9, tokens: 4, compute: 6, metric: "a", value: 4 },
      { ...ROW, params: "90M", data: "C4", metric: "a", value: 5 },
      { ...ROW, params: "1B", data: "C4", metric: "a", value: 6 },
    ]);
    expect(toTableJson(view.table)).toEqual({
      rows: 5,
      columns: [
        { name: "params", kind: "dictionary", cells: ["90M", "150M", "150M", "1B", "1B"] },
        { name: "data", kind: "dictionary", cells: ["C4", "C4", "C4", "C4", "Falcon"] },
        { name: "step", kind: "number", cells: [0, 9, 10, 0, 0] },
        { name: "tokens", kind: "number", cells: [0, 4, 5, 0, 0] },
        { name: "compute", kind: "number", cells: [0, 6, 7, 0, 0] },
        { name: "z", kind: "number", cells: [null, null, 3, 2, 1] },
        { name: "a", kind: "number", cells: [5, 4, null, 6, null] },
      ],
    });
    expect([...view.segments.starts]).toEqual([0, 1, 3, 4, 5]);
    expect([rowCount, missingCount]).toEqual([6, 0]);
  });

  it("order recipes by code unit", () => {
    const { view } = evaluationsOf(["mine", "Falcon", "C4"].map((data) => ({ ...ROW, data })));
    expect(toTableJson(view.table).columns[1].cells).toEqual(["C4", "Falcon", "mine"]);
  });

  it("count missing values and do not serve them, nor a checkpoint that has no others", () => {
    const { view, rowCount, missingCount } = evaluationsOf([
      ROW,
      { ...ROW, metric: "n", value: Number.NaN },
      { ...ROW, step: 1, value: Number.NaN },
    ]);
    expect([view.table.rowCount, rowCount, missingCount]).toEqual([1, 1, 2]);
    expect(view.valueColumns.map(({ name, values }) => [name, ...values])).toEqual([
      ["m", 1],
      ["n", Number.NaN],
    ]);
  });

  it("count an infinite value as missing, because no format carries it", () => {
    const infinite = { ...ROW, step: 7, value: Number.POSITIVE_INFINITY };
    const { view, rowCount, missingCount } = evaluationsOf([ROW, infinite]);
    expect([rowCount, missingCount, view.table.rowCount]).toEqual([1, 1, 1]);
  });

  it("may have as many recipes and sizes as there are rows", () => {
    const rows = Array.from({ length: 125_000 }, (_, index): MeltedRow => {
      return { ...ROW, data: `recipe ${index}`, params: String(index + 1) };
    });
    expect(evaluationsOf(rows).view.table.rowCount).toBe(125_000);
  });

  it("may be empty", () => {
    const { view, rowCount, missingCount } = evaluationsOf([]);
    expect([view.table.rowCount, rowCount, missingCount]).toEqual([0, 0, 0]);
    expect(view.table.columns.map(({ name }) => name)).toEqual([
      "params",
      "data",
      "step",
      "tokens",
      "compute",
    ]);
  });
});

describe("evaluations are refused", () => {
  it.each([
    ["params", { params: null }],
    ["data", { data: null }],
    ["metric", { metric: null }],
    ["step", { step: Number.NaN }],
    ["step", { step: Number.POSITIVE_INFINITY }],
    ["tokens", { tokens: Number.NaN }],
    ["compute", { compute: Number.NEGATIVE_INFINITY }],
  ])("with a row that has no %s: %o", (name, change) => {
    expect(refusalOf([ROW, { ...ROW, ...change }])).toEqual({
      code: "bad-value",
      problem: `row 1 has no ${name}`,
    });
  });

  it("with a params that is no size", () => {
    expect(refusalOf([ROW, { ...ROW, params: "small" }])).toEqual({
      code: "bad-value",
      problem: 'row 1, column "params" holds "small", which is no model size like 150M or 1B',
    });
  });

  it.each(["params", "data", "step", "tokens", "compute", "metric", "value"])(
    "with a metric named like the column %s",
    (metric) => {
      expect(refusalOf([ROW, { ...ROW, metric }])).toEqual({
        code: "bad-value",
        problem: `row 1, column "metric" holds "${metric}", which is the name of a column`,
      });
    },
  );

  it("with two values of one key, which is named", () => {
    expect(refusalOf([ROW, { ...ROW, step: 1 }, { ...ROW, value: 2 }])).toEqual({
      code: "duplicate-key",
      problem: "row 2 repeats the key 4M, C4, step 0, m",
    });
  });

  it.each([
    ["tokens", { tokens: 1 }],
    ["compute", { compute: 1 }],
  ])("with different %s at one checkpoint", (_, change) => {
    expect(refusalOf([ROW, { ...ROW, metric: "n", ...change }])).toEqual({
      code: "bad-value",
      problem: "rows 0 and 1 are one checkpoint (4M, C4, step 0, n) with different tokens or compute",
    });
  });

  it.each([
    ["4M", "4m"],
    ["1000M", "1B"],
    ["70M", "0.07B"],
    ["4M", " 4M "],
    ["150M", "1.5e8"],
  ])("with one size in two spellings: '%s' and '%s'", (one, other) => {
    const rows = [
      { ...ROW, params: one },
      { ...ROW, params: "1T" },
      { ...ROW, params: other },
    ];
    expect(refusalOf(rows)).toEqual({
      code: "bad-value",
      problem: `column "params" names one size in two ways, "${one}" in row 0 and "${other}" in row 2`,
    });
  });

  it.each([
    ["C4", "c4"],
    ["Dolma1.7", "dolma17"],
    ["Falcon+CC", "Falcon CC"],
    ["dclm_qc10p", "DCLM-Baseline (QC 10%)"],
    ["mine", "Mine"],
  ])("with one recipe in two spellings: '%s' and '%s'", (one, other) => {
    const rows = [
      { ...ROW, data: one },
      { ...ROW, data: "FineWeb-Pro" },
      { ...ROW, data: other },
    ];
    expect(refusalOf(rows)).toEqual({
      code: "bad-value",
      problem: `column "data" names one recipe in two ways, "${one}" in row 0 and "${other}" in row 2`,
    });
  });

  it("with a line that quotes and cuts the text of the file", () => {
    const params = `\u001b[31m${"x".repeat(100_000)}`;
    expect(refusalOf([{ ...ROW, params }]).problem).toBe(
      `row 0, column "params" holds "\\u001b[31m${"x".repeat(95)}…", which is no model size like 150M or 1B`,
    );
    const data = "a\nb";
    expect(
      refusalOf([
        { ...ROW, data },
        { ...ROW, data },
      ]).problem,
    ).toBe('row 1 repeats the key 4M, "a\\nb", step 0, m');
  });

  it("where all metrics at all checkpoints are more values than fit in memory", () => {
    const rows = Array.from({ length: 12_000 }, (_, step) => ({ ...ROW, step, metric: `m${step}` }));
    expect(refusalOf(rows)).toEqual({
      code: "too-many-values",
      problem: "has 12000 checkpoints and 12000 metrics, where 134217728 values are the most",
    });
  });

  it("not for a key whose other value is missing", () => {
    expect(evaluationsOf([ROW, { ...ROW, value: Number.NaN }]).rowCount).toBe(1);
  });
});
