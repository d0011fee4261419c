/** Two small datasets in memory, for tests of what does not depend on the amount of data. */
import { buildComparisons } from "../../src/datasets/comparisons.js";
import type { Datasets, Provenance } from "../../src/datasets/read.js";
import { listColumn, numberColumn, tableOf, textColumn, timestampColumn } from "./columns.js";
import { evaluationsOf } from "./melted.js";
import { MELTED_ROWS } from "./small-files.js";

/** Twenty-four evaluations and three comparisons, with a column of every kind. */
export function buildSmallDatasets(): Datasets {
  const frame = tableOf(
    textColumn("run_id", ["run 0", "run 1", "run 2"]),
    textColumn("ckpt_data", ["C4", "C4", "Dolma1.7"]),
    textColumn("ckpt_params", ["4M", "1B", "1B"]),
    textColumn("comparison_model_size", ["1B", "1B", "1B"]),
    textColumn("comparison_model_recipe", ["C4", "Dolma1.7", "C4"]),
    timestampColumn("timestamp", [0, 1e12, Number.NaN]),
    listColumn("ft_loss_list", [[1, 2.5], [], null]),
    numberColumn("ft_boolq_acc_raw", [0.5, 0.25, Number.NaN]),
  );
  return {
    evaluations: { ...evaluationsOf(MELTED_ROWS), ...describe("melted.parquet", "e") },
    comparisons: { ...buildComparisons(frame, "frame.pkl"), ...describe("frame.pkl", "c") },
  };
}

function describe(path: string, digit: string): Provenance {
  const source = { path, sha256: digit.repeat(64), sizeBytes: 1, provenance: "made for a test" };
  return { source, ignoredColumns: [], loadMs: 0 };
}
