import { describe, expect, it } from "vitest";
import { buildComparisons } from "../../src/datasets/comparisons.js";
import { type DatasetDescription, describeDataset } from "../../src/datasets/descriptions.js";
import type { Datasets } from "../../src/datasets/read.js";
import { buildComparisonsSchema, buildEvaluationsSchema } from "../../src/datasets/schemas.js";
import {
  listColumn,
  mixedColumn,
  numberColumn,
  tableOf,
  textColumn,
  timestampColumn,
} from "../support/columns.js";
import { evaluationsOf } from "../support/melted.js";

const LOADED_AT = new Date(0);

function datasetsOf(provenance: string): Datasets {
  const reading = {
    source: { path: "/data/some.file", sha256: "ab".repeat(32), sizeBytes: 7, provenance },
    ignoredColumns: [],
    loadMs: 1,
  };
  const id = { params: "4M", data: "C4", tokens: 0, compute: 0, metric: "loss" };
  const frame = tableOf(
    textColumn("run_id", ["a", "b", "c"]),
    numberColumn("ft_a_primary_score", [1, 2, 3]),
    ...["ckpt_params", "comparison_model_size", "ckpt_data", "comparison_model_recipe"].map((name) =>
      textColumn(name, ["4M", null, "4M"]),
    ),
    numberColumn("number", [1, Number.NaN, Number.NEGATIVE_INFINITY]),
    timestampColumn("timestamp", [0, Number.NaN, 0]),
    listColumn("list", [[], null, [Number.NaN]]),
    mixedColumn("flags", [true, null, false]),
    mixedColumn("mixed", [1, "a", null]),
    mixedColumn("nothing", [null, null, null]),
  );
  return {
    evaluations: {
      ...evaluationsOf([
        { ...id, step: 0, value: 1 },
        { ...id, step: 1, value: Number.POSITIVE_INFINITY },
        { ...id, step: 2, value: Number.NaN },
      ]),
      ...reading,
    },
    comparisons: { ...buildComparisons(frame, "a file"), ...reading },
  };
}

function describeDatasets(datasets: Datasets, loadedAt: Date): DatasetDescription[] {
  return [buildEvaluationsSchema(datasets.evaluations), buildComparisonsSchema(datasets.comparisons)].map(
    (schema) => describeDataset(datasets, schema, loadedAt),
  );
}

describe("the description of the datasets", () => {
  it("counts what is served as null, column by column", () => {
    const [evaluations, comparisons] = describeDatasets(datasetsOf("DataDecide"), LOADED_AT);
    expect(evaluations.rows).toBe(1);
    expect(evaluations.columns.map(({ name, type, nulls }) => [name, type, nulls])).toEqual([
      ["params", "text", 0],
      ["data", "text", 0],
      ["step", "number", 0],
      ["tokens", "number", 0],
      ["compute", "number", 0],
      ["metric", "text", 0],
      // What is missing or infinite has no row.
      ["value", "number", 0],
    ]);
    expect(comparisons.rows).toBe(3);
    expect(comparisons.columns.slice(-7).map(({ name, type, nulls }) => [name, type, nulls])).toEqual([
      ["comparison_model_recipe", "text", 1],
      ["number", "number", 2],
      ["timestamp", "timestamp", 1],
      ["list", "list", 1],
      ["flags", "boolean", 1],
      ["mixed", "mixed", 1],
      ["nothing", "mixed", 3],
    ]);
  });

  it("gives the role of every column", () => {
    const [evaluations, comparisons] = describeDatasets(datasetsOf("DataDecide"), LOADED_AT);
    const namesOf = (role: string, { columns }: typeof evaluations) =>
      columns.filter((column) => column.role === role).map(({ name }) => name);
    expect(namesOf("key", evaluations)).toEqual(["params", "data", "step", "metric"]);
    expect(namesOf("attribute", evaluations)).toEqual(["tokens", "compute"]);
    expect(namesOf("measure", evaluations)).toEqual(["value"]);
    expect(evaluations.columns.every(({ metric, statistic }) => metric === null && statistic === null)).toBe(
      true,
    );
    expect(namesOf("key", comparisons)).toEqual(["run_id"]);
    const measures = comparisons.columns.filter(({ role }) => role === "measure");
    expect(measures.map(({ name, metric, statistic }) => [name, metric, statistic])).toEqual([
      ["ft_a_primary_score", "a_primary_metric", "finetuned"],
    ]);
  });

  it("never describes made-up data as DataDecide's", () => {
    for (const { isSynthetic, provenance, source } of describeDatasets(
      datasetsOf("synthetic stand-in"),
      LOADED_AT,
    )) {
      expect([isSynthetic, provenance]).toEqual([true, "synthetic stand-in"]);
      expect(source).toMatch(/^Made up by .+ none is DataDecide's\.$/);
    }
  });

  it.each([
    ["DataDecide", /^allenai\/DataDecide-ppl-results/],
    ["unlisted file", /^unlisted file$/],
  ])("names the source of data whose provenance is %s", (provenance, source) => {
    const [evaluations] = describeDatasets(datasetsOf(provenance), LOADED_AT);
    expect(evaluations).toMatchObject({
      isSynthetic: false,
      provenance,
      source: expect.stringMatching(source),
      licence: "ODC-BY",
      citation: expect.stringContaining("arXiv:2504.11393"),
      file: { name: "some.file", sha256: "ab".repeat(32), bytes: 7 },
      loadedAt: "1970-01-01T00:00:00.000Z",
    });
  });
});
