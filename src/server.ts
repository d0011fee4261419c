/** The entry point: settings, then listening, then fetching and loading the data; signals and exit codes. */
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { buildApp } from "./app.js";
import { type Config, readConfig } from "./config.js";
import { findFileFaultInThread } from "./datasets/check-thread.js";
import { loadDatasets } from "./datasets/load.js";
import type { DatasetPaths } from "./datasets/read.js";
import { PipelineError, StartupError } from "./errors.js";
import { DatasetStore } from "./http/dataset-store.js";
import { GatheredLog } from "./http/gathered-log.js";
import { rehearse } from "./http/rehearsal.js";
import type { TransferEffects } from "./pipeline/download-file.js";
import { buildLogProgress } from "./pipeline/log-progress.js";
import { buildFetch } from "./pipeline/proxied-fetch.js";
import { fetchServedSources, parseServedSources, type ServedSources } from "./pipeline/served-sources.js";

/** So long connections that were cut off take to close at most, which they do after the server itself. */
const CLOSING_MS = 100;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  // Before anything listens.
  const sources = parseServedSources(config);
  const { logger, lines } = buildLogger(config);
  const readiness = new DatasetStore(config.textCacheBytes);
  const app = await buildApp(config, readiness, logger, lines);
  stopOnSignal(app, config, logger);
  await listen(app, config);
  const startMs = performance.now();
  const paths = await fetchSources(sources, config, readiness, logger);
  rehearse();
  readiness.publish(await loadDatasets(paths, config.preparedPath, logger));
  logger.info({ ms: Math.round(performance.now() - startMs), ...memory() }, "ready");
  logger.flush();
}

/** Downloads what is not a path; every route says meanwhile what is waited for. */
async function fetchSources(
  sources: ServedSources,
  { cacheFolder }: Config,
  readiness: DatasetStore,
  logger: Logger,
): Promise<DatasetPaths> {
  const effects: TransferEffects = {
    fetch: buildFetch(process.env),
    progress: buildLogProgress(logger),
    signal: new AbortController().signal,
  };
  const paths = await fetchServedSources(sources, cacheFolder, effects, findFileFaultInThread, (fileName) =>
    readiness.waitFor(`The server is downloading ${fileName}; try again shortly.`),
  );
  readiness.waitFor();
  return paths;
}

/**
 * Lines for people on a terminal; elsewhere JSON, gathered for up to a second because a write a request is dear. What is
 * gathered is written at once: a write still under way would be lost when the process exits.
 */
function buildLogger({ logLevel }: Config): { logger: Logger; lines: GatheredLog | null } {
  if (process.stdout.isTTY) {
    const transport = { target: "pino-pretty", options: { ignore: "pid,hostname" } };
    return { logger: pino({ level: logLevel, transport }), lines: null };
  }
  const lines = new GatheredLog(pino.destination({ sync: true }));
  process.once("exit", () => lines.flushSync());
  return { logger: pino({ level: logLevel }, lines), lines };
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
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

/**
 * SIGTERM and SIGINT let answers in flight finish, up to the grace time; a second signal does not wait. Answers that are
 * cut off still leave their lines in the log, for which their connections have to close.
 */
function stopOnSignal(app: FastifyInstance, { shutdownGraceMs }: Config, logger: Logger): void {
  let isStopping = false;
  let isCut = false;
  const cutOff = () => {
    isCut = true;
    app.server.closeAllConnections();
    setTimeout(() => process.exit(1), CLOSING_MS);
  };
  const stop = async (signal: string) => {
    if (isStopping) {
      logger.error({ signal }, "answers in flight were cut off by a second signal");
      cutOff();
      return;
    }
    isStopping = true;
    logger.info({ signal }, "stopping: no new connections, answers in flight go on");
    const timer = setTimeout(() => {
      logger.error({ shutdownGraceMs }, "answers in flight took longer than the grace time and were cut off");
      cutOff();
    }, shutdownGraceMs);
    timer.unref();
    await app.close();
    if (isCut) return;
    logger.info("stopped");
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

function memory() {
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
