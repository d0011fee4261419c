import { describe, expect, it } from "vitest";
import {
  buildEvaluationsQuery,
  formatEvaluationsPath,
  formatExportPath,
  formatFacetsPath,
  TRAINING_PATH,
} from "../../src/explorer/api-paths.js";
import { buildCodeSnippets } from "../../src/explorer/code-snippets.js";
import { DEFAULT_STATE, type PageState } from "../../src/explorer/page-state.js";

describe("the API paths of the page", () => {
  it("select the last common checkpoints for the scaling view, as columns", () => {
    expect(formatEvaluationsPath(DEFAULT_STATE)).toBe(
      "/api/visualize/data?metric=pile-valppl&checkpoint=common&format=columns",
    );
  });

  it("select the ends of training over all metrics and recipes", () => {
    expect(TRAINING_PATH).toBe(
      "/api/visualize/data?shape=wide&checkpoint=final&columns=params,tokens&format=columns",
    );
  });

  it("get all three lists with exclusive counts, or names alone where those are not needed", () => {
    const state = { ...DEFAULT_STATE, recipes: ["C4"], sizes: ["4M"] };
    const filters = "metric=pile-valppl&params=4M&data=C4";
    const path = (view: PageState["view"]) => formatFacetsPath({ ...state, view });
    expect(path("curves")).toBe(`/api/visualize/facets?${filters}&counts=exclusive`);
    expect(path("scaling")).toBe(`/api/visualize/facets?${filters}&checkpoint=common&counts=exclusive`);
    expect(path("comparison")).toBe("/api/visualize/facets");
    expect(formatFacetsPath(state, false)).toBe("/api/visualize/facets?checkpoint=common");
  });

  it("mean the same in a shell and in a quoted string", () => {
    const recipes = ["Falcon+CC (QC 10%)", "a'b\"c`d$e*f"];
    const path = formatExportPath(
      "scaling",
      buildEvaluationsQuery({ ...DEFAULT_STATE, recipes }),
      ".csv",
      true,
    );
    expect(path).toBe(
      "/api/visualize/data.csv?metric=pile-valppl&data=Falcon%2BCC%20(QC%2010%25)&data=a%27b%22c%60d%24e%2Af&checkpoint=common&download=1",
    );
    for (const { code } of buildCodeSnippets({ json: path, csv: path, parquet: path })) {
      expect(code).toContain(path);
    }
  });

  it("read Parquet where that needs no other package, and pandas its exact CSV", () => {
    const snippets = buildCodeSnippets({ json: "/a", csv: "/a.csv", parquet: "/a.parquet" });
    const codeOf = (language: string) => snippets.find(({ name }) => name === language)?.code;
    expect(codeOf("DuckDB")).toBe("SELECT * FROM '/a.parquet';");
    expect(codeOf("polars")).toBe('import polars as pl\n\ndf = pl.read_parquet("/a.parquet")');
    expect(codeOf("pandas")).toBe('import pandas as pd\n\ndf = pd.read_csv("/a.csv")');
  });
});
