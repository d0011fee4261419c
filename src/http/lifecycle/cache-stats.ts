/** Statistics of the caches, for the log and the metrics. */
import type { FastifyInstance } from "fastify";
import type { CacheStats } from "../../formats/rendered-text-cache.js";
import type { DatasetStore } from "../dataset-store.js";
import type { ResponseCache } from "../response/response-cache.js";

const LOG_INTERVAL_MS = 600_000;

/** Stats by cache: rendered text, once there is data, and whole responses. */
export function readCacheStats(
  store: DatasetStore,
  cache: ResponseCache,
): Readonly<Record<string, CacheStats>> {
  // Both datasets share one text cache.
  const textCache = store.find()?.served.evaluations.textCache;
  return { ...(textCache && { texts: textCache.stats }), answers: cache.stats };
}

/** Logs the hit rates every ten minutes in which a cache was used, and when the application closes. */
export function registerCacheStatsLog(app: FastifyInstance, store: DatasetStore, cache: ResponseCache): void {
  let lastCount = 0;
  const log = () => {
    const stats = Object.entries(readCacheStats(store, cache));
    const count = stats.reduce((sum, [, { hits, misses }]) => sum + hits + misses, 0);
    if (count > lastCount) app.log.info(Object.fromEntries(stats.map(describe)), "caches");
    lastCount = count;
  };
  const timer = setInterval(log, LOG_INTERVAL_MS).unref();
  app.addHook("onClose", async () => {
    clearInterval(timer);
    log();
  });
}

function describe([name, { hits, misses, sizeBytes }]: [string, CacheStats]) {
  const hitRate = hits + misses === 0 ? null : Math.round((hits / (hits + misses)) * 1000) / 1000;
  return [name, { hits, misses, hitRate, sizeMb: Math.round(sizeBytes / 1e5) / 10 }] as const;
}
