/** Reads the two data files into the datasets that are served, and says what was read. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { StartupError } from "../errors.js";
import { parseParquet } from "../ingest/parquet.js";
import { parsePickle } from "../ingest/pickle.js";
import { buildComparisons, type Comparisons } from "./comparisons.js";
import { buildEvaluations, type Evaluations, MELTED_COLUMNS } from "./evaluations.js";

/** What is known of a data file, whatever it holds. */
export interface SourceFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** As the manifest beside the file says, or `unlisted file` for a hash that it does not have. */
  readonly provenance: string;
}

export interface Datasets {
  readonly evaluations: Evaluations & { readonly source: SourceFile };
  readonly comparisons: Comparisons & { readonly source: SourceFile };
}

export interface DatasetPaths {
  readonly evaluations: string;
  readonly comparisons: string;
}

/** Where `loadDatasets` reports; a pino logger fits. */
export interface LoadLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Reads, checks and indexes both files, all or nothing. Throws StartupError. */
export async function loadDatasets(paths: DatasetPaths, log: LoadLog): Promise<Datasets> {
  const evaluations = await loadEvaluations(paths.evaluations, log);
  const comparisons = await loadComparisons(paths.comparisons, log);
  return { evaluations, comparisons };
}

async function loadEvaluations(path: string, log: LoadLog): Promise<Datasets["evaluations"]> {
  const startMs = performance.now();
  const { bytes, source } = await readSource(path, log);
  const { table, ignoredColumns } = await parseParquet(bytes, path, MELTED_COLUMNS);
  if (ignoredColumns.length > 0)
    log.warn({ path, ignoredColumns }, "columns that are not needed are ignored");
  const evaluations = buildEvaluations(table, path);
  const { rowCount, missingCount, view } = evaluations;
  const details = {
    ...source,
    rows: rowCount,
    missingValues: missingCount,
    checkpoints: view.table.rowCount,
  };
  log.info({ ...details, metrics: view.valueColumns.length, ms: elapsed(startMs) }, "evaluations loaded");
  return { ...evaluations, source };
}

async function loadComparisons(path: string, log: LoadLog): Promise<Datasets["comparisons"]> {
  const startMs = performance.now();
  const { bytes, source } = await readSource(path, log);
  const comparisons = buildComparisons(parsePickle(bytes, path), path);
  const { rowCount, columns } = comparisons.table;
  const details = { ...source, rows: rowCount, columns: columns.length, ms: elapsed(startMs) };
  log.info(details, "comparisons loaded");
  return { ...comparisons, source };
}

async function readSource(path: string, log: LoadLog): Promise<{ bytes: Buffer; source: SourceFile }> {
  const bytes = await readWhole(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const provenance = await findProvenance(path, sha256);
  if (provenance === undefined) {
    log.warn({ path, sha256 }, `${basename(path)} is not in the manifest; it is served as an unlisted file`);
  }
  const source = { path, sha256, sizeBytes: bytes.length, provenance: provenance ?? "unlisted file" };
  return { bytes, source };
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    if (!(await stat(path)).isFile())
      throw new StartupError("file-unreadable", path, "is not a regular file");
    return await readFile(path);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw new StartupError("file-missing", path, "is not there");
    throw new StartupError("file-unreadable", path, `cannot be read (${message})`);
  }
}

/** The provenance that the manifest in the file's folder gives to these bytes, under whatever file name. */
async function findProvenance(path: string, sha256: string): Promise<string | undefined> {
  const manifestPath = join(dirname(path), "manifest.json");
  let text: string;
  try {
    text = await readFile(manifestPath, "utf8");
  } catch {
    return undefined;
  }
  try {
    const { files } = JSON.parse(text) as { files: Record<string, { sha256: string; provenance: string }> };
    return Object.values(files).find((entry) => entry.sha256 === sha256)?.provenance;
  } catch (error) {
    throw new StartupError("bad-manifest", manifestPath, `is not a manifest (${(error as Error).message})`);
  }
}

function elapsed(startMs: number): number {
  return Math.round(performance.now() - startMs);
}
