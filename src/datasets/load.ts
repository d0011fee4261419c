/**
 * Loads the datasets in a thread of its own: requests are answered meanwhile, and the many short-lived values of
 * decoding go away with the thread instead of staying in the server's heap.
 */
import { getHeapStatistics } from "node:v8";
import { Worker } from "node:worker_threads";
import { StartupError } from "../errors.js";
import type { LoadMessage } from "./load-worker.js";
import { readPreparedFile } from "./prepared.js";
import type { DatasetPaths, Datasets, Provenance } from "./read.js";
import { reviveTable } from "./revive-table.js";
import { hashSourceFile, isSynthetic, UNLISTED } from "./source-file.js";

/** Where loading reports; a pino logger fits. */
export interface LoadLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** A small young generation makes the collector tidy up early. */
const MAX_YOUNG_GENERATION_MB = 4;
const MIN_OLD_GENERATION_MB = 1024;

/**
 * Both datasets, all or nothing: out of the prepared file where it was made of just these files, otherwise read out
 * of the files themselves. Throws StartupError.
 */
export async function loadDatasets(
  paths: DatasetPaths,
  preparedPath: string,
  log: LoadLog,
): Promise<Datasets> {
  const datasets = (await readPrepared(paths, preparedPath, log)) ?? reviveDatasets(await runThread(paths));
  const { evaluations, comparisons } = datasets;
  const { rowCount: rows, missingCount: missingValues, view } = evaluations;
  const shape = { rows, missingValues, checkpoints: view.table.rowCount, metrics: view.valueColumns.length };
  report("evaluations loaded", evaluations, shape, log);
  const { rowCount, columns } = comparisons.table;
  report("comparisons loaded", comparisons, { rows: rowCount, columns: columns.length }, log);
  if (isSynthetic(evaluations.source) !== isSynthetic(comparisons.source)) {
    const provenance = {
      evaluations: evaluations.source.provenance,
      comparisons: comparisons.source.provenance,
    };
    log.warn(provenance, "one of the two files is synthetic and the other is not");
  }
  return datasets;
}

async function readPrepared(
  paths: DatasetPaths,
  preparedPath: string,
  log: LoadLog,
): Promise<Datasets | null> {
  const startMs = performance.now();
  const prepared = await readPreparedFile(preparedPath, async () => ({
    evaluations: await hashSourceFile(paths.evaluations),
    comparisons: await hashSourceFile(paths.comparisons),
  }));
  if ("reason" in prepared) {
    const { reason } = prepared;
    if (prepared.isMissing) log.info({ preparedPath, reason }, "no prepared data, so the files are read");
    else log.warn({ preparedPath, reason }, "the prepared data is not used, the files are read");
    return null;
  }
  const { contents, sources } = prepared;
  const loadMs = performance.now() - startMs;
  return {
    evaluations: { ...contents.evaluations, source: sources.evaluations, loadMs },
    comparisons: { ...contents.comparisons, source: sources.comparisons, loadMs },
  };
}

function runThread(paths: DatasetPaths): Promise<Datasets> {
  // As much as this thread may have, which is what people set where the default is not enough.
  const ownMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  const maxOldGenerationSizeMb = Math.max(ownMb, MIN_OLD_GENERATION_MB);
  const worker = new Worker(new URL("./load-worker.js", import.meta.url), {
    workerData: paths,
    resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_GENERATION_MB, maxOldGenerationSizeMb },
  });
  return new Promise((resolve, reject) => {
    let path = paths.comparisons;
    let outcome: Exclude<LoadMessage, { reading: string }> | undefined;
    worker.on("message", (message: LoadMessage) => {
      if ("reading" in message) path = message.reading;
      else outcome = message;
    });
    worker.once("error", (error: NodeJS.ErrnoException) => {
      const isOutOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      reject(isOutOfMemory ? new StartupError("too-large", path, "takes more memory than Node may use") : error);
    });
    // Only now is the thread's memory given back.
    worker.once("exit", () => {
      if (outcome === undefined) reject(new Error("the loading thread ended without an answer"));
      else if ("datasets" in outcome) resolve(outcome.datasets);
      else reject(new StartupError(...outcome.failure));
    });
  });
}

function reviveDatasets({ evaluations, comparisons }: Datasets): Datasets {
  const { view } = evaluations;
  return {
    evaluations: { ...evaluations, view: { ...view, table: reviveTable(view.table) } },
    comparisons: { ...comparisons, table: reviveTable(comparisons.table) },
  };
}

function report(
  message: string,
  { source, ignoredColumns, loadMs }: Provenance,
  shape: object,
  log: LoadLog,
): void {
  const { path, sha256 } = source;
  if (ignoredColumns.length > 0)
    log.warn({ path, ignoredColumns }, "columns that are not needed are ignored");
  if (source.provenance === UNLISTED) {
    log.warn({ path, sha256 }, "the file is not in the manifest beside it; it is served as an unlisted file");
  }
  log.info({ ...source, ...shape, ms: Math.round(loadMs) }, message);
}
