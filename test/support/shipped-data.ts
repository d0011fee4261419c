/** The files of initial_data, for the few tests that are about them; all others take a small suite. */
import { join } from "node:path";
import { type Datasets, readDatasets } from "../../src/datasets/read.js";
import { ROOT } from "./served-app.js";

export const SHIPPED_PATHS = {
  evaluations: join(ROOT, "initial_data/mean_eval_melted.parquet"),
  comparisons: join(ROOT, "initial_data/combined_plotting_data_matched.pkl"),
};

let reading: Promise<Datasets> | undefined;

/** Reads both files in the calling thread, once in a process. */
export function readShippedDatasets(): Promise<Datasets> {
  reading ??= readDatasets(SHIPPED_PATHS);
  return reading;
}
