/** Writes the datasets in the form that loads fastest, beside the raw files that stay the truth. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { encodePrepared } from "../datasets/prepared.js";
import { type DatasetPaths, readDatasets } from "../datasets/read.js";

/** Reads both files and writes the prepared one, under its name only when it is whole. Returns its size in bytes. */
export async function prepareDatasets(paths: DatasetPaths, preparedPath: string): Promise<number> {
  const { evaluations, comparisons } = await readDatasets(paths);
  const { source, ignoredColumns, loadMs: _, ...contents } = evaluations;
  const { source: comparisonsSource, ignoredColumns: __, loadMs: ___, ...matched } = comparisons;
  const bytes = encodePrepared(
    { evaluations: contents, comparisons: matched, ignoredColumns },
    { evaluations: source.sha256, comparisons: comparisonsSource.sha256 },
  );
  await mkdir(dirname(preparedPath), { recursive: true });
  const unfinishedPath = `${preparedPath}.${process.pid}.part`;
  await writeFile(unfinishedPath, bytes);
  await rename(unfinishedPath, preparedPath);
  return bytes.length;
}
