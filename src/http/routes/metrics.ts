/** Figures for Prometheus: how well the caches do, and the memory in use. */
import type { FastifyInstance } from "fastify";
import type { Counter, Gauge, Registry } from "prom-client";
import type { CacheStats } from "../../formats/text-cache.js";
import type { AnswerCache } from "../answer-cache.js";
import { readCacheStats } from "../cache-figures.js";
import type { DatasetStore } from "../dataset-store.js";

export const METRICS_PATH = "/metrics";

type CacheMetric = readonly [name: string, help: string, figure: keyof CacheStats];
const CACHE_COUNTERS: readonly CacheMetric[] = [
  ["datadecide_cache_hits_total", "What was found in a cache.", "hits"],
  ["datadecide_cache_misses_total", "What was looked for in a cache and not found.", "misses"],
];
const CACHE_GAUGES: readonly CacheMetric[] = [
  ["datadecide_cache_bytes", "Bytes in a cache.", "sizeBytes"],
  ["datadecide_cache_budget_bytes", "Bytes that a cache may take.", "budgetBytes"],
];

export function registerMetricsRoute(
  app: FastifyInstance,
  readiness: DatasetStore,
  answers: AnswerCache,
): void {
  // The library takes as much memory as an eighth of the data, so it is loaded for those who ask.
  let registry: Promise<Registry> | undefined;
  app.get(METRICS_PATH, async (_request, reply) => {
    registry ??= buildRegistry(readiness, answers);
    const built = await registry;
    return reply
      .header("cache-control", "no-store")
      .type(built.contentType)
      .send(await built.metrics());
  });
}

async function buildRegistry(readiness: DatasetStore, answers: AnswerCache): Promise<Registry> {
  const { Counter, Gauge, Registry } = await import("prom-client");
  const registry = new Registry();
  const registers = [registry];
  const readFigures = () => Object.entries(readCacheStats(readiness, answers));
  const labelNames = ["cache"];
  for (const [name, help, figure] of CACHE_COUNTERS) {
    const collect = function (this: Counter<string>) {
      this.reset();
      for (const [cache, figures] of readFigures()) this.inc({ cache }, figures[figure]);
    };
    new Counter({ name, help, registers, labelNames, collect });
  }
  for (const [name, help, figure] of CACHE_GAUGES) {
    const collect = function (this: Gauge<string>) {
      for (const [cache, figures] of readFigures()) this.set({ cache }, figures[figure]);
    };
    new Gauge({ name, help, registers, labelNames, collect });
  }
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory of the process in bytes.",
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return registry;
}
