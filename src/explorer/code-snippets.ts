/** Short programs in several languages that fetch the shown rows from the API. */

export interface CodeSnippet {
  readonly name: string;
  readonly code: string;
}

/** `urls` are absolute URLs of the same rows in three formats, without quotes and spaces. */
export function buildCodeSnippets(urls: { json: string; csv: string; parquet: string }): CodeSnippet[] {
  return [
    { name: "API URL", code: urls.json },
    { name: "curl", code: `curl --compressed '${urls.json}'` },
    {
      name: "fetch",
      code: [
        `const response = await fetch("${urls.json}");`,
        "if (!response.ok) throw new Error((await response.json()).detail);",
        "const { meta, data } = await response.json();",
      ].join("\n"),
    },
    {
      name: "pandas",
      code: ["import pandas as pd", "", `df = pd.read_csv("${urls.csv}")`].join("\n"),
    },
    {
      name: "polars",
      code: ["import polars as pl", "", `df = pl.read_parquet("${urls.parquet}")`].join("\n"),
    },
    { name: "DuckDB", code: `SELECT * FROM '${urls.parquet}';` },
    { name: "R", code: `df <- read.csv("${urls.csv}", check.names = FALSE)` },
  ];
}
