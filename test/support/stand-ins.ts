/** The stand-ins in initial_data, read once per test file in the calling thread. */
import { join } from "node:path";
import { type Datasets, readDatasets } from "../../src/datasets/read.js";

const FOLDER = join(import.meta.dirname, "../../initial_data");

export const STAND_IN_PATHS = {
  evaluations: join(FOLDER, "mean_eval_melted.parquet"),
  comparisons: join(FOLDER, "combined_plotting_data_matched.pkl"),
  manifest: join(FOLDER, "manifest.json"),
};

let loading: Promise<Datasets> | undefined;

export function loadStandIns(): Promise<Datasets> {
  loading ??= readDatasets(STAND_IN_PATHS);
  return loading;
}
