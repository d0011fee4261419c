/** Datasets whose whole response is several times what the kernel buffers for a client that does not read. */
import { buildEvaluations } from "../../src/datasets/evaluations.js";
import type { Datasets } from "../../src/datasets/read.js";
import { RECIPES } from "../../src/datasets/recipes.js";
import type { DictionaryColumn, NumberColumn } from "../../src/table/column.js";
import { Table } from "../../src/table/table.js";
import { buildSmallDatasets, SMALL_METRICS, SMALL_SIZES } from "./small-datasets.js";

const STEP_COUNT = 40;
const RECIPE_NAMES = RECIPES.map(({ name }) => name);

/** The rows of the evaluations; some 30 MB as JSON. */
export const LARGE_ROW_COUNT = SMALL_METRICS.length * RECIPES.length * SMALL_SIZES.length * STEP_COUNT;

/** The names of the small suite with forty checkpoints a run, and its comparisons. */
export function buildLargeDatasets(): Datasets {
  const small = buildSmallDatasets();
  const row = (index: number) => ({
    step: index % STEP_COUNT,
    size: Math.floor(index / STEP_COUNT) % SMALL_SIZES.length,
    recipe: Math.floor(index / STEP_COUNT / SMALL_SIZES.length) % RECIPES.length,
    metric: Math.floor(index / STEP_COUNT / SMALL_SIZES.length / RECIPES.length),
  });
  const texts = (name: string, dictionary: readonly string[], code: (index: number) => number) =>
    ({
      kind: "dictionary",
      name,
      dictionary,
      codes: Int32Array.from({ length: LARGE_ROW_COUNT }, (_, index) => code(index)),
    }) satisfies DictionaryColumn;
  const numbers = (name: string, value: (index: number) => number) =>
    ({
      kind: "number",
      name,
      values: Float64Array.from({ length: LARGE_ROW_COUNT }, (_, index) => value(index)),
    }) satisfies NumberColumn;
  const columns = [
    texts("params", SMALL_SIZES, (index) => row(index).size),
    texts("data", RECIPE_NAMES, (index) => row(index).recipe),
    numbers("step", (index) => row(index).step * 1250),
    numbers("tokens", (index) => row(index).step * 1250 * 65_536),
    numbers("compute", (index) => row(index).step * 1250 * 65_536 * 6 * (row(index).size + 1) * 1e6),
    texts("metric", SMALL_METRICS, (index) => row(index).metric),
    numbers("value", (index) => 1 / (index + 3)),
  ];
  const { source, ignoredColumns, loadMs } = small.evaluations;
  const evaluations = buildEvaluations(new Table(columns, LARGE_ROW_COUNT), "the-file.parquet");
  return { ...small, evaluations: { ...evaluations, source, ignoredColumns, loadMs } };
}
