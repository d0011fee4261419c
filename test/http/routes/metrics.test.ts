import { describe, expect, it } from "vitest";
import { DatasetStore } from "../../../src/http/dataset-store.js";
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
  it("count what was found in the caches and what was not, and the log has the rates when the server stops", async () => {
    const { app, log } = await buildServedApp(ready(buildSmallDatasets()));
    const read = async () => parseMetrics((await app.inject("/metrics")).body);
    const before = await read();
    expect(before['datadecide_cache_hits_total{cache="answers"}']).toBe(0);
    expect(before['datadecide_cache_bytes{cache="texts"}']).toBe(0);
    for (let round = 0; round < 3; round++) await app.inject(CHART);
    const after = await read();
    // The first two answers were put together, the second out of text that was there, and kept.
    expect(after['datadecide_cache_hits_total{cache="answers"}']).toBe(1);
    expect(after['datadecide_cache_misses_total{cache="answers"}']).toBe(2);
    expect(after['datadecide_cache_hits_total{cache="texts"}']).toBe(2);
    expect(after['datadecide_cache_misses_total{cache="texts"}']).toBe(2);
    expect(after['datadecide_cache_bytes{cache="texts"}']).toBeGreaterThan(100_000);
    expect(after['datadecide_cache_budget_bytes{cache="texts"}']).toBe(64e6);
    expect(after.process_resident_memory_bytes).toBeGreaterThan(1e6);
    await app.close();
    const line = log.find(({ msg }) => msg === "caches");
    expect(line).toMatchObject({
      texts: { hits: 2, misses: 2, hitRate: 0.5 },
      answers: { hits: 1, misses: 2, hitRate: 0.333 },
    });
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
