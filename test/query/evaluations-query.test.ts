import { describe, expect, it } from "vitest";
import { ProblemError } from "../../src/errors.js";
import { EVALUATIONS_ROUTES } from "../../src/http/routes/data.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { queryEvaluations } from "../support/dataset-queries.js";
import { evaluationsOf, type MeltedRow } from "../support/melted.js";
import { toRecords } from "../support/selection-rows.js";

const RECIPES = ["Dolma1.7", "Falcon+CC (QC 10%)"];
const SIZES = ["10M", "20M", "1B"];
const METRICS = ["pile-valppl", "mmlu_average_acc_raw", "mmlu_law_acc_raw"];

/** Steps 0, 5000 and 7500; the perplexity has no step 0 and mmlu_law ends at 5000. */
const FILE = METRICS.flatMap((metric, index): MeltedRow[] =>
  RECIPES.flatMap((data) =>
    SIZES.flatMap((params) =>
      [0, 5000, 7500]
        .filter((step) => (step === 0 ? index !== 0 : step === 5000 || index !== 2))
        .map((step) => ({
          ...{ params, data, step, metric, tokens: step * 65536, compute: step * 1e18 },
          value: index * 10 + step / 10_000,
        })),
    ),
  ),
);
const query = queryEvaluations(evaluationsOf(FILE));
const [DATA, SMALL, UNMELTED] = ["", "/small", "/unmelted"].map(
  (ending) => EVALUATIONS_ROUTES[`/api/visualize/data${ending}`],
);

function select(text: string, route = DATA) {
  const { select, ...rest } = query.parse(parseRawQuery(text), route);
  const selection = select();
  return { ...rest, total: selection.total, fields: selection.fields, records: toRecords(selection) };
}

function errorsOf(text: string, route = DATA) {
  try {
    query.parse(parseRawQuery(text), route);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.code).toBe("invalid-query");
    return error.errors;
  }
  throw new Error(`${text} was accepted`);
}

describe("a query over the evaluations", () => {
  it("without parameters selects everything", () => {
    const { total, fields, filters, limit, offset } = select("");
    expect(total).toBe(FILE.length);
    expect(fields).toEqual(["params", "data", "step", "tokens", "compute", "metric", "value"]);
    expect({ filters, limit, offset }).toEqual({ filters: {}, limit: null, offset: 0 });
  });

  it.each([
    ["params=10m", { params: ["10M"] }, 14],
    ["params=1B,10M&params=20M", { params: ["10M", "20M", "1B"] }, 42],
    ["params=1000M", { params: ["1B"] }, 14],
    ["params=1.0b,0.02B&params=10000000", { params: ["10M", "20M", "1B"] }, 42],
    ["params__gte=20M", { params: { gte: 20_000_000 } }, 28],
    ["params__gt=20M", { params: { gt: 20_000_000 } }, 14],
    ["params__lt=1000M", { params: { lt: 1_000_000_000 } }, 28],
    ["params=10M,1B&params__gte=20M", { params: { gte: 20_000_000, in: ["10M", "1B"] } }, 14],
    ["params__gte=2B", { params: { gte: 2_000_000_000 } }, 0],
    ["data=d17", { data: ["Dolma1.7"] }, 21],
    ["data=Falcon CC (QC 10%)", { data: ["Falcon+CC (QC 10%)"] }, 21],
    ["metric=mmlu_*", { metric: ["mmlu_average_acc_raw", "mmlu_law_acc_raw"] }, 30],
    ["step=5000", { step: [5000] }, 18],
    ["step=5e3,0", { step: [0, 5000] }, 30],
    ["compute__lte=5e+21", { compute: { lte: 5e21 } }, 30],
    ["tokens__gt=0&tokens__lt=4e8", { tokens: { gt: 0, lt: 4e8 } }, 18],
    ["value__gte=20", { value: { gte: 20 } }, 12],
    ["value=20.5", { value: [20.5] }, 6],
    ["value=3", { value: [3] }, 0],
    ["checkpoint=FINAL", { checkpoint: ["final"] }, 18],
    ["data=d17&params=1B&metric=pile-valppl&step=5000", expect.anything(), 1],
  ])("selects the rows and reports the filters of %s", (text, filters, total) => {
    expect(select(text)).toMatchObject({ filters, total });
  });

  it("counts a value that is given twice once", () => {
    const once = select("metric=pile-valppl&data=d17&params=1B");
    for (const text of [
      "metric=pile-valppl&metric=pile-valppl&data=d17&params=1B",
      "metric=pile-valppl,pile-valppl&data=d17,d17&data=Dolma1.7&params=1B&params=1B",
    ]) {
      expect(select(text)).toEqual(once);
    }
  });

  it("takes the final checkpoint of each metric, ANDed with the other filters", () => {
    const final = select("checkpoint=final&data=d17&params=1B&columns=metric,step").records;
    expect(final).toEqual([
      { metric: "pile-valppl", step: 7500 },
      { metric: "mmlu_average_acc_raw", step: 7500 },
      { metric: "mmlu_law_acc_raw", step: 5000 },
    ]);
    expect(select("checkpoint=final&step=5000&data=d17&params=1B&columns=metric").records).toEqual([
      { metric: "mmlu_law_acc_raw" },
    ]);
  });

  it("is wide as a pivot of the same selection", () => {
    const { fields, records, total } = select(
      "shape=wide&data=d17&params=1B&value__gte=10&metric=mmlu_*,pile-valppl",
    );
    expect(fields).toEqual(["params", "data", "step", "tokens", "compute", ...METRICS]);
    expect(total).toBe(3);
    expect(records.map((record) => METRICS.map((metric) => record[metric]))).toEqual([
      [null, 10, 20],
      [null, 10.5, 20.5],
      [null, 10.75, null],
    ]);
  });

  it("sorts wide responses by a metric, missing values last", () => {
    const text = "shape=wide&data=d17&params=1B&columns=step&sort=";
    const steps = (sort: string) => select(text + sort).records.map(({ step }) => step);
    expect(steps("mmlu_law_acc_raw")).toEqual([0, 5000, 7500]);
    expect(steps("-mmlu_law_acc_raw")).toEqual([5000, 0, 7500]);
  });

  it.each([
    ["metric=pile-valpl", "metric", "pile-valpl", "is not a known value", "pile-valppl"],
    ["metric=boolq*", "metric", "boolq*", "matches no known value", undefined],
    ["params=5M", "params", "5M", "is not a known value", "10M"],
    ["data=C4", "data", "C4", "is not a known value", undefined],
    ["step=5001", "step", "5001", "is not a value of this column", "5000"],
    ["step=abc", "step", "abc", "is not a number", undefined],
    ["tokens=1", "tokens", "1", "is not a value of this column", "0"],
    ["value=abc", "value", "abc", "is not a number", undefined],
    ["params__gte=big", "params__gte", "big", "is not a size like 150M", undefined],
    [
      "params=10M&params__gte=20M",
      "params",
      "10M",
      "contradicts the bounds on the same parameter",
      undefined,
    ],
    ["checkpoint=first", "checkpoint", "first", "is not a known choice", "final"],
    ["shape=tall", "shape", "tall", "is not a known shape", "long"],
    ["columns=steps", "columns", "steps", "is not a column of the result", "step"],
    ["columns=mmlu_law_acc_raw", "columns", "mmlu_law_acc_raw", "is not a column of the result", undefined],
    ["sort=valu", "sort", "valu", "is not a column of the result", "value"],
    ["limit=-1", "limit", "-1", "is not a whole number of rows, 0 or more", undefined],
    ["metrics=x", "metrics", "x", "is not a parameter of this route", "metric"],
    ["recipe=C4", "recipe", "C4", "is not a parameter of this route", "data"],
    ["model_size=1B", "model_size", "1B", "is not a parameter of this route", "params"],
    ["order_by=step", "order_by", "step", "is not a parameter of this route", "sort"],
    ["metric=pile-valppl,", "metric", "pile-valppl,", "has an empty name between its commas", undefined],
  ])("is refused: %s", (text, parameter, value, message, suggestion) => {
    const [error, ...others] = errorsOf(text);
    expect(others).toEqual([]);
    expect(error).toMatchObject({ parameter, value, message });
    if (suggestion !== undefined) expect(error.suggestions[0]).toBe(suggestion);
  });

  it("reports all its mistakes at once", () => {
    const errors = errorsOf("metric=x&step=1&limit=x&foo=1");
    expect(errors.map(({ parameter }) => parameter)).toEqual(["metric", "step", "limit", "foo"]);
  });
});

