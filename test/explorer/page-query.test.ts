import { describe, expect, it } from "vitest";
import { buildCodeSnippets } from "../../src/explorer/code-snippets.js";
import {
  chooseComparisonColumns,
  findComparisonPairs,
  findEvaluationsQuery,
  formatEvaluationsPath,
  formatFacetPaths,
  formatTakeAwayPath,
} from "../../src/explorer/page-query.js";
import { FIRST_STATE } from "../../src/explorer/page-state.js";

describe("what the page asks of the API", () => {
  it("is the final checkpoints for the scaling view, in columns", () => {
    expect(formatEvaluationsPath(FIRST_STATE)).toBe(
      "/api/visualize/data?metric=pile-valppl&checkpoint=final&format=columns",
    );
  });

  it("counts each list under the choices of the other two", () => {
    const state = { ...FIRST_STATE, view: "curves" as const, recipes: ["C4"], sizes: ["4M"] };
    expect(formatFacetPaths(state)).toEqual({
      metrics: "/api/visualize/facets?params=4M&data=C4",
      recipes: "/api/visualize/facets?metric=pile-valppl&params=4M",
      sizes: "/api/visualize/facets?metric=pile-valppl&data=C4",
    });
  });

  it("is written so that neither a shell nor a quoted text reads it in another way", () => {
    const recipes = ["Falcon+CC (QC 10%)", "a'b\"c`d$e*f"];
    const path = formatTakeAwayPath(
      "scaling",
      findEvaluationsQuery({ ...FIRST_STATE, recipes }),
      ".csv",
      true,
    );
    expect(path).toBe(
      "/api/visualize/data.csv?metric=pile-valppl&data=Falcon%2BCC%20(QC%2010%25)&data=a%27b%22c%60d%24e%2Af&checkpoint=final&download=1",
    );
    for (const { code } of buildCodeSnippets({ json: path, csv: path, arrow: path })) {
      expect(code).toContain(path);
    }
  });

  it("tells DuckDB that there are no ranges of an answer", () => {
    const snippets = buildCodeSnippets({ json: "/a", csv: "/a.csv", arrow: "/a.arrow" });
    expect(snippets.find(({ name }) => name === "DuckDB")?.code).toBe(
      "SET force_download = true;\nSELECT * FROM read_csv('/a.csv');",
    );
  });
});

describe("the metrics of the comparison", () => {
  const columns = [
    "run_id",
    "ft_loss_list",
    "ft_tok",
    "pt_a",
    "pt_a_list",
    "ft_a",
    "delta_a",
    "pt_b",
    "ft_c",
  ].concat(["pt_d_primary_metric", "ft_d_primary_score", "group_avg_delta_d_primary_metric"]);
  const pairs = findComparisonPairs(columns.map((name) => ({ name, nulls: name === "ft_a" ? 7 : 2 })));

  it("are those with a value before and one after, the primary score under both of its names", () => {
    expect(pairs).toEqual([
      { metric: "a", preTrained: "pt_a", fineTuned: "ft_a", nulls: 7 },
      {
        metric: "d_primary_metric",
        preTrained: "pt_d_primary_metric",
        fineTuned: "ft_d_primary_score",
        nulls: 2,
      },
    ]);
  });

  it("come with the base columns and without lists and other metrics", () => {
    expect(chooseComparisonColumns(columns, pairs[0])).toEqual([
      "run_id",
      "ft_tok",
      "pt_a",
      "ft_a",
      "delta_a",
    ]);
    expect(chooseComparisonColumns(columns, pairs[1]).slice(2)).toEqual(columns.slice(-3));
  });
});
