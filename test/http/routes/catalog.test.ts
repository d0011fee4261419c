/** A dataset that is added by one line of a catalog: served, counted, described and documented. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalogFile } from "../../../src/catalog/catalog-file.js";
import { openCatalog } from "../../../src/engines/catalog-datasets.js";
import { DatasetStore } from "../../../src/engines/dataset-store.js";
import { FORMATS } from "../../../src/formats/registry.js";
import { ROW_COUNT, writeCatalogTable } from "../../support/catalog-table.js";
import { DECODERS } from "../../support/decoding.js";
import { buildServedApp, DATA, DATASETS, expectProblem, FACETS, FT } from "../../support/served-app.js";
import { buildSmallDatasets } from "../../support/small-datasets.js";

const RUNS = `${DATA}/runs`;

let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-catalog-"));
  await writeCatalogTable(folder);
  await writeFile(join(folder, "catalog.yaml"), "datasets:\n  runs: table.parquet\n");
  const declarations = await readCatalogFile(join(folder, "catalog.yaml"));
  const store = new DatasetStore(1e6, ["runs"]);
  const log = { info: () => {}, warn: () => {} };
  store.publish(
    buildSmallDatasets(),
    await openCatalog(declarations, { memoryLimit: "256MB", threads: 2 }, log),
  );
  ({ app } = await buildServedApp(store));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a dataset of the catalog", () => {
  it.each(FORMATS)("is served as $name, filtered and sorted", async (format) => {
    const url = `${RUNS}.${format.extension}?recipe=c4&sort=row_number&columns=row_number,recipe`;
    const response = await app.inject(url);
    expect(response.statusCode).toBe(200);
    const { rows } = await DECODERS[format.name](response.rawPayload);
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map(([, recipe]) => recipe))).toEqual(new Set(["C4"]));
    expect(response.headers["x-total-count"]).toBe(String(rows.length));
  });

  it("has metadata, an ETag, and pages", async () => {
    const response = await app.inject(`${RUNS}?limit=3`);
    const { meta, data } = response.json();
    expect(meta).toMatchObject({ dataset: "runs", rows: 3, total: ROW_COUNT, provenance: "not declared" });
    expect(data).toHaveLength(3);
    expect(response.headers.link).toContain("offset=3");
    const again = await app.inject({
      url: `${RUNS}?limit=3`,
      headers: { "if-none-match": response.headers.etag },
    });
    expect(again.statusCode).toBe(304);
  });

  it("refuses what its columns do not have, with suggestions", async () => {
    const body = expectProblem(await app.inject(`${RUNS}?recipe=C5&stp=1`), "invalid-query", /recipe=C5/);
    expect(body.errors.map(({ suggestions }: { suggestions: string[] }) => suggestions[0])).toEqual([
      "C4",
      "step",
    ]);
  });

  it("is counted by its filters", async () => {
    const { meta, data } = (await app.inject(`${FACETS}/runs?recipe=C4&counts=exclusive`)).json();
    expect(Object.keys(data)).toEqual(["size", "recipe", "is_final"]);
    expect(data.size[0]).toMatchObject({ value: "4M", parameters: 4e6 });
    const c4 = data.recipe.find(({ value }: { value: string }) => value === "C4");
    expect(c4).toMatchObject({ rows: meta.rows, family: "c4" });
    expect(data.recipe.length).toBe(4);
  });

  it("is described beside the others, and by itself", async () => {
    const { data } = (await app.inject(DATASETS)).json();
    expect(data.map(({ name }: { name: string }) => name)).toEqual(["evaluations", "comparisons", "runs"]);
    const { data: runs } = (await app.inject(`${DATASETS}/runs`)).json();
    expect(runs).toEqual(data[2]);
    expect(runs).toMatchObject({ path: RUNS, engine: "duckdb", rows: ROW_COUNT, source: "table.parquet" });
    expect(runs.columns[4]).toMatchObject({ name: "value", type: "number", role: "measure" });
  });

  it("is in the OpenAPI document with its parameters, and in the health check", async () => {
    const { paths } = (await app.inject("/api/openapi.json")).json();
    const names = paths[RUNS].get.parameters.map(
      (each: { name?: string; $ref?: string }) => each.name ?? each.$ref,
    );
    expect(names.join()).toContain("step__gte");
    expect(paths[`${FACETS}/runs`]).toBeDefined();
    expect((await app.inject("/api/health")).json().datasets.runs).toEqual({
      rows: ROW_COUNT,
      provenance: "not declared",
    });
  });

  it("of another name is a 404 with the nearest, and POST is a 405", async () => {
    expectProblem(
      await app.inject(`${DATA}/rums`),
      "not-found",
      /The nearest are \/api\/visualize\/data\/runs/,
    );
    expectProblem(await app.inject({ method: "POST", url: RUNS }), "method-not-allowed", /is not offered/);
  });
});

describe("the datasets of DataDecide", () => {
  it.each([
    ["evaluations", DATA, "metric=pile-valppl&limit=50"],
    ["comparisons", FT, "limit=5"],
  ])("are served by the name %s too, byte for byte", async (name, path, query) => {
    for (const { extension } of FORMATS) {
      const byName = await app.inject(`${DATA}/${name}.${extension}?${query}`);
      const byPath = await app.inject(`${path}.${extension}?${query}`);
      expect(byName.statusCode).toBe(200);
      expect(byName.rawPayload.equals(byPath.rawPayload)).toBe(true);
      expect(byName.headers.etag).toBe(byPath.headers.etag);
    }
  });
});