describe("the route of the chart page", () => {
  it("has its fixed selection in the long shape", () => {
    const { records, filters } = select("", SMALL);
    expect(records.map(({ params, metric, data, step }) => [params, metric, data, step])).toEqual(
      SIZES.map((size) => [size, "pile-valppl", "Dolma1.7", 5000]),
    );
    expect(filters).toEqual({ metric: ["pile-valppl"], data: ["Dolma1.7"], step: [5000] });
  });

  it("can be narrowed and laid out, but not changed", () => {
    expect(select("params=1B&columns=value", SMALL).records).toEqual([{ value: 0.5 }]);
    expect(errorsOf("step=0", SMALL)[0]).toMatchObject({
      parameter: "step",
      value: "0",
      message: "is fixed to 5000 on this route",
    });
    expect(errorsOf("shape=wide", SMALL)[0]).toMatchObject({
      parameter: "shape",
      message: "is not a parameter of this route",
    });
  });

  it.each<[string, Partial<MeltedRow>]>([
    ["metric", { metric: "other" }],
    ["recipe", { data: "C4" }],
    ["step", { step: 1 }],
  ])("is empty, and no mistake, over a file without its %s", (_, change) => {
    const other = queryEvaluations(evaluationsOf([{ ...FILE[0], ...change }]));
    expect(other.parse({}, SMALL).select().total).toBe(0);
  });
});

describe("the route of the unmelted table", () => {
  it("has its old selection without any filter, whatever the layout", () => {
    const { records, filters, fields } = select("sort=-step&limit=100", UNMELTED);
    expect(filters).toEqual({ data: ["Dolma1.7"], params: ["10M", "1B"] });
    expect(fields).toEqual(["params", "data", "step", "tokens", "compute", ...METRICS]);
    expect(records.map(({ params, step }) => [params, step])).toEqual([
      ...[
        ["10M", 7500],
        ["1B", 7500],
        ["10M", 5000],
      ],
      ...[
        ["1B", 5000],
        ["10M", 0],
        ["1B", 0],
      ],
    ]);
  });

  it.each([
    ["step=5000", 6],
    ["step__gte=0", 18],
    ["metric=pile-valppl", 12],
    ["value__gt=20", 6],
    ["checkpoint=final", 12],
    ["data=d17", 9],
  ])("has only the client's filters when there is one: %s", (text, total) => {
    const response = select(text, UNMELTED);
    expect(response.total).toBe(total);
    expect(Object.keys(response.filters)).toHaveLength(1);
  });
});
