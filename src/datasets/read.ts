/** Reads the data files into the datasets that are served, in the calling thread. */
import { isParquet, parseParquet, parseParquetFrame } from "../ingest/parquet.js";
import { parsePickle } from "../ingest/pickle.js";
import { buildComparisons, type Comparisons, NEEDED_COLUMNS } from "./comparisons.js";
import { buildEvaluations, type Evaluations, MELTED_COLUMNS } from "./evaluations.js";
import { readSourceFile, type SourceFile } from "./source-file.js";

/** What is said of a dataset besides its content. */
export interface Provenance {
  readonly source: SourceFile;
  /** Columns of the file that are not needed. */
  readonly ignoredColumns: readonly string[];
  /** How long reading, checking and indexing took. */
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

/** Reads, checks and indexes both files, all or nothing. Throws StartupError. */
export async function readDatasets(paths: DatasetPaths): Promise<Datasets> {
  const comparisons = await readComparisons(paths.comparisons);
  const evaluations = await readEvaluations(paths.evaluations);
  return { evaluations, comparisons };
}

/** Reads, checks and indexes the evaluations. */
export async function readEvaluations(path: string): Promise<Datasets["evaluations"]> {
  const startMs = performance.now();
  const { bytes, source } = await readSourceFile(path);
  const { table, ignoredColumns } = await parseParquet(bytes, path, MELTED_COLUMNS);
  return { ...buildEvaluations(table, path), source, ignoredColumns, loadMs: performance.now() - startMs };
}

/** Reads, checks and indexes the comparison frame; its first bytes tell which of the two forms it has. */
export async function readComparisons(path: string): Promise<Datasets["comparisons"]> {
  const startMs = performance.now();
  const { bytes, source } = await readSourceFile(path);
  const { table, ignoredColumns } = isParquet(bytes)
    ? await parseParquetFrame(bytes, path, NEEDED_COLUMNS)
    : { table: parsePickle(bytes, path), ignoredColumns: [] };
  const comparisons = buildComparisons(table, path);
  return { ...comparisons, source, ignoredColumns, loadMs: performance.now() - startMs };
}
