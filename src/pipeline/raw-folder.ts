/** Finds the raw tables in the folder of a download, and describes a folder that lacks them. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { PipelineError } from "../errors.js";
import { EVALUATIONS, getRelativePath, listSources } from "./sources.js";

export interface RawTablePaths {
  readonly evaluations: readonly string[];
  readonly perplexities: string;
}

/**
 * The paths of the raw tables: the given ones, otherwise those of `download` in `folder`, relative to `root`.
 * Throws PipelineError raw-table-missing, worded differently for a folder that lacks all and one that lacks some.
 */
export function findRawTables(folder: string, given: Partial<RawTablePaths>, root: string): RawTablePaths {
  const listed = listSources().map((source) => ({
    isEvaluation: source.repository === EVALUATIONS.repository,
    relativePath: getRelativePath(source),
  }));
  const listPaths = (isEvaluation: boolean) =>
    listed.filter((source) => source.isEvaluation === isEvaluation).map(({ relativePath }) => relativePath);
  const needed = [
    ...(given.perplexities === undefined ? listPaths(false) : []),
    ...(given.evaluations === undefined ? listPaths(true) : []),
  ];
  checkFolder(folder, needed, root);
  const inFolder = (relativePath: string) => join(folder, relativePath);
  return {
    evaluations: given.evaluations ?? listPaths(true).map(inFolder),
    perplexities: given.perplexities ?? inFolder(listPaths(false)[0]),
  };
}

function checkFolder(folder: string, needed: readonly string[], root: string): void {
  const path = resolve(root, folder);
  const absent = needed.filter((relativePath) => !existsSync(join(path, relativePath)));
  if (absent.length === 0) return;
  if (!existsSync(path)) throw new PipelineError("raw-table-missing", path, "is not there");
  const problem =
    absent.length === needed.length
      ? `has none of the raw tables, which are ${needed.join(", ")}`
      : `lacks ${absent.length} of ${needed.length} raw tables: ${absent.join(", ")}`;
  throw new PipelineError("raw-table-missing", path, problem);
}
