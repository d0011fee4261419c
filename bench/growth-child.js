/**
 * A server over random evaluations of any size, in the layout of buildEvaluations and never written to a file:
 * `node growth-child.js <metric scale> <checkpoint scale>`.
 */
import { pino } from "pino";
import { buildApp } from "../dist/app.js";
import { readConfig } from "../dist/config.js";
import { DatasetStore } from "../dist/engines/dataset-store.js";
import { buildSegments } from "../dist/table/segments.js";
import { Table } from "../dist/table/table.js";
import { buildRandom } from "./seeded-random.js";

const METRICS = 281;
const RECIPES = 25;
const SIZES = [
  "4M",
  "6M",
  "8M",
  "10M",
  "14M",
  "16M",
  "20M",
  "60M",
  "90M",
  "150M",
  "300M",
  "530M",
  "750M",
  "1B",
];
/** So many give 7,700 checkpoints, about as many as the real table has. */
const STEPS = 22;
const STEP_SIZE = 1250;
const TOKENS_PER_STEP = 393_216;
const FLOPS_PER_TOKEN = 6e8;
/** One value in so many is missing, on average. */
const MISSING_EVERY = 6;
const SEED = 1;
const SOURCE = { path: "random", sha256: "0".repeat(64), sizeBytes: 0, provenance: "random" };

process.once("message", async () => {
  const [metricScale, stepScale] = process.argv.slice(2).map(Number);
  const evaluations = buildEvaluations(METRICS * metricScale, STEPS * stepScale);
  const config = readConfig({});
  const store = new DatasetStore(config.textCacheBytes);
  const app = await buildApp(config, store, pino({ level: "silent" }));
  store.publish({ evaluations, comparisons: buildComparisons() });
  globalThis.gc();
  await app.listen({ host: "127.0.0.1", port: 0 });
  process.send({ port: app.server.address().port, rows: evaluations.rowCount });
});

function buildEvaluations(metricCount, stepCount) {
  const rowCount = RECIPES * SIZES.length * stepCount;
  const recipes = Array.from({ length: RECIPES }, (_, index) => `recipe-${String(index).padStart(2, "0")}`);
  const recipe = dictionaryColumn("data", recipes, rowCount, (row) =>
    Math.floor(row / (SIZES.length * stepCount)),
  );
  const params = dictionaryColumn(
    "params",
    SIZES,
    rowCount,
    (row) => Math.floor(row / stepCount) % SIZES.length,
  );
  const findStep = (row) => (row % stepCount) * STEP_SIZE;
  const step = numberColumn("step", rowCount, findStep);
  const tokens = numberColumn("tokens", rowCount, (row) => findStep(row) * TOKENS_PER_STEP);
  const compute = numberColumn(
    "compute",
    rowCount,
    (row) => findStep(row) * TOKENS_PER_STEP * FLOPS_PER_TOKEN,
  );
  const idColumns = [params, recipe, step, tokens, compute];
  const { valueColumns, presentCount } = buildMetrics(metricCount, rowCount);
  return {
    view: {
      table: new Table([...idColumns, ...valueColumns], rowCount),
      segments: buildSegments([recipe, params], rowCount),
      idColumns,
      valueColumns,
      orderColumn: step,
      variableName: "metric",
      valueName: "value",
    },
    rowCount: presentCount,
    missingCount: metricCount * rowCount - presentCount,
    source: SOURCE,
    ignoredColumns: [],
    loadMs: 0,
  };
}

function buildMetrics(metricCount, rowCount) {
  const random = buildRandom(SEED);
  const cells = new Float64Array(metricCount * rowCount);
  let presentCount = 0;
  for (let index = 0; index < cells.length; index++) {
    const isPresent = random() * MISSING_EVERY >= 1;
    cells[index] = isPresent ? random() : Number.NaN;
    if (isPresent) presentCount++;
  }
  const valueColumns = Array.from({ length: metricCount }, (_, index) => ({
    kind: "number",
    name: `metric_${String(index).padStart(4, "0")}`,
    values: cells.subarray(index * rowCount, (index + 1) * rowCount),
  }));
  return { valueColumns, presentCount };
}

/** One row: the comparisons do not grow. */
function buildComparisons() {
  const names = ["run_id", "ckpt_params", "comparison_model_size", "ckpt_data", "comparison_model_recipe"];
  const columns = names.map((name) => {
    const isSize = name.includes("params") || name.includes("size");
    return dictionaryColumn(name, [isSize ? "4M" : "one"], 1, () => 0);
  });
  const table = new Table(columns, 1);
  return {
    table,
    segments: buildSegments([], 1),
    baseColumns: names,
    columnsByMetric: new Map(),
    source: SOURCE,
    ignoredColumns: [],
    loadMs: 0,
  };
}

function dictionaryColumn(name, dictionary, length, findCode) {
  return {
    kind: "dictionary",
    name,
    codes: Int32Array.from({ length }, (_, row) => findCode(row)),
    dictionary,
  };
}

function numberColumn(name, length, findValue) {
  return { kind: "number", name, values: Float64Array.from({ length }, (_, row) => findValue(row)) };
}
