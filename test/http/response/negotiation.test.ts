/** Which format a response comes in, what its headers describe, and how a browser saves it. */
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../../src/formats/registry.js";
import { registerRequestLog } from "../../../src/http/lifecycle/request-log.js";
import { ResponseCache } from "../../../src/http/response/response-cache.js";
import { RowResponder } from "../../../src/http/response/row-response.js";
import { buildQueryPlan } from "../../../src/query/query-plan.js";
import type { NormalizedFilter } from "../../../src/query/range.js";
import { selectWide } from "../../../src/table/selection.js";
import { numberColumn, tableOf } from "../../support/columns.js";
import { DECODERS } from "../../support/decoding.js";
import { type HttpClient, listen } from "../../support/http-client.js";
import {
  buildServedApp,
  DATA,
  FT,
  HEALTH,
  ready,
  type ServedApp,
  SMALL,
  UNMELTED,
} from "../../support/served-app.js";
import { ALL_ROWS, serveSelection } from "../../support/served-selection.js";
import { buildSmallDatasets } from "../../support/small-datasets.js";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  json: "application/json; charset=utf-8",
  columns: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
  arrow: "application/vnd.apache.arrow.stream",
  parquet: "application/vnd.apache.parquet",
};
const NAMES = Object.keys(CONTENT_TYPES);
const MEDIA_TYPES =
  "application/json, text/csv, application/x-ndjson, application/vnd.apache.arrow.stream, application/vnd.apache.parquet";

let served: ServedApp;
let client: HttpClient;

beforeAll(async () => {
  served = await buildServedApp(ready(buildSmallDatasets()));
  client = await listen(served.app);
});
afterAll(async () => {
  client.close();
  await served.app.close();
});

