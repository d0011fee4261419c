/** Figures for Prometheus: how well the caches do, and the memory in use. */
import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import type { CacheFigures } from "../../formats/text-cache.js";
import type { AnswerCache } from "../answer-cache.js";
import { readCacheFigures } from "../cache-figures.js";
import type { Readiness } from "../readiness.js";

export const METRICS_PATH = "/metrics";

const CACHE_METRICS: readonly [name: string, help: string, figure: keyof CacheFigures][] = [
  ["datadecide_cache_hits", "What was found in a cache since the start.", "hits"],
  ["datadecide_cache_misses", "What was looked for in a cache and not found since the start.", "misses"],
  ["datadecide_cache_bytes", "Bytes in a cache.", "sizeBytes"],
  ["datadecide_cache_budget_bytes", "Bytes that a cache may take.", "budgetBytes"],
];

export function registerMetricsRoute(app: FastifyInstance, readiness: Readiness, answers: AnswerCache): void {
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

async function buildRegistry(readiness: Readiness, answers: AnswerCache): Promise<Registry> {
  const { Gauge, Registry } = await import("prom-client");
  const registry = new Registry();
  const registers = [registry];
  for (const [name, help, figure] of CACHE_METRICS) {
    new Gauge({
      name,
      help,
      registers,
      labelNames: ["cache"],
      collect() {
        const all = readCacheFigures(readiness, answers);
        for (const [cache, figures] of Object.entries(all)) this.set({ cache }, figures[figure]);
      },
    });
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
