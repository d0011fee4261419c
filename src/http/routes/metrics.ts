/** Prometheus metrics: requests by route and status, the process, the event loop, and the caches. */
import type { FastifyInstance } from "fastify";
import metricsPlugin from "fastify-metrics";
import { Counter, Gauge, Registry } from "prom-client";
import type { DatasetStore } from "../../engines/dataset-store.js";
import type { CacheStats } from "../../formats/rendered-text-cache.js";
import type { ResponseCache } from "../response/response-cache.js";

export const METRICS_PATH = "/metrics";

type CacheMetric = readonly [name: string, help: string, stat: keyof CacheStats];
const CACHE_COUNTERS: readonly CacheMetric[] = [
  ["datadecide_cache_hits_total", "Hits of a cache.", "hits"],
  ["datadecide_cache_misses_total", "Misses of a cache.", "misses"],
];
const CACHE_GAUGES: readonly CacheMetric[] = [
  ["datadecide_cache_bytes", "Bytes in a cache.", "sizeBytes"],
  ["datadecide_cache_budget_bytes", "Maximum bytes of a cache.", "budgetBytes"],
];

/** Measures every route registered after it, and serves the measurements. */
export async function registerMetrics(
  app: FastifyInstance,
  store: DatasetStore,
  cache: ResponseCache,
): Promise<void> {
  // Not the global registry, which a second application in the process would share.
  const registry = new Registry();
  registerCacheMetrics(registry, () => Object.entries(readCacheStats(store, cache)));
  const registers = [registry];
  await app.register(metricsPlugin.default, {
    endpoint: null,
    defaultMetrics: { enabled: true, register: registry },
    routeMetrics: {
      enabled: { histogram: true, summary: false },
      methodBlacklist: [],
      registeredRoutesOnly: false,
      overrides: { histogram: { registers }, summary: { registers } },
    },
  });
  app.get(METRICS_PATH, async (_request, reply) =>
    reply
      .header("cache-control", "no-store")
      .type(registry.contentType)
      .send(await registry.metrics()),
  );
}

function registerCacheMetrics(registry: Registry, readStats: () => [string, CacheStats][]): void {
  const registers = [registry];
  const labelNames = ["cache"];
  for (const [name, help, stat] of CACHE_COUNTERS) {
    const collect = function (this: Counter<string>) {
      this.reset();
      for (const [cache, stats] of readStats()) this.inc({ cache }, stats[stat]);
    };
    new Counter({ name, help, registers, labelNames, collect });
  }
  for (const [name, help, stat] of CACHE_GAUGES) {
    const collect = function (this: Gauge<string>) {
      for (const [cache, stats] of readStats()) this.set({ cache }, stats[stat]);
    };
    new Gauge({ name, help, registers, labelNames, collect });
  }
}

/** The statistics by cache: rendered text, once there is data, and whole responses. */
function readCacheStats(store: DatasetStore, cache: ResponseCache): Record<string, CacheStats> {
  const texts = store.find()?.textCache.stats;
  return { ...(texts && { texts }), answers: cache.stats };
}
