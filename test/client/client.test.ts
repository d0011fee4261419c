/** The typed client against the real server over a socket. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  buildUrl,
  type ClientOptions,
  getComparisons,
  getDatasets,
  getEvaluations,
  getFacets,
  getHealth,
  getJson,
  getWideEvaluations,
  type LongLists,
  ProblemError,
} from "../../src/client/index.js";
import { type HttpClient, listen } from "../support/http-client.js";
import { buildServedApp, ROOT, ready, type ServedApp } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

const COMMA = "DCLM-Baseline (QC 7%, FW2)";
const PLUS = "Falcon+CC (QC 10%)";

let served: ServedApp;
let client: HttpClient;
let options: ClientOptions;

beforeAll(async () => {
  served = await buildServedApp(ready(buildSmallDatasets()));
  client = await listen(served.app);
  options = { baseUrl: `http://127.0.0.1:${client.port}/` };
});
afterAll(async () => {
  client.close();
  served.app.server.closeAllConnections();
  await served.app.close();
});

async function catchProblem(promise: Promise<unknown>): Promise<ProblemError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error(`not a problem: ${error}`);
  return error;
}

describe("the types of the client", () => {
  it("are those that scripts/client-types.mjs generates from docs/openapi.json", {
    timeout: 300_000,
  }, async () => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [join(ROOT, "scripts/client-types.mjs")], {
      maxBuffer: 10e6,
      timeout: 240_000,
    });
    expect(await readFile(join(ROOT, "src/client/api-types.ts"), "utf8")).toBe(stdout);
  });
});

describe("the client", () => {
  it("gets evaluations, with commas, pluses and percents in names", async () => {
    const query = { metric: "pile-valppl", data: [COMMA, PLUS], params: ["1B"], step: 5000 };
    const { meta, data } = await getEvaluations(query, options);
    expect(meta).toMatchObject({ dataset: "evaluations", rows: 2, filters: { data: [COMMA, PLUS].sort() } });
    const [{ params, data: recipe, step, tokens, compute, metric, value }] = data;
    expect([params, recipe, step, metric]).toEqual(["1B", COMMA, 5000, "pile-valppl"]);
    for (const number of [tokens, compute, value]) expect(number).toBeGreaterThan(0);
  });

  it("gets selected columns, sorted and limited", async () => {
    const query = { metric: ["pile-valppl"], columns: ["step", "value"], sort: ["-step"], limit: 2 } as const;
    const { meta, data } = await getEvaluations(query, options);
    expect([meta.rows, meta.limit]).toEqual([2, 2]);
    expect(data.map((row) => Object.keys(row))).toEqual([
      ["step", "value"],
      ["step", "value"],
    ]);
  });

  it("gets wide evaluations and comparisons", async () => {
    const wide = await getWideEvaluations(
      { metric: "*-valppl", data: "C4", params: "1B", limit: 1 },
      options,
    );
    expect(wide.data[0]).toHaveProperty("pile-valppl");
    expect(wide.data[0].params).toBe("1B");
    const { data } = await getComparisons({ metric: "arc_challenge_acc_uncond", seed: 2, limit: 3 }, options);
    expect(data).toHaveLength(3);
    for (const { seed } of data) expect(seed).toBe("2");
  });

  it("gets facets, datasets and health", async () => {
    const { meta, data } = await getFacets({ data: "c4", value__gt: 1 }, options);
    expect(meta.filters).toEqual({ data: ["C4"], value: { gt: 1 } });
    expect(data.data.filter(({ rows }) => rows > 0).map(({ value }) => value)).toEqual(["C4"]);
    const exclusive = await getFacets({ data: "c4", value__gt: 1, counts: "exclusive" }, options);
    expect(exclusive.meta).toEqual(meta);
    expect(exclusive.data.data.filter(({ rows }) => rows > 0)).toHaveLength(25);
    const datasets = await getDatasets(options);
    expect(datasets.map(({ name, isSynthetic }) => [name, isSynthetic])).toEqual([
      ["evaluations", true],
      ["comparisons", true],
    ]);
    expect(datasets[1].columns.find(({ name }) => name === "ft_arc_easy_primary_score")).toMatchObject({
      role: "measure",
      metric: "arc_easy_primary_metric",
      statistic: "finetuned",
    });
    expect((await getHealth(options)).datasets.comparisons.rows).toBe(14);
  });

  it("throws a problem with its fields", async () => {
    const problem = await catchProblem(getEvaluations({ metric: "pile-vlppl" }, options));
    expect(problem).toMatchObject({
      name: "ProblemError",
      type: "urn:datadecide:problem:invalid-query",
      title: "The query has a mistake",
      status: 400,
      instance: "/api/visualize/data?metric=pile-vlppl&format=json",
    });
    expect(problem.message).toBe(problem.detail);
    expect(problem.errors[0]).toMatchObject({ parameter: "metric", value: "pile-vlppl" });
    expect(problem.errors[0].suggestions).toContain("pile-valppl");
  });

  it("throws a problem for the error page of a proxy", async () => {
    const proxy = createServer((_, response) => response.writeHead(502).end("<h1>Bad Gateway</h1>"));
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const { port } = proxy.address() as AddressInfo;
    const problem = await catchProblem(getHealth({ baseUrl: `http://127.0.0.1:${port}` }));
    expect(problem).toMatchObject({ type: "about:blank", status: 502, errors: [] });
    expect(problem.message).toBe("The response was 502 Bad Gateway");
    proxy.closeAllConnections();
    proxy.close();
  });

  it.each([
    [
      "that are cut off",
      '{"title":"Rate',
      { title: "Too Many Requests", detail: "The response was 429 Too Many Requests" },
    ],
    [
      "without errors",
      '{"title":"Rate limit","detail":"Slow down","errors":null}',
      { title: "Rate limit", detail: "Slow down" },
    ],
    [
      "that are null",
      "null",
      { title: "Too Many Requests", detail: "The response was 429 Too Many Requests" },
    ],
  ])("throws a problem for problem details %s", async (_, body, expected) => {
    const headers = { "content-type": "application/problem+json" };
    const fetch = async () => new Response(body, { status: 429, statusText: "Too Many Requests", headers });
    const problem = await catchProblem(getHealth({ fetch }));
    expect(problem).toMatchObject({
      type: "about:blank",
      status: 429,
      instance: null,
      errors: [],
      ...expected,
    });
  });

  it("gets the JSON of any path", async () => {
    const lists = await getJson<LongLists>(
      "/api/visualize/data",
      {
        metric: "pile-valppl",
        data: "C4",
        params: "1B",
        columns: ["step", "value"],
        limit: 2,
        format: "columns",
      },
      options,
    );
    expect(lists.meta.rows).toBe(2);
    expect(lists.data.step).toHaveLength(2);
    expect(lists.data.value).toHaveLength(2);
  });

  it("uses the given signal and fetch", async () => {
    const urls: string[] = [];
    const fetch: typeof globalThis.fetch = async (url, init) => {
      urls.push(String(url));
      init?.signal?.throwIfAborted();
      return new Response('{"data":[]}');
    };
    expect(await getDatasets({ fetch })).toEqual([]);
    expect(urls).toEqual(["/api/visualize/datasets"]);
    const aborted = getDatasets({ fetch, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toThrow(/aborted/);
  });

  it("rejects a request without a server to ask, where there is no page", async () => {
    await expect(getHealth()).rejects.toThrow(
      new TypeError(
        "baseUrl is missing; outside of a page it has to name the server, such as https://api.example.org",
      ),
    );
  });

  it("rejects a page that another server sends for every path", async () => {
    const headers = { "content-type": "text/html; charset=utf-8" };
    const fetch = async () => new Response("<!doctype html>", { headers });
    await expect(getHealth({ baseUrl: "https://a.org", fetch })).rejects.toThrow(
      new TypeError(
        "https://a.org/api/health is text/html; charset=utf-8, not JSON; baseUrl has to name a server of the API",
      ),
    );
  });

  it.each(["localhost:3000", "a.org", "ftp://a.org"])("rejects %s as the address of a server", (baseUrl) => {
    expect(() => buildUrl("/x", {}, { baseUrl })).toThrow(
      new TypeError(`baseUrl "${baseUrl}" has to begin with http:// or https://`),
    );
  });

  it("takes a path of the page's server", () => {
    expect(buildUrl("/x", {}, { baseUrl: "/datadecide/" })).toBe("/datadecide/x");
  });

  it("rejects an empty list, which would become a query for everything", () => {
    expect(() => buildUrl("/x", { metric: [] })).toThrow(
      new TypeError("metric is an empty list; leave it out to ask for all"),
    );
  });

  it.each([
    [{}, "/x"],
    [{ a: undefined }, "/x"],
    [{ data: ["a,b", "c+d"], limit: 0 }, "/x?data=a%2Cb&data=c%2Bd&limit=0"],
    [{ data: "100%" }, "/x?data=100%25"],
  ])("formats %j as %s", (query, url) => {
    expect(buildUrl("/x", query)).toBe(url);
    expect(buildUrl("/x", query, { baseUrl: "https://a.org/" })).toBe(`https://a.org${url}`);
  });
});
