/**
 * Loads the datasets in a thread of its own: requests are answered meanwhile, and the many short-lived values of
 * decoding go away with the thread instead of staying in the server's heap.
 */
import { Worker } from "node:worker_threads";
import { StartupError } from "../errors.js";
import { Table } from "../table/table.js";
import type { LoadOutcome } from "./load-worker.js";
import type { DatasetPaths, Datasets, Provenance } from "./read.js";
import { UNLISTED } from "./source-file.js";

/** Where loading reports; a pino logger fits. */
export interface LoadLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Small limits make the collector tidy up early; decoding a million rows at a time needs a quarter of this. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 1024 };

/** Reads, checks and indexes both files, all or nothing. Throws StartupError. */
export async function loadDatasets(paths: DatasetPaths, log: LoadLog): Promise<Datasets> {
  const { evaluations: read, comparisons: matched } = await runThread(paths);
  const evaluations = { ...read, view: { ...read.view, table: reviveTable(read.view.table) } };
  const comparisons = { ...matched, table: reviveTable(matched.table) };
  const { rowCount: rows, missingCount: missingValues, view } = evaluations;
  const shape = { rows, missingValues, checkpoints: view.table.rowCount, metrics: view.valueColumns.length };
  report("evaluations loaded", evaluations, shape, log);
  const { rowCount, columns } = comparisons.table;
  report("comparisons loaded", comparisons, { rows: rowCount, columns: columns.length }, log);
  return { evaluations, comparisons };
}

function runThread(paths: DatasetPaths): Promise<Datasets> {
  const worker = new Worker(new URL("./load-worker.js", import.meta.url), {
    workerData: paths,
    resourceLimits: THREAD_LIMITS,
  });
  return new Promise((resolve, reject) => {
    let outcome: LoadOutcome | undefined;
    worker.once("message", (message: LoadOutcome) => {
      outcome = message;
    });
    worker.once("error", reject);
    // Only now is the thread's memory given back.
    worker.once("exit", () => {
      if (outcome === undefined) reject(new Error("the loading thread ended without an answer"));
      else if ("datasets" in outcome) resolve(outcome.datasets);
      else reject(new StartupError(...outcome.failure));
    });
  });
}

/** What comes out of a thread is plain data; the arrays are the same. */
function reviveTable({ columns, rowCount }: Table): Table {
  return new Table(columns, rowCount);
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
