/** Whether a file is one that the server can load. */
import { StartupError } from "../errors.js";
import { type DatasetPaths, readComparisons, readEvaluations } from "./read.js";

/** Which of the two data files is meant. */
export type DatasetKind = keyof DatasetPaths;

/** What is wrong with a data file, as the predicate of a sentence; null for one that loads. */
export async function findFileFault(kind: DatasetKind, path: string): Promise<string | null> {
  try {
    await (kind === "evaluations" ? readEvaluations(path) : readComparisons(path));
    return null;
  } catch (error) {
    if (error instanceof StartupError) return error.problem;
    throw error;
  }
}