describe("the formats on offer", () => {
  it("are these, in this order", () => {
    expect(FORMATS.map(({ name }) => name)).toEqual(NAMES);
    expect(FORMATS.map(({ contentType }) => contentType)).toEqual(Object.values(CONTENT_TYPES));
  });

  describe.each([DATA, SMALL, UNMELTED, FT])("on %s", (path) => {
    it.each(NAMES)("%s comes by format= and by the ending, with its type and its rows", async (name) => {
      const byName = await client.get(`${path}?limit=3&format=${name}`);
      expect(byName.status).toBe(200);
      expect(byName.headers["content-type"]).toBe(CONTENT_TYPES[name]);
      expect(byName.headers["x-total-count"]).toMatch(/^\d+$/);
      expect(byName.headers["content-disposition"]).toBeUndefined();
      expect((await DECODERS[name](byName.body)).rows).toHaveLength(3);
      for (const other of [
        `${path}.${name}?limit=3`,
        `${path}.${name}?limit=3&format=${name.toUpperCase()}`,
      ]) {
        const response = await client.get(other);
        expect(response.status).toBe(200);
        expect(response.headers["content-type"]).toBe(CONTENT_TYPES[name]);
        expect(response.body.equals(byName.body)).toBe(true);
        expect(response.headers.etag).toBe(byName.headers.etag);
      }
    });

    it("HEAD has the type and the counts of each, and no body", async () => {
      for (const name of NAMES) {
        const url = `${path}.${name}?limit=2&offset=1`;
        const head = await client.head(url);
        const { headers } = await client.get(url);
        expect(head.status).toBe(200);
        expect(head.body).toHaveLength(0);
        for (const header of ["content-type", "etag", "x-total-count", "link", "vary", "cache-control"]) {
          expect(head.headers[header], `${header} of ${url}`).toEqual(headers[header]);
        }
      }
    });
  });

  it("have no ending on other routes", async () => {
    expect((await client.get(`${HEALTH}.json`)).status).toBe(404);
    expect((await client.get(`${DATA}.xml`)).status).toBe(404);
    expect((await client.get(`${DATA}.CSV`)).status).toBe(404);
    const post = await client.get(`${DATA}.csv`, {}, "POST");
    expect(post.status).toBeGreaterThanOrEqual(404);
    expect(post.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  });

  it("link to the next page under the same ending and format", async () => {
    const { headers } = await client.get(`${DATA}.csv?metric=pile-valppl&limit=2`);
    expect(headers.link).toBe(`<${DATA}.csv?metric=pile-valppl&limit=2&offset=2>; rel="next"`);
    const { headers: named } = await client.get(`${FT}?format=ndjson&limit=2`);
    expect(named.link).toBe(`<${FT}?format=ndjson&limit=2&offset=2>; rel="next"`);
  });
});

describe("an Accept header", () => {
  it.each([
    ["*/*", "json"],
    ["application/json", "json"],
    ["application/*", "json"],
    ["text/*", "csv"],
    ["text/csv", "csv"],
    ["TEXT/CSV", "csv"],
    ["application/x-ndjson", "ndjson"],
    ["application/vnd.apache.arrow.stream", "arrow"],
    ["application/vnd.apache.parquet", "parquet"],
    ["text/csv, application/json", "csv"],
    ["text/csv;q=0.5, application/json;q=0.9", "json"],
    ["text/csv;q=0.9, application/json;q=0.5", "csv"],
    ["application/json;q=0, */*", "csv"],
    ["application/json;q=0, text/csv;q=0, */*;q=0.1", "ndjson"],
    ["text/html, application/xml;q=0.9, */*;q=0.1", "json"],
    ["text/html, text/csv;q=0.2", "csv"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "json"],
    ["application/json; charset=utf-8", "json"],
    ["application/json;odata=verbose;q=0.1, text/csv; charset=UTF-8; header=present; q=0.3", "csv"],
    ['text/csv; charset="utf-8"', "csv"],
    ["", "json"],
    [" ", "json"],
  ])("'%s' gets %s", async (accept, name) => {
    const response = await client.get(`${DATA}?metric=pile-valppl&limit=2`, { accept });
    expect(response.status).toBe(200);
    expect(response.headers["content-type"]).toBe(CONTENT_TYPES[name]);
    expect((await DECODERS[name](response.body)).rows).toHaveLength(2);
    expect(response.headers.vary?.split(", ")).toEqual(expect.arrayContaining(["Accept", "Accept-Encoding"]));
  });

  it.each([
    "text/html",
    "application/xml",
    "application/json;q=0",
    "*/*;q=0",
    "image/*",
    "nonsense",
    "text/csv;q=0",
  ])("'%s' is a 406 that lists what is on offer, and no other rows", async (accept) => {
    const response = await client.get(`${DATA}?metric=pile-valppl&limit=2`, { accept });
    expect(response.status).toBe(406);
    expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(response.headers.etag).toBeUndefined();
    expect(JSON.parse(response.body.toString())).toEqual({
      type: "urn:datadecide:problem:not-acceptable",
      title: "No format on offer is acceptable",
      status: 406,
      detail: `Nothing here satisfies "Accept: ${accept}". On offer are ${MEDIA_TYPES}; format= chooses as well.`,
      instance: `${DATA}?metric=pile-valppl&limit=2`,
      errors: [],
    });
  });

  it("that is endless is a 406 of bounded size", async () => {
    const { status, body } = await client.get(DATA, { accept: "a/b,".repeat(3000) });
    expect(status).toBe(406);
    expect(body.length).toBeLessThan(1000);
  });

  it("is ignored if the query or the path names a format", async () => {
    for (const accept of ["application/json", "text/html", "text/csv;q=0"]) {
      for (const url of [`${DATA}?limit=1&format=csv`, `${DATA}.csv?limit=1`]) {
        const response = await client.get(url, { accept });
        expect([response.status, response.headers["content-type"]]).toEqual([200, CONTENT_TYPES.csv]);
      }
    }
  });

  it("comes after a mistake in the query", async () => {
    expect((await client.get(`${DATA}?metric=x`, { accept: "text/html" })).status).toBe(400);
  });

  it("has no part in what other requests of the same URL get", async () => {
    const url = `${DATA}?metric=pile-valppl&limit=4`;
    const accepts = ["text/csv", "application/json", "application/x-ndjson", "text/html", "text/csv"];
    const types = [];
    for (const accept of [...accepts, ...accepts]) {
      types.push((await client.get(url, { accept })).headers["content-type"]);
    }
    const once = [
      ...[CONTENT_TYPES.csv, CONTENT_TYPES.json, CONTENT_TYPES.ndjson],
      ...["application/problem+json; charset=utf-8", CONTENT_TYPES.csv],
    ];
    expect(types).toEqual([...once, ...once]);
  });
});

describe("a format that is named wrongly is a 400", () => {
  it.each([
    ["?format=xml", "format", "xml", "is not a format on offer", NAMES],
    ["?format=csv&format=json", "format", "csv, json", "is given more than once", []],
    ["?format=", "format", "", "has no value; leave the parameter out or give it one", []],
    [".csv?format=json", "format", "json", "contradicts the extension of the path, .csv", []],
    [".json?format=columns", "format", "columns", "contradicts the extension of the path, .json", []],
    ["?download=yes", "download", "yes", "is neither 1 nor 0", ["1", "0"]],
    ["?download=1&download=0", "download", "1, 0", "is given more than once", []],
  ])("%s", async (ending, parameter, value, message, suggestions) => {
    for (const path of [DATA, FT, SMALL, UNMELTED]) {
      const { status, body } = await client.get(path + ending);
      expect(status).toBe(400);
      expect(JSON.parse(body.toString()).errors).toEqual([{ parameter, value, message, suggestions }]);
    }
  });
});

describe("download=1", () => {
  it.each([
    [`${SMALL}?download=1`, "datadecide-evaluations-pile-valppl-Dolma1.7-step-5000.json"],
    [`${DATA}.csv?download=1&limit=1`, /^datadecide-evaluations-[\w-]{8}\.csv$/],
    [`${DATA}.columns?download=1&data=c4&limit=1`, /^datadecide-evaluations-C4-[\w-]{8}\.columns\.json$/],
    [`${FT}.arrow?download=1&params__gte=1B`, /^datadecide-comparisons-[\w-]{8}\.arrow$/],
    [
      `${DATA}.ndjson?download=1&limit=1&data=${encodeURIComponent("DCLM-Baseline 25% / Dolma 75%")}`,
      /^datadecide-evaluations-DCLM-Baseline-25-Dolma-75-[\w-]{8}\.ndjson$/,
    ],
    [
      `${DATA}?download=1&limit=1&metric=*`,
      /^datadecide-evaluations-wikitext_103-valppl-pile-valppl-[A-Za-z0-9._-]+\.json$/,
    ],
  ])("names the file of %s", async (url, name) => {
    for (const { status, headers } of [
      await client.get(url),
      await client.head(url),
      await client.get(url),
    ]) {
      expect(status).toBe(200);
      const found = /^attachment; filename="([^"]*)"$/.exec(headers["content-disposition"] ?? "")?.[1] ?? "";
      if (typeof name === "string") expect(found).toBe(name);
      else expect(found).toMatch(name);
      expect(found.length).toBeLessThan(130);
    }
  });

  it("never gives two pages, ranges, columns or formats one name", async () => {
    const queries = [
      ...["&limit=5", "&limit=5&offset=5", "&step__gte=5000", "&step__gte=6000", "", "&format=columns"],
      ...["&step=0", "&tokens=0", "&compute=0", "&value=0", "&value=1", "&value=-1"],
    ];
    const names = [];
    for (const query of queries) {
      const { headers } = await client.head(`${DATA}?metric=pile-valppl&data=C4&download=1${query}`);
      names.push(headers["content-disposition"]);
    }
    expect(new Set(names).size).toBe(queries.length);
  });

  it("and its absence do not share a header, though they share the bytes", async () => {
    const plain = `${DATA}?metric=pile-valppl&limit=5`;
    for (let round = 0; round < 3; round++) {
      const without = await client.get(`${plain}&download=0`);
      const saved = await client.get(`${plain}&download=1`);
      expect(without.headers["content-disposition"]).toBeUndefined();
      expect(saved.headers["content-disposition"]).toMatch(/^attachment; /);
      expect(saved.body.equals(without.body)).toBe(true);
    }
  });

  it("makes a harmless name of whatever a file holds", async () => {
    const hostile: [NormalizedFilter, string | RegExp][] = [
      [['a"; filename="evil.exe'], "datadecide-test-a-filename-evil.exe.csv"],
      [["a\r\nSet-Cookie: x=1"], "datadecide-test-a-Set-Cookie-x-1.csv"],
      [["../../etc/passwd"], "datadecide-test-..-..-etc-passwd.csv"],
      [["名前", "%2e%2e%2f", "a\u0000b"], "datadecide-test-2e-2e-2f-a-b.csv"],
      [["x".repeat(5000)], /^datadecide-test-x{95}-[\w-]{8}\.csv$/],
      [{ gte: 5, in: ['"'] }, /^datadecide-test-[\w-]{8}\.csv$/],
    ];
    const app = fastify();
    registerRequestLog(app);
    const table = tableOf(numberColumn("n", [1]));
    const options = { key: "", fields: ["n"], sort: [], offset: 0, limit: null };
    const source = { path: "p", sha256: "0".repeat(64), sizeBytes: 1, provenance: "test" };
    const csv = FORMATS[2];
    const responder = new RowResponder(new ResponseCache(0), "1");
    app.get("/:index", (request, reply) => {
      const [filter] = hostile[Number((request.params as { index: string }).index)];
      const output = { format: csv, isDownload: true };
      const plan = buildQueryPlan("test", "table", { data: filter }, ALL_ROWS, options, output);
      const dataset = serveSelection(selectWide(table, [], table.allRows(), options), source);
      return responder.send(request, reply, plan, dataset);
    });
    for (const [index, [, name]] of hostile.entries()) {
      const { statusCode, headers } = await app.inject(`/${index}`);
      expect(statusCode).toBe(200);
      const found =
        /^attachment; filename="([^"]*)"$/.exec(String(headers["content-disposition"]))?.[1] ?? "";
      if (typeof name === "string") expect(found).toBe(name);
      else expect(found).toMatch(name);
      expect(headers["set-cookie"]).toBeUndefined();
    }
  });
});
