import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { RECIPES } from "../../src/datasets/recipes.js";
import {
  ALL_PATHS,
  buildServedApp,
  DATA,
  DATA_PATHS,
  FT,
  HEALTH,
  type RowsBody,
  ready,
  SMALL,
  UNMELTED,
} from "../support/served-app.js";
import { buildSmallDatasets, SMALL_METRICS, SMALL_PROVENANCE } from "../support/small-datasets.js";

const LONG_COLUMNS = ["params", "data", "step", "tokens", "compute", "metric", "value"];
const ID_COLUMNS = LONG_COLUMNS.slice(0, 5);
const JSON_TYPE = "application/json; charset=utf-8";
/** Short responses, one of each route. */
const SHORT_URLS = [
  HEALTH,
  `${DATA}?limit=3`,
  `${SMALL}?limit=3`,
  `${UNMELTED}?limit=3`,
  `${FT}?limit=1&columns=run_id,seed`,
];

const datasets = buildSmallDatasets();
const { table } = datasets.comparisons;

let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await buildServedApp(ready(datasets)));
});

async function get(url: string): Promise<RowsBody> {
  const response = await app.inject(url);
  expect(response.statusCode, response.body.slice(0, 500)).toBe(200);
  return response.json();
}

describe("the headers of a response", () => {
  it.each(SHORT_URLS)("%s have the type, the length and the request id", async (url) => {
    const first = await app.inject(url);
    const second = await app.inject(url);
    expect(first.statusCode).toBe(200);
    expect(first.headers["content-type"]).toBe(JSON_TYPE);
    expect(first.headers["content-length"]).toBe(String(first.rawPayload.length));
    expect(first.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(second.headers["x-request-id"]).not.toBe(first.headers["x-request-id"]);
    expect(first.headers["access-control-allow-origin"]).toBe("*");
    expect(first.headers["access-control-expose-headers"]).toBe(
      "ETag, Link, X-Total-Count, X-Request-Id, Accept-Ranges, Content-Range",
    );
    expect(first.headers["access-control-allow-credentials"]).toBeUndefined();
    expect(first.headers["set-cookie"]).toBeUndefined();
  });

  it.each(DATA_PATHS)("%s repeats the total of its meta in X-Total-Count", async (path) => {
    const response = await app.inject(`${path}?limit=2`);
    const { meta } = response.json<RowsBody>();
    expect(meta.total).toBeGreaterThan(2);
    expect(response.headers["x-total-count"]).toBe(String(meta.total));
  });

  it("does not take over a request id that the client chose", async () => {
    const response = await app.inject({ url: HEALTH, headers: { "x-request-id": "mine" } });
    expect(response.headers["x-request-id"]).not.toBe("mine");
  });
});

describe("the meta of a response", () => {
  it("names the evaluations, the filters, and nothing else", async () => {
    const { rowCount, source } = datasets.evaluations;
    const url = `${DATA}?metric=PILE-valppl&data=d17&params=150m&step__lt=20000&limit=2&offset=1`;
    const { meta, data } = await get(url);
    expect(Object.keys(meta)).toEqual([
      "dataset",
      "version",
      "rows",
      "total",
      "offset",
      "limit",
      "filters",
      "provenance",
    ]);
    expect(meta).toEqual({
      dataset: "evaluations",
      version: source.sha256.slice(0, 16),
      rows: 2,
      total: meta.total,
      offset: 1,
      limit: 2,
      filters: { metric: ["pile-valppl"], params: ["150M"], data: ["Dolma1.7"], step: { lt: 20000 } },
      provenance: source.provenance,
    });
    expect(data).toHaveLength(2);
    expect((await get(`${DATA}?limit=0`)).meta).toMatchObject({
      rows: 0,
      total: rowCount,
      limit: 0,
      filters: {},
    });
  });

  it("names the comparisons", async () => {
    const { sha256, provenance } = datasets.comparisons.source;
    const { meta } = await get(`${FT}?columns=run_id`);
    expect(meta).toEqual({
      dataset: "comparisons",
      version: sha256.slice(0, 16),
      rows: table.rowCount,
      total: table.rowCount,
      offset: 0,
      limit: null,
      filters: {},
      provenance,
    });
  });

  it("has the filters that a route applies by itself", async () => {
    const chart = { metric: ["pile-valppl"], data: ["Dolma1.7"], step: [5000] };
    expect((await get(SMALL)).meta.filters).toEqual(chart);
    const table = { data: ["Dolma1.7"], params: ["10M", "60M", "150M", "530M", "1B"] };
    expect((await get(`${UNMELTED}?limit=1`)).meta.filters).toEqual(table);
  });
});

describe("every row carries every selected column", () => {
  it("in the long form", async () => {
    const { data } = await get(`${DATA}?metric=*-valppl&params=150M&data=C4,Falcon`);
    expect(data.length).toBeGreaterThan(20);
    for (const row of data) expect(Object.keys(row)).toEqual(LONG_COLUMNS);
  });

  it("in the wide form, nulls included", async () => {
    const { data } = await get(`${DATA}?shape=wide&params=4M&data=C4,Falcon`);
    const names = Object.keys(data[0]);
    expect(names.slice(0, 5)).toEqual(ID_COLUMNS);
    expect(names.slice(5)).toEqual(SMALL_METRICS);
    for (const row of data) expect(Object.keys(row)).toEqual(names);
    expect(data.some((row) => Object.values(row).includes(null))).toBe(true);
  });

  it("in the order of the requested columns", async () => {
    const { data } = await get(`${DATA}?columns=value,step&columns=params&limit=4`);
    expect(data.map((row) => Object.keys(row))).toEqual(Array(4).fill(["value", "step", "params"]));
  });

  it("in the order of the file for all columns of the comparisons", async () => {
    const { data } = await get(FT);
    const names = table.columns.map(({ name }) => name);
    expect(data).toHaveLength(table.rowCount);
    for (const row of data) expect(Object.keys(row)).toEqual(names);
  });
});

describe("the two calls of the existing web frontend", () => {
  it("small: body.data has a point for each of the 14 sizes, with numbers to plot", async () => {
    const { data } = await get(SMALL);
    expect(Array.isArray(data)).toBe(true);
    expect(data).toHaveLength(14);
    for (const row of data) {
      expect(row.params).toMatch(/^\d+[MB]$/);
      expect(row).toMatchObject({ data: "Dolma1.7", metric: "pile-valppl", step: 5000 });
      expect(typeof row.value).toBe("number");
    }
    const sizes = data.map(
      ({ params }) => Number.parseInt(String(params), 10) * (/B$/.test(`${params}`) ? 1000 : 1),
    );
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  });

  it("ft: body.data has a row for each run, whose first names every column of the table", async () => {
    const { data } = await get(FT);
    expect(data).toHaveLength(table.rowCount);
    expect(Object.keys(data[0])).toHaveLength(table.columns.length);
    expect(data[0].timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(Array.isArray(data[0].ft_loss_list)).toBe(true);
  });
});

describe("the unmelted route", () => {
  it("returns the default selection when nothing is filtered, also with a limit and a sort", async () => {
    const { meta, data } = await get(UNMELTED);
    expect(new Set(data.map((row) => row.data))).toEqual(new Set(["Dolma1.7"]));
    expect([...new Set(data.map((row) => row.params))]).toEqual(["10M", "60M", "150M", "530M", "1B"]);
    expect(meta.total).toBe(data.length);
    const sorted = await get(`${UNMELTED}?sort=-step&limit=1&columns=step`);
    expect(sorted.meta.total).toBe(meta.total);
    expect(sorted.data).toEqual([{ step: Math.max(...data.map((row) => Number(row.step))) }]);
  });

  it("leaves the old selection as soon as anything is filtered", async () => {
    const { meta, data } = await get(`${UNMELTED}?params=4M&metric=pile-valppl`);
    expect(meta.filters).toEqual({ metric: ["pile-valppl"], params: ["4M"] });
    expect(new Set(data.map((row) => row.data)).size).toBe(25);
    expect(Object.keys(data[0])).toEqual([...ID_COLUMNS, "pile-valppl"]);
    const { meta: final } = await get(`${UNMELTED}?checkpoint=final&metric=pile-valppl`);
    expect(final.filters).toEqual({ metric: ["pile-valppl"], checkpoint: ["final"] });
    expect((await get(`${UNMELTED}?step__gte=5000&limit=0`)).meta.filters).toEqual({ step: { gte: 5000 } });
  });

  it("is the same table as shape=wide over the same filters", async () => {
    const query = "data=C4&params=8M&metric=*-valppl";
    expect((await get(`${UNMELTED}?${query}`)).data).toEqual((await get(`${DATA}?shape=wide&${query}`)).data);
  });
});

describe("Link with rel=next", () => {
  it.each([
    [`${SMALL}?limit=5`, 3],
    [`${SMALL}?limit=7`, 2],
    [`${DATA}?metric=pile-valppl&data=C4&params=150M,4M&limit=10`, null],
    [`${DATA}?metric=pile-valppl&data=DCLM-Baseline (QC 7%, FW2)&params=4M&sort=-value&limit=6`, null],
    [`${DATA}?metric=pile-valppl&data=DCLM-Baseline+25%+/+Dolma+75%&params=4M&limit=6`, null],
    [`${UNMELTED}?metric=pile-valppl&limit=40`, null],
    [`${FT}?columns=run_id,seed&limit=4`, 4],
    [`${FT}?limit=10&columns=run_id&offset=0`, 2],
    [`${SMALL}?limit=5&%6Fffset=0`, 3],
  ])("walks %s to its end and yields the rows of one response", async (url, pageCount) => {
    const whole = await get(url.replace(/&?limit=\d+/, "").replace(/\?&/, "?"));
    const rows: unknown[] = [];
    let pages = 0;
    for (let next: string | undefined = url; next !== undefined; pages++) {
      const response: LightMyRequestResponse = await app.inject(next);
      const { meta, data } = response.json<RowsBody>();
      expect(meta).toMatchObject({ offset: rows.length, total: whole.data.length, rows: data.length });
      rows.push(...data);
      const link: unknown = response.headers.link;
      expect(link === undefined).toBe(rows.length === meta.total);
      next = link === undefined ? undefined : /^<([^<> ]+)>; rel="next"$/.exec(String(link))?.[1];
      if (link !== undefined) expect(next).toBeDefined();
    }
    expect(rows).toEqual(whole.data);
    if (pageCount !== null) expect(pages).toBe(pageCount);
  });

  it("is absent from a complete response, an empty page and a page beyond the end", async () => {
    for (const query of ["", "?limit=14", "?limit=0", "?limit=3&offset=14", "?offset=999999999&limit=1"]) {
      const response = await app.inject(SMALL + query);
      expect(response.statusCode).toBe(200);
      expect(response.headers.link).toBeUndefined();
      expect(response.headers["x-total-count"]).toBe("14");
    }
  });
});

describe("an address with a trailing slash", () => {
  it.each(ALL_PATHS)("%s/ is the same route", async (path) => {
    const query = DATA_PATHS.includes(path) ? "?limit=1" : "";
    expect((await app.inject(`${path}/${query}`)).json()).toEqual((await app.inject(path + query)).json());
  });
});

describe("HEAD", () => {
  it.each([...SHORT_URLS, DATA, FT])("%s has the headers of GET and no body", async (url) => {
    const head = await app.inject({ method: "HEAD", url });
    const got = await app.inject(url);
    expect(head.statusCode).toBe(200);
    expect(head.rawPayload).toHaveLength(0);
    expect(comparableHeaders(head.headers)).toEqual(comparableHeaders(got.headers));
  });

  it("reports mistakes with the status and headers of GET and no body", async () => {
    for (const url of [`${DATA}?metric=nonsense`, "/nowhere", `${DATA}?x=${"y".repeat(40_000)}`]) {
      const head = await app.inject({ method: "HEAD", url });
      const got = await app.inject(url);
      expect(head.statusCode).toBe(got.statusCode);
      expect(head.statusCode).toBeGreaterThanOrEqual(400);
      expect(head.rawPayload).toHaveLength(0);
      expect(comparableHeaders(head.headers)).toEqual(comparableHeaders(got.headers));
    }
  });
});

function comparableHeaders(headers: Readonly<Record<string, unknown>>): object {
  const own = new Set(["content-length", "transfer-encoding", "date", "x-request-id", "server-timing"]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name)));
}

