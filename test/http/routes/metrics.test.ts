import { describe, expect, it } from "vitest";
import { DatasetStore } from "../../../src/engines/dataset-store.js";
import { buildServedApp, DATA, ready } from "../../support/served-app.js";
import { buildSmallDatasets } from "../../support/small-datasets.js";

const CHART = `${DATA}?metric=pile-valppl&data=C4`;

/** The values of the samples by name and labels. */
function parseMetrics(text: string): Record<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

describe("the metrics", () => {
  it("count hits and misses of the caches", async () => {
    const { app } = await buildServedApp(ready(buildSmallDatasets()));
    const read = async () => parseMetrics((await app.inject("/metrics")).body);
    const before = await read();
    expect(before['datadecide_cache_hits_total{cache="answers"}']).toBe(0);
    expect(before['datadecide_cache_bytes{cache="texts"}']).toBe(0);
    for (let round = 0; round < 3; round++) await app.inject(CHART);
    const after = await read();
    // The first two responses were put together, the second out of text that was there, and kept.
    expect(after['datadecide_cache_hits_total{cache="answers"}']).toBe(1);
    expect(after['datadecide_cache_misses_total{cache="answers"}']).toBe(2);
    expect(after['datadecide_cache_hits_total{cache="texts"}']).toBe(2);
    expect(after['datadecide_cache_misses_total{cache="texts"}']).toBe(2);
    expect(after['datadecide_cache_bytes{cache="texts"}']).toBeGreaterThan(100_000);
    expect(after['datadecide_cache_budget_bytes{cache="texts"}']).toBe(64e6);
    expect(after.process_resident_memory_bytes).toBeGreaterThan(1e6);
    await app.close();
  });

  it("count requests by method, route and status, and measure the event loop", async () => {
    const { app } = await buildServedApp(ready(buildSmallDatasets()));
    for (const url of [CHART, CHART, `${DATA}?metric=nonsense`, `${DATA}.csv?limit=1`]) await app.inject(url);
    await app.inject({ method: "HEAD", url: DATA });
    await app.inject("/nowhere");
    await app.inject({ method: "POST", url: DATA });
    const metrics = parseMetrics((await app.inject("/metrics")).body);
    const count = (route: string, status: number, method = "GET") =>
      metrics[
        `http_request_duration_seconds_count{method="${method}",route="${route}",status_code="${status}"}`
      ];
    expect([count(DATA, 200), count(DATA, 400), count(`${DATA}.csv`, 200)]).toEqual([2, 1, 1]);
    expect([count(DATA, 200, "HEAD"), count("__unknown__", 404), count("__unknown__", 405, "POST")]).toEqual([
      1, 1, 1,
    ]);
    expect(metrics.nodejs_eventloop_lag_seconds).toBeGreaterThanOrEqual(0);
    expect(metrics.process_cpu_seconds_total).toBeGreaterThan(0);
    await app.close();
  });

  it("are there while the data is still being loaded, without the cache that comes with it", async () => {
    const { app } = await buildServedApp(new DatasetStore(1e6));
    const { statusCode, headers, body } = await app.inject("/metrics");
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(headers["cache-control"]).toBe("no-store");
    expect(Object.keys(parseMetrics(body))).toContain('datadecide_cache_hits_total{cache="answers"}');
    expect(body).not.toContain('cache="texts"');
    await app.close();
  });
});
