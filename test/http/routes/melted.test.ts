/** A melted table of a catalog over HTTP: queried, counted and documented like the evaluations. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalogFile } from "../../../src/catalog/catalog-file.js";
import { openCatalog } from "../../../src/engines/catalog-datasets.js";
import { DatasetStore } from "../../../src/engines/dataset-store.js";
import { FORMATS } from "../../../src/formats/registry.js";
import { writeMeltedRows } from "../../support/long-engines.js";
import { buildServedApp, DATA, DATASETS, expectProblem, FACETS } from "../../support/served-app.js";
import { buildSmallDatasets, buildSmallRows } from "../../support/small-datasets.js";
import { makeFolder } from "../../support/small-files.js";

const MELTED = `${DATA}/melted`;

let app: FastifyInstance;
let remove: () => Promise<void>;

beforeAll(async () => {
  const made = await makeFolder();
  remove = made.remove;
  await writeMeltedRows(made.folder, buildSmallRows());
  const catalog = join(made.folder, "catalog.yaml");
  await writeFile(
    catalog,
    "datasets: { melted: { source: melted.parquet, long: { variable: metric, value: value }, provenance: synthetic stand-in } }",
  );
  const log = { info: () => {}, warn: () => {} };
  const store = new DatasetStore(1e6, ["melted"]);
  const opened = await openCatalog(await readCatalogFile(catalog), { memoryLimit: "256MB", threads: 2 }, log);
  store.publish(buildSmallDatasets(), opened);
  ({ app } = await buildServedApp(store));
});
afterAll(() => remove());

describe("a melted table of a catalog", () => {
  it.each(FORMATS)("has the rows of the evaluations as $name, long and wide", async ({ extension }) => {
    for (const query of [
      "metric=pile-valppl&data=C4&checkpoint=final",
      "metric=*valppl&data=C4,Dolma1.7&checkpoint=common&shape=wide&sort=-pile-valppl",
    ]) {
      const expected = await app.inject(`${DATA}.${extension}?${query}`);
      const found = await app.inject(`${MELTED}.${extension}?${query}`);
      expect(found.statusCode).toBe(200);
      expect(found.headers["x-total-count"]).toBe(expected.headers["x-total-count"]);
      const strip = (text: string) => text.replace(/"dataset":.*?"version":"[0-9a-f]+"/, "");
      if (["json", "columns", "csv", "ndjson"].includes(extension)) {
        expect(strip(found.body)).toBe(strip(expected.body));
      } else if (extension === "arrow") {
        // The footer of a Parquet file has the name of its dataset; its rows are compared in test/differential.
        expect(found.rawPayload.equals(expected.rawPayload)).toBe(true);
      }
    }
  });

  it("has facets by metric, and is described with its columns", async () => {
    const query = "data=C4&counts=exclusive";
    const { data } = (await app.inject(`${FACETS}/melted?${query}`)).json();
    const { data: expected } = (await app.inject(`${FACETS}?${query}`)).json();
    expect(data).toEqual(expected);
    const { data: described } = (await app.inject(`${DATASETS}/melted`)).json();
    const { data: evaluations } = (await app.inject(`${DATASETS}/evaluations`)).json();
    expect(described.rows).toBe(evaluations.rows);
    expect(described.columns).toEqual(evaluations.columns);
  });

  it("is documented with its metrics, checkpoints and shapes", async () => {
    const { paths, components } = (await app.inject("/api/openapi.json")).json();
    const names = paths[MELTED].get.parameters.map(
      ({ name, $ref }: { name?: string; $ref?: string }) =>
        name ?? components.parameters[($ref as string).split("/").at(-1) as string].name,
    );
    expect(names).toEqual(
      expect.arrayContaining(["metric", "value", "value__gte", "checkpoint", "shape", "params", "step"]),
    );
    const facets = JSON.stringify(paths[`${FACETS}/melted`].get.parameters);
    expect(facets).not.toContain("shape");
  });

  it("refuses what it does not have", async () => {
    const body = expectProblem(
      await app.inject(`${MELTED}?metric=pile-valpl&shape=round`),
      "invalid-query",
      /./,
    );
    expect(body.errors[0].suggestions).toContain("pile-valppl");
    expect(body.errors[1].suggestions).toEqual(["long", "wide"]);
  });
});
