/** Reads the data files into the served datasets, in the calling thread. */
import { StartupError } from "../errors.js";
import { describeStart } from "../ingest/file-start.js";
import { checkParquetEnd, isParquet, parseParquet, parseParquetFrame } from "../ingest/parquet.js";
import { checkPickleStart, parsePickle } from "../ingest/pickle.js";
import { buildComparisons, type Comparisons, NEEDED_COLUMNS } from "./comparisons.js";
import { buildEvaluations, type Evaluations, MELTED_COLUMNS } from "./evaluations.js";
import { readSourceFile, type SourceFile } from "./source-file.js";

/** Where a dataset comes from, and how it was read. */
export interface Provenance {
  readonly source: SourceFile;
  /** Unused columns of the file. */
  readonly ignoredColumns: readonly string[];
  /** The time to read, check and index the file. */
  readonly loadMs: number;
}

export interface Datasets {
  readonly evaluations: Evaluations & Provenance;
  readonly comparisons: Comparisons & Provenance;
}

export interface DatasetPaths {
  /** The melted evaluations, a Parquet file. */
  readonly evaluations: string;
  /** The comparison frame: a pandas pickle, or the Parquet file that `build comparisons` writes. */
  readonly comparisons: string;
}

/** Reads, checks and indexes both files, all or nothing. Calls `onFile` before each file. Throws StartupError. */
export async function readDatasets(
  paths: DatasetPaths,
  onFile: (path: string) => void = () => undefined,
): Promise<Datasets> {
  onFile(paths.comparisons);
  const comparisons = await readComparisons(paths.comparisons);
  onFile(paths.evaluations);
  const evaluations = await readEvaluations(paths.evaluations);
  return { evaluations, comparisons };
}

/** Reads, checks and indexes the evaluations. */
export async function readEvaluations(path: string): Promise<Datasets["evaluations"]> {
  const startMs = performance.now();
  const { bytes, source } = await readSourceFile(path, (start, end) => {
    if (isParquet(start)) return checkParquetEnd(end, path);
    const problem = describeStart(start) ?? "does not begin like a Parquet file (PAR1)";
    throw new StartupError("not-parquet", path, problem);
  });
  const { table, ignoredColumns } = await parseParquet(bytes, path, MELTED_COLUMNS);
  return { ...buildEvaluations(table, path), source, ignoredColumns, loadMs: performance.now() - startMs };
}

/** Reads, checks and indexes the comparisons, from either file type. */
export async function readComparisons(path: string): Promise<Datasets["comparisons"]> {
  const startMs = performance.now();
  const { bytes, source } = await readSourceFile(path, (start, end) => {
    if (isParquet(start)) checkParquetEnd(end, path);
    else checkPickleStart(start, path);
  });
  const { table, ignoredColumns } = isParquet(bytes)
    ? await parseParquetFrame(bytes, path, NEEDED_COLUMNS)
    : { table: await parsePickle(bytes, path), ignoredColumns: [] };
  const comparisons = buildComparisons(table, path);
  return { ...comparisons, source, ignoredColumns, loadMs: performance.now() - startMs };
}
