/** The entry point of the server: reads the settings, listens, loads the data, and shuts down on signals. */
import { networkInterfaces } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { buildApp } from "./app.js";
import { readCatalogFile } from "./catalog/catalog-file.js";
import { type Config, readConfig } from "./config.js";
import { findFileFaultInThread } from "./datasets/check-thread.js";
import { loadDatasets } from "./datasets/load.js";
import type { DatasetPaths } from "./datasets/read.js";
import { openCatalog } from "./engines/catalog-datasets.js";
import { PipelineError, StartupError } from "./errors.js";
import { DatasetStore } from "./http/dataset-store.js";
import type { TransferEffects } from "./pipeline/download-file.js";
import { buildLogProgress } from "./pipeline/log-progress.js";
import { buildFetch } from "./pipeline/proxied-fetch.js";
import { fetchServedSources, parseServedSources, type ServedSources } from "./pipeline/served-sources.js";

/** Log lines are written when they reach this size or age, because a write for each request is expensive. */
const LOG_BUFFER_BYTES = 8192;
const LOG_FLUSH_INTERVAL_MS = 1000;
const CUT_OFF_LOG_DELAY_MS = 50;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  // Before anything listens.
  const sources = parseServedSources(config);
  const logger = buildLogger(config);
  const catalog = config.catalogPath === null ? [] : await readCatalogFile(config.catalogPath);
  const store = new DatasetStore(
    config.textCacheBytes,
    catalog.map(({ name }) => name),
  );
  const app = await buildApp(config, store, logger);
  closeOnSignal(app, config, logger);
  await listen(app, config);
  const startMs = performance.now();
  const paths = await fetchSources(sources, config, store, logger);
  const datasets = await loadDatasets(paths, config.preparedPath, logger);
  const { duckDb, maxResponseRows } = config;
  const opened = await openCatalog(catalog, duckDb, logger);
  store.publish(datasets, opened, maxResponseRows === 0 ? Number.POSITIVE_INFINITY : maxResponseRows);
  logger.info({ ms: Math.round(performance.now() - startMs), ...readMemory() }, "ready");
  logger.flush();
}

/** Downloads the sources that are not local paths. Meanwhile, `not-ready` responses name the file. */
async function fetchSources(
  sources: ServedSources,
  { cacheFolder }: Config,
  store: DatasetStore,
  logger: Logger,
): Promise<DatasetPaths> {
  const effects: TransferEffects = {
    fetch: buildFetch(process.env),
    progress: buildLogProgress(logger),
    signal: new AbortController().signal,
  };
  const paths = await fetchServedSources(sources, cacheFolder, effects, findFileFaultInThread, (fileName) =>
    store.setReason(`The server is downloading ${fileName}; try again shortly.`),
  );
  store.setReason();
  return paths;
}

/** Pretty-prints on a terminal; elsewhere, writes JSON asynchronously in batches. */
function buildLogger({ logLevel }: Config): Logger {
  if (process.stdout.isTTY) {
    const transport = { target: "pino-pretty", options: { ignore: "pid,hostname" } };
    return pino({ level: logLevel, transport });
  }
  const destination = pino.destination({
    sync: false,
    minLength: LOG_BUFFER_BYTES,
    periodicFlush: LOG_FLUSH_INTERVAL_MS,
  });
  return pino({ level: logLevel }, destination);
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host: host === "::" && !hasIpv6() ? "0.0.0.0" : host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isTaken = code === "EADDRINUSE";
    throw isTaken
      ? new StartupError("address-in-use", `PORT ${port}`, "another process listens there")
      : new StartupError(
          "address-unavailable",
          `HOST ${host}, PORT ${port}`,
          `cannot be listened on (${message})`,
        );
  }
}

/** Whether any interface has an IPv6 address; without one, `::` cannot be listened on. */
function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family }) => family === "IPv6"),
  );
}

/**
 * On SIGTERM or SIGINT, open responses may finish within the grace time; a second signal cuts them off. The process ends
 * after their connections are closed, so that each of them is logged.
 */
function closeOnSignal(app: FastifyInstance, { shutdownGraceMs }: Config, logger: Logger): void {
  let isClosing = false;
  let exitCode = 0;
  const cutOff = (details: object, reason: string) => {
    logger.error(details, `responses under way ${reason}`);
    exitCode = 1;
    app.cutOff();
  };
  const close = async (signal: string) => {
    if (isClosing) return cutOff({ signal }, "were cut off by a second signal");
    isClosing = true;
    logger.info({ signal }, "stopping: no new connections, responses under way may finish");
    const timer = globalThis.setTimeout(
      () => cutOff({ shutdownGraceMs }, "exceeded the grace time and were cut off"),
      shutdownGraceMs,
    );
    await app.close();
    clearTimeout(timer);
    // Requests are logged when their sockets close, which is after the server has closed.
    if (exitCode !== 0) await setTimeout(CUT_OFF_LOG_DELAY_MS);
    else logger.info("stopped");
    process.exit(exitCode);
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
}

function readMemory() {
  const { rss } = process.memoryUsage();
  return {
    residentMb: Math.round(rss / 1e6),
    peakMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
  };
}

try {
  await main();
} catch (error) {
  const isExpected = error instanceof StartupError || error instanceof PipelineError;
  const message = isExpected ? error.message : (error as Error).stack;
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
