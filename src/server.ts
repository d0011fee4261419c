/** The entry point: settings, then listening, then fetching and loading the data; signals and exit codes. */
import { networkInterfaces } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { buildApp } from "./app.js";
import { type Config, readConfig } from "./config.js";
import { loadDatasets } from "./datasets/load.js";
import type { DatasetPaths } from "./datasets/read.js";
import { PipelineError, StartupError } from "./errors.js";
import { DatasetStore } from "./http/dataset-store.js";
import type { TransferEffects } from "./pipeline/download-file.js";
import { buildLogProgress } from "./pipeline/log-progress.js";
import { fetchServedSources, parseServedSources, type ServedSources } from "./pipeline/served-sources.js";

/** Log lines are written together once they fill this much, or after this time: a write a request is expensive. */
const LOG_BUFFER_BYTES = 8192;
const LOG_FLUSH_INTERVAL_MS = 1000;
const CUT_OFF_LOG_DELAY_MS = 50;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  // Before anything listens.
  const sources = parseServedSources(config);
  const logger = buildLogger(config);
  const store = new DatasetStore(config.textCacheBytes);
  const app = await buildApp(config, store, logger);
  closeOnSignal(app, config, logger);
  await listen(app, config);
  const startMs = performance.now();
  const paths = await fetchSources(sources, config, store, logger);
  store.publish(await loadDatasets(paths, config.preparedPath, logger));
  logger.info({ ms: Math.round(performance.now() - startMs), ...readMemory() }, "ready");
  logger.flush();
}

/** Downloads every source that is not a path; meanwhile, every route gives the reason why there is no data yet. */
async function fetchSources(
  sources: ServedSources,
  { cacheFolder }: Config,
  store: DatasetStore,
  logger: Logger,
): Promise<DatasetPaths> {
  const effects: TransferEffects = {
    fetch: globalThis.fetch,
    progress: buildLogProgress(logger),
    signal: new AbortController().signal,
  };
  const paths = await fetchServedSources(sources, cacheFolder, effects, (fileName) =>
    store.setReason(`The server is downloading ${fileName}; try again shortly.`),
  );
  store.setReason();
  return paths;
}

/** Readable lines on a terminal; elsewhere JSON, written asynchronously and in batches. */
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
 * On SIGTERM and SIGINT, responses under way may finish within the grace time; a second signal does not wait. Responses
 * that are cut off still get their log lines, because their connections are closed before the process ends.
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
    // The event loop closes the sockets after the server, and their requests are logged only then.
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
  const isForeseen = error instanceof StartupError || error instanceof PipelineError;
  const message = isForeseen ? error.message : (error as Error).stack;
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
