/** Short programs in several languages that fetch the shown rows from the API. */

export interface CodeSnippet {
  readonly name: string;
  readonly code: string;
}

/** `urls` are absolute URLs of the same rows in three formats, without quotes and spaces. */
export function buildCodeSnippets(urls: { json: string; csv: string; arrow: string }): CodeSnippet[] {
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
      // The default parser is fast and inexact: every second number is off by its last bit.
      code: ["import pandas as pd", "", `df = pd.read_csv("${urls.csv}", float_precision="round_trip")`].join(
        "\n",
      ),
    },
    {
      name: "polars",
      code: [
        "from urllib.request import urlopen",
        "import polars as pl",
        "",
        `df = pl.read_ipc_stream(urlopen("${urls.arrow}").read())`,
      ].join("\n"),
    },
    {
      name: "DuckDB",
      // DuckDB would request byte ranges, which the server does not support.
      code: ["SET force_download = true;", `SELECT * FROM read_csv('${urls.csv}');`].join("\n"),
    },
    { name: "R", code: `df <- read.csv("${urls.csv}", check.names = FALSE)` },
  ];
}
