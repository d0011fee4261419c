/** The server as a process: reads the settings, listens, loads the data, and shuts down on signals. */
import type { AddressInfo } from "node:net";
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
import { DatasetStore } from "./engines/dataset-store.js";
import { PipelineError, StartupError } from "./errors.js";
import type { TransferEffects } from "./pipeline/download-file.js";
import { buildLogProgress } from "./pipeline/log-progress.js";
import { buildFetch } from "./pipeline/proxied-fetch.js";
import {
  fetchServedSources,
  nameSettings,
  parseServedSources,
  type ServedSources,
} from "./pipeline/served-sources.js";

/** Log lines are written when they reach this size or age, because a write for each request is expensive. */
const LOG_BUFFER_BYTES = 8192;
const LOG_FLUSH_INTERVAL_MS = 1000;
const CUT_OFF_LOG_DELAY_MS = 50;
/** How long a reader of the log may take for the last lines. */
const MAX_LAST_FLUSH_MS = 1000;
/** A terminal sends Ctrl-C to npm and the server, and npm sends it on to the server. */
const REPEATED_SIGNAL_MS = 500;

/**
 * Runs the server until a signal. The process ends with the server: with exit code 1 and one line on standard error if
 * the start fails.
 */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await start(environment);
  } catch (error) {
    const isExpected = error instanceof StartupError || error instanceof PipelineError;
    process.stderr.write(`${isExpected ? error.message : (error as Error).stack}\n`);
    process.exit(1);
  }
}

async function start(environment: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(environment);
  // Before anything listens.
  const sources = parseServedSources(config);
  const log = buildLog(config);
  try {
    await run(config, sources, log);
  } catch (error) {
    await log.finish();
    throw error;
  }
}

async function run(config: Config, sources: ServedSources, log: ServerLog): Promise<void> {
  const { logger } = log;
  const catalog = config.catalogPath === null ? [] : await readCatalogFile(config.catalogPath);
  const store = new DatasetStore(
    config.textCacheBytes,
    catalog.map(({ name }) => name),
  );
  const app = await buildApp(config, store, logger);
  closeOnSignal(app, config, log);
  await listen(app, config);
  announce(app, config, logger);
  const startMs = performance.now();
  const paths = await fetchSources(sources, config, store, logger);
  const datasets = await nameSettings(paths, () => loadDatasets(paths, config.preparedPath, logger));
  const { duckDb, postgres, maxResponseRows } = config;
  const opened = await openCatalog(catalog, duckDb, logger, postgres);
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

interface ServerLog {
  readonly logger: Logger;
  /** Ends the log, before the process exits. */
  finish(): Promise<void>;
}

/** Pretty-prints on a terminal; elsewhere, writes JSON asynchronously in batches. */
function buildLog({ logLevel }: Config): ServerLog {
  if (process.stdout.isTTY) {
    const transport = { target: "pino-pretty", options: { ignore: "pid,hostname" } };
    return { logger: pino({ level: logLevel, transport }), finish: async () => {} };
  }
  const destination = pino.destination({
    sync: false,
    minLength: LOG_BUFFER_BYTES,
    periodicFlush: LOG_FLUSH_INTERVAL_MS,
  });
  destination.on("error", (error: NodeJS.ErrnoException) => abandonLog(destination, error));
  return { logger: pino({ level: logLevel }, destination), finish: () => finishLog(destination) };
}

/** Writes what is left, and discards what nobody reads: at the exit, pino would retry it for ever. */
async function finishLog(destination: ReturnType<typeof pino.destination>): Promise<void> {
  const flushed = new Promise<void>((resolve) => destination.flush(() => resolve()));
  await Promise.race([flushed, setTimeout(MAX_LAST_FLUSH_MS)]);
  muteLog(destination);
}

/** Stops logging and keeps serving. On a full disk, pino itself would retry for ever at the exit. */
function abandonLog(destination: ReturnType<typeof pino.destination>, error: NodeJS.ErrnoException): void {
  if (destination.write === ignore) return;
  muteLog(destination);
  // Nobody reads the log any more.
  if (error.code === "EPIPE") return;
  const problem = `cannot be written, so the server goes on without its log (${error.message})`;
  process.stderr.write(`${new PipelineError("cannot-print", "standard output", problem).message}\n`);
}

function muteLog(destination: ReturnType<typeof pino.destination>): void {
  destination.write = ignore;
  destination.flush = (done) => done?.();
  destination.flushSync = destination.end = destination.destroy = () => {};
}

const ignore = () => true;

/** Logs the address of the page; on a terminal, prints it as a line of its own. */
function announce(app: FastifyInstance, { host }: Config, logger: Logger): void {
  const [{ port }] = app.addresses() as AddressInfo[];
  const url = `http://${describeHost(host)}:${port}/`;
  if (!logger.isLevelEnabled("info")) return;
  if (process.stdout.isTTY) process.stdout.write(`Explorer: ${url}\n`);
  else logger.info({ url }, "the explorer is at this address");
}

/** The host part of a URL that a browser can open; the addresses of all interfaces become localhost. */
function describeHost(host: string): string {
  if (host === "::" || host === "0.0.0.0") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
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
function closeOnSignal(app: FastifyInstance, { shutdownGraceMs }: Config, log: ServerLog): void {
  const { logger } = log;
  let first: { readonly signal: string; readonly atMs: number } | null = null;
  let exitCode = 0;
  const cutOff = (details: object, reason: string) => {
    logger.error(details, `responses under way ${reason}`);
    exitCode = 1;
    app.cutOff();
  };
  const close = async (signal: string) => {
    if (first !== null) {
      const isRepeated = signal === first.signal && performance.now() - first.atMs < REPEATED_SIGNAL_MS;
      return isRepeated ? undefined : cutOff({ signal }, "were cut off by a second signal");
    }
    first = { signal, atMs: performance.now() };
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
    await log.finish();
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
