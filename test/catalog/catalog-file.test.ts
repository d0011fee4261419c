import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalogFile } from "../../src/catalog/catalog-file.js";
import { StartupError } from "../../src/errors.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-catalog-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string) {
  const path = join(folder, "catalog.yaml");
  await writeFile(path, content);
  return readCatalogFile(path);
}

describe("a catalog file", () => {
  it("declares a dataset by its source alone, relative to the file", async () => {
    expect(await read("datasets:\n  scores: data/scores.parquet\n")).toEqual([
      {
        name: "scores",
        title: "scores",
        description: null,
        licence: null,
        citation: null,
        provenance: null,
        source: join(folder, "data/scores.parquet"),
        columns: {},
        long: null,
        maxRows: null,
      },
    ]);
  });

  it("declares a melted table and the bound of its responses", async () => {
    const [{ long, maxRows }] = await read(
      "datasets: { a: { source: x.csv, long: { variable: metric, value: value }, max_rows: 500 } }",
    );
    expect(long).toEqual({ variable: "metric", value: "value" });
    expect(maxRows).toBe(500);
  });

  it("may be JSON, and keeps sources that are no relative paths", async () => {
    const sources = ["/a/b.csv", "duckdb:/x.db?table=t", "https://host/a.parquet"];
    const datasets = Object.fromEntries(sources.map((source, index) => [`d${index}`, { source }]));
    expect((await read(JSON.stringify({ datasets }))).map(({ source }) => source)).toEqual(sources);
    const [database] = await read("datasets: { d: 'duckdb:runs.db?table=t' }");
    expect(database.source).toBe(`duckdb:${join(folder, "runs.db?table=t")}`);
  });

  it.each([
    ["no mapping", "- a", "at its top: Invalid input: expected object"],
    ["no datasets", "{}", "at datasets: "],
    [
      "an unknown field",
      "datasets: { a: { source: x, engin: duckdb } }",
      'at datasets.a: Unrecognized key: "engin"',
    ],
    ["a missing source", "datasets: { a: { title: x } }", "at datasets.a.source: "],
    [
      "a wrong role",
      "datasets: { a: { source: x, columns: { c: { role: id } } } }",
      "at datasets.a.columns.c.role: ",
    ],
    [
      "a taken name",
      "datasets: { small: x }",
      "at datasets.small: is the name of a route that is always there",
    ],
    [
      "a melted table without its value",
      "datasets: { a: { source: x, long: { variable: m } } }",
      "at datasets.a.long.value: ",
    ],
    ["a bound of no rows", "datasets: { a: { source: x, max_rows: 0 } }", "at datasets.a.max_rows: "],
    ["a name for no URL", "datasets: { 'My Runs': x }", "at datasets.My Runs: is no name of a dataset"],
    ["broken YAML", "datasets: [", "is neither YAML nor JSON: "],
  ])("with %s is refused, and the entry is named", async (_, content, message) => {
    const error = await read(content).catch((each) => each);
    expect(error).toBeInstanceOf(StartupError);
    expect(error.code).toBe("bad-catalog");
    expect(error.message).toContain(message);
  });

  it("that is not there is refused", async () => {
    await expect(readCatalogFile(join(folder, "none.yaml"))).rejects.toThrow("none.yaml: does not exist");
  });
});
