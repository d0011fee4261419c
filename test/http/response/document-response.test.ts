/** The routes that return one small document: facets and datasets. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRIC_KINDS } from "../../../src/datasets/metrics.js";
import { RECIPES } from "../../../src/datasets/recipes.js";
import { decodeBody, type HttpClient, listen, nameContent } from "../../support/http-client.js";
import {
  buildServedApp,
  DATASETS,
  expectProblem,
  FACETS,
  ready,
  type ServedApp,
} from "../../support/served-app.js";
import { buildSmallDatasets, SMALL_METRICS, SMALL_SIZES } from "../../support/small-datasets.js";

const DOCUMENTS = [FACETS, `${FACETS}?metric=pile-valppl&data=C4`, DATASETS];
const CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=86400";

const datasets = buildSmallDatasets();

let served: ServedApp;
let client: HttpClient;

beforeAll(async () => {
  served = await buildServedApp(ready(datasets));
  client = await listen(served.app);
});
afterAll(async () => {
  client.close();
  await served.app.close();
});

async function getJson(url: string) {
  const { status, body } = await client.get(url);
  expect(status, body.toString()).toBe(200);
  return JSON.parse(body.toString());
}

describe.each(DOCUMENTS)("%s", (url) => {
  it("is the same in every coding, cold and warm, with headers that describe it", async () => {
    const plain = await client.get(url);
    for (const coding of ["br", "gzip", "br", "gzip"]) {
      const response = await client.get(url, { "accept-encoding": coding });
      expect(response.status).toBe(200);
      expect(response.headers["content-encoding"]).toBe(coding);
      expect(response.body.length).toBeLessThan(plain.body.length / 2);
      expect(decodeBody(response).equals(plain.body)).toBe(true);
      expect(nameContent(response.headers.etag)).toBe(nameContent(plain.headers.etag));
      expect(response.headers).toMatchObject({
        "content-type": "application/json; charset=utf-8",
        "content-length": String(response.body.length),
        "cache-control": CACHE_CONTROL,
        vary: "Accept-Encoding",
        "access-control-allow-origin": "*",
        "accept-ranges": "bytes",
      });
    }
    expect(served.log.filter((line) => line.url === url && line.cache === "hit").length).toBeGreaterThan(1);
  });

  it("returns 304 to its ETag and HEAD without a body", async () => {
    const { headers, body } = await client.get(url);
    const etag = String(headers.etag);
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    for (const method of ["GET", "GET", "HEAD"]) {
      const fresh = await client.get(url, { "if-none-match": etag }, method);
      expect([fresh.status, fresh.body.length, fresh.headers.etag]).toEqual([304, 0, etag]);
    }
    const head = await client.head(url);
    expect([head.status, head.body.length, head.headers.etag]).toEqual([200, 0, etag]);
    expect(head.headers["content-length"]).toBe(String(body.length));
  });

  it("refuses a parameter that it does not have", async () => {
    const response = await served.app.inject(`${url}${url.includes("?") ? "&" : "?"}limit=1`);
    expectProblem(response, "invalid-query", /^limit=1 is not a parameter of this route/);
  });
});

describe("the facets", () => {
  it("count the whole dataset without a filter", async () => {
    const { meta, data } = await getJson(FACETS);
    const { rowCount, source } = datasets.evaluations;
    expect(meta).toEqual({
      dataset: "evaluations",
      version: source.sha256.slice(0, 16),
      rows: rowCount,
      filters: {},
      provenance: source.provenance,
    });
    expect(Object.keys(data)).toEqual(["params", "data", "metric"]);
    const valuesOf = (facet: { value: string }[]) => facet.map(({ value }) => value);
    expect(valuesOf(data.params)).toEqual(SMALL_SIZES);
    expect(valuesOf(data.data)).toEqual(RECIPES.map(({ name }) => name).sort());
    expect(valuesOf(data.metric)).toEqual(SMALL_METRICS);
    expect(new Set(data.metric.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(METRIC_KINDS));
  });

  it("agree with the counts of the data route under the same filters", async () => {
    const filters = "metric=pile-valppl,arc_easy_acc_raw&data=Falcon+CC+(QC+10%),C4&checkpoint=final";
    const { meta, data } = await getJson(`${FACETS}?${filters}`);
    const head = await client.head(`/api/visualize/data?${filters}`);
    expect(String(meta.rows)).toBe(head.headers["x-total-count"]);
    const chosen = data.data.filter(({ rows }: { rows: number }) => rows > 0);
    expect(chosen.map(({ value }: { value: string }) => value)).toEqual(["C4", "Falcon+CC (QC 10%)"]);
    expect(data.data).toHaveLength(25);
  });

  it("count each list under the other filters with counts=exclusive", async () => {
    const [params, data, metric] = ["params=150M,1B", "data=C4&data=Falcon", "metric=pile-valppl"];
    const all = await getJson(`${FACETS}?${params}&${data}&${metric}&checkpoint=final`);
    const exclusive = await getJson(
      `${FACETS}?${params}&${data}&${metric}&checkpoint=final&counts=exclusive`,
    );
    expect(exclusive.meta).toEqual(all.meta);
    expect(exclusive.data).not.toEqual(all.data);
    const withoutParams = await getJson(`${FACETS}?${data}&${metric}&checkpoint=final`);
    const withoutData = await getJson(`${FACETS}?${params}&${metric}&checkpoint=final`);
    const withoutMetric = await getJson(`${FACETS}?${params}&${data}&checkpoint=final`);
    expect(exclusive.data).toEqual({
      params: withoutParams.data.params,
      data: withoutData.data.data,
      metric: withoutMetric.data.metric,
    });
  });
});

describe("the datasets", () => {
  it("are both described, with the file that they were read from", async () => {
    const { evaluations, comparisons } = datasets;
    const { data } = await getJson(DATASETS);
    expect(data.map(({ name, path }: { name: string; path: string }) => [name, path])).toEqual([
      ["evaluations", "/api/visualize/data"],
      ["comparisons", "/api/visualize/data/ft"],
    ]);
    const expected = [
      { ...evaluations, rows: evaluations.rowCount, columnCount: 7 },
      { ...comparisons, rows: comparisons.table.rowCount, columnCount: comparisons.table.columns.length },
    ];
    for (const [index, { source, rows, columnCount }] of expected.entries()) {
      const { file, columns, loadedAt, ...described } = data[index];
      expect(file).toEqual({ name: source.path, sha256: source.sha256, bytes: source.sizeBytes });
      expect(columns).toHaveLength(columnCount);
      expect(described).toMatchObject({ rows, provenance: source.provenance, isSynthetic: true });
      expect(new Date(loadedAt).toISOString()).toBe(loadedAt);
    }
  });

  it("count the nulls that the data route serves", async () => {
    const { data } = await getJson(DATASETS);
    const rows = (await getJson("/api/visualize/data/ft")).data;
    for (const { name, nulls } of data[1].columns) {
      const served = rows.filter((row: Record<string, unknown>) => row[name] === null).length;
      expect(nulls, name).toBe(served);
    }
  });
});
