/** How well the caches do, for the log and the metrics. */
import type { FastifyInstance } from "fastify";
import type { CacheStats } from "../formats/text-cache.js";
import type { AnswerCache } from "./answer-cache.js";
import type { DatasetStore } from "./dataset-store.js";

const LOG_EVERY_MS = 600_000;

/** Figures by cache: rendered text, which is there once the data is, and whole answers. */
export function readCacheStats(
  readiness: DatasetStore,
  answers: AnswerCache,
): Readonly<Record<string, CacheStats>> {
  // Both datasets share one cache of text.
  const texts = readiness.find()?.served.evaluations.texts;
  return { ...(texts && { texts: texts.figures }), answers: answers.figures };
}

/** Logs the hit rates every ten minutes in which there were requests, and when the server stops. */
export function logCacheStats(app: FastifyInstance, readiness: DatasetStore, answers: AnswerCache): void {
  let lastCount = 0;
  const log = () => {
    const figures = Object.entries(readCacheStats(readiness, answers));
    const count = figures.reduce((sum, [, { hits, misses }]) => sum + hits + misses, 0);
    if (count > lastCount) app.log.info(Object.fromEntries(figures.map(describe)), "caches");
    lastCount = count;
  };
  const timer = setInterval(log, LOG_EVERY_MS).unref();
  app.addHook("onClose", async () => {
    clearInterval(timer);
    log();
  });
}

function describe([name, { hits, misses, sizeBytes }]: [string, CacheStats]) {
  const hitRate = hits + misses === 0 ? null : Math.round((hits / (hits + misses)) * 1000) / 1000;
  return [name, { hits, misses, hitRate, sizeMb: Math.round(sizeBytes / 1e5) / 10 }] as const;
}