describe("health with data", () => {
  it("is ok, with the rows and the provenance of each dataset", async () => {
    const response = await app.inject(HEALTH);
    expect(response.statusCode).toBe(200);
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(response.json()).toEqual({
      status: "ok",
      message: "DataDecide results API is running and all data is loaded",
      datasets: {
        evaluations: { rows: datasets.evaluations.rowCount, provenance: SMALL_PROVENANCE },
        comparisons: { rows: table.rowCount, provenance: SMALL_PROVENANCE },
      },
    });
  });

  it("ignores a query, as probes like to add one against caches", async () => {
    expect((await app.inject(`${HEALTH}?t=1`)).statusCode).toBe(200);
  });
});

describe("every name of every recipe finds its rows", () => {
  const spellings: Record<string, (name: string) => string> = {
    "percent-encoded": encodeURIComponent,
    "as a form encodes it": (name) => new URLSearchParams({ n: name }).toString().slice(2),
    raw: (name) => name,
    "with + for each space and a bare %": (name) => name.replaceAll(" ", "+"),
    "in capitals": (name) => encodeURIComponent(name.toUpperCase()),
  };

  it("has 25 recipes, each of them in the data", async () => {
    const { data } = await get(`${DATA}?metric=pile-valppl&checkpoint=final&params=150M`);
    expect(data.map((row) => row.data)).toEqual(RECIPES.map(({ name }) => name).sort());
    expect(data).toHaveLength(25);
  });

  it.each(Object.entries(spellings))("%s", async (_spelling, spell) => {
    const checked = "metric=pile-valppl&params=4M&limit=1&columns=data";
    for (const { name, aliases } of RECIPES) {
      for (const text of [name, ...aliases]) {
        const { meta, data } = await get(`${DATA}?${checked}&data=${spell(text)}`);
        expect(meta.filters.data, text).toEqual([name]);
        expect(data, text).toEqual([{ data: name }]);
      }
    }
  });

  it("all at once, separated by commas or repeated", async () => {
    const names = RECIPES.map(({ name }) => name);
    const commas = await get(`${DATA}?limit=0&data=${encodeURIComponent(names.join(","))}`);
    const repeated = await get(
      `${DATA}?limit=0&${new URLSearchParams(names.map((name): [string, string] => ["data", name]))}`,
    );
    expect(commas.meta.filters.data).toEqual(names.toSorted());
    expect(repeated.meta).toEqual(commas.meta);
    expect(commas.meta.total).toBe(datasets.evaluations.rowCount);
  });

  it("in the comparisons too", async () => {
    for (const text of ["DCLM-Baseline (QC 10%)", "dclm_qc10p"]) {
      const { meta, data } = await get(`${FT}?columns=ckpt_data&data=${encodeURIComponent(text)}`);
      expect(meta.filters).toEqual({ data: ["DCLM-Baseline (QC 10%)"] });
      expect(data.length).toBeGreaterThan(0);
      expect(new Set(data.map((row) => row.ckpt_data))).toEqual(new Set(["DCLM-Baseline (QC 10%)"]));
    }
  });
});
