/**
 * Loads the datasets in a worker thread: requests are handled meanwhile, and the memory for decoding is released with the
 * thread.
 */
import { getHeapStatistics } from "node:v8";
import { Worker } from "node:worker_threads";
import { StartupError } from "../errors.js";
import { Table } from "../table/table.js";
import type { LoadMessage } from "./load-worker.js";
import { readPreparedFile } from "./prepared.js";
import type { DatasetPaths, Datasets, Provenance } from "./read.js";
import { hashSourceFile, isSynthetic, UNLISTED } from "./source-file.js";

/** The log of the loading; a pino logger fits. */
export interface LoadLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** The names that pandas gives to unnamed indexes, which files have by accident. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/** A small young generation makes the collector run early. */
const MAX_YOUNG_GENERATION_MB = 4;
const MIN_OLD_GENERATION_MB = 1024;

/** The memory limits of a loading thread: those of the calling thread, which operators set, or what the shipped files take. */
export function getThreadLimits() {
  const ownMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  const maxOldGenerationSizeMb = Math.max(ownMb, MIN_OLD_GENERATION_MB);
  return { maxYoungGenerationSizeMb: MAX_YOUNG_GENERATION_MB, maxOldGenerationSizeMb };
}

/** Loads both datasets, from the prepared file if it was made from these files, else from the files. Throws StartupError. */
export async function loadDatasets(
  paths: DatasetPaths,
  preparedPath: string,
  log: LoadLog,
): Promise<Datasets> {
  const datasets = (await readPrepared(paths, preparedPath, log)) ?? restoreTables(await runThread(paths));
  const { evaluations, comparisons } = datasets;
  const { rowCount: rows, missingCount: missingValues, view } = evaluations;
  const shape = { rows, missingValues, checkpoints: view.table.rowCount, metrics: view.valueColumns.length };
  report("evaluations loaded", evaluations, shape, log);
  const { rowCount, columns } = comparisons.table;
  report("comparisons loaded", comparisons, { rows: rowCount, columns: columns.length }, log);
  if (isSynthetic(evaluations.source.provenance) !== isSynthetic(comparisons.source.provenance)) {
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
    const { reason, isMissing } = prepared;
    if (isMissing)
      log.info({ preparedPath }, "reading the data files; `datadecide prepare` makes starts faster");
    else log.warn({ preparedPath, reason }, "the file of PREPARED_PATH is not used, the data files are read");
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
  const resourceLimits = getThreadLimits();
  const worker = new Worker(new URL("./load-worker.js", import.meta.url), {
    workerData: paths,
    resourceLimits,
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
      reject(
        isOutOfMemory ? new StartupError("too-large", path, "takes more memory than Node may use") : error,
      );
    });
    // The memory of the thread is released only now.
    worker.once("exit", () => {
      if (outcome === undefined) reject(new Error("the loading thread ended without an answer"));
      else if ("datasets" in outcome) resolve(outcome.datasets);
      else reject(new StartupError(...outcome.failure));
    });
  });
}

function restoreTables({ evaluations, comparisons }: Datasets): Datasets {
  const { view } = evaluations;
  return {
    evaluations: { ...evaluations, view: { ...view, table: Table.fromClone(view.table) } },
    comparisons: { ...comparisons, table: Table.fromClone(comparisons.table) },
  };
}

function report(
  message: string,
  { source, ignoredColumns, loadMs }: Provenance,
  shape: object,
  log: LoadLog,
): void {
  const { path, sha256 } = source;
  if (ignoredColumns.length > 0) {
    const level = ignoredColumns.every((name) => PANDAS_INDEX.test(name)) ? "info" : "warn";
    log[level]({ path, ignoredColumns }, "columns that are not needed are ignored");
  }
  if (source.provenance === UNLISTED) {
    log.warn({ path, sha256 }, "the file is not in the manifest beside it; it is served as an unlisted file");
  }
  log.info({ ...source, ...shape, ms: Math.round(loadMs) }, message);
}
