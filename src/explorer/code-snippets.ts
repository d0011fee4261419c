/** The shown rows as code: one short program per language that fetches them from the API. */

export interface CodeSnippet {
  readonly name: string;
  readonly code: string;
}

/** `urls` are whole addresses of the same rows by format; they hold no quotes and no blanks. */
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
      // Its usual way of reading decimals is off by the last bit of every second number.
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
      // The server sends answers whole and no ranges of them, which DuckDB has to be told.
      code: ["SET force_download = true;", `SELECT * FROM read_csv('${urls.csv}');`].join("\n"),
    },
    { name: "R", code: `df <- read.csv("${urls.csv}", check.names = FALSE)` },
  ];
}
