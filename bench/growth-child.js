/**
 * A server over made-up evaluations of any size, laid out as buildEvaluations lays them out and never written to a
 * file: `node growth-child.js <times as many metrics> <times as many checkpoints>`.
 */
import { pino } from "pino";
import { buildApp } from "../dist/app.js";
import { readConfig } from "../dist/config.js";
import { DatasetStore } from "../dist/http/dataset-store.js";
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
/** 7,700 checkpoints, which is what the real table has, give or take a hundred. */
const STEPS = 22;
/** One value in so many is missing. */
const MISSING_EVERY = 6;
const SEED = 1;
const SOURCE = { path: "made up", sha256: "0".repeat(64), sizeBytes: 0, provenance: "made up" };

process.once("message", async () => {
  const [metricTimes, stepTimes] = process.argv.slice(2).map(Number);
  const evaluations = makeEvaluations(METRICS * metricTimes, STEPS * stepTimes);
  const config = readConfig({});
  const readiness = new DatasetStore(config.textCacheBytes);
  const app = await buildApp(config, readiness, pino({ level: "silent" }), null);
  readiness.publish({ evaluations, comparisons: makeComparisons() });
  globalThis.gc();
  await app.listen({ host: "127.0.0.1", port: 0 });
  process.send({ port: app.server.address().port, rows: evaluations.rowCount });
});

function makeEvaluations(metricCount, stepCount) {
  const rowCount = RECIPES * SIZES.length * stepCount;
  const recipes = Array.from({ length: RECIPES }, (_, index) => `recipe-${String(index).padStart(2, "0")}`);
  const ofRow = (map) => ({ length: rowCount, map });
  const recipe = dictionaryColumn(
    "data",
    recipes,
    ofRow((row) => Math.floor(row / (SIZES.length * stepCount))),
  );
  const params = dictionaryColumn(
    "params",
    SIZES,
    ofRow((row) => Math.floor(row / stepCount) % SIZES.length),
  );
  const step = numberColumn(
    "step",
    ofRow((row) => (row % stepCount) * 1250),
  );
  const tokens = numberColumn(
    "tokens",
    ofRow((row) => (row % stepCount) * 1250 * 393_216),
  );
  const compute = numberColumn(
    "compute",
    ofRow((row) => (row % stepCount) * 1250 * 393_216 * 6e8),
  );
  const idColumns = [params, recipe, step, tokens, compute];
  const { valueColumns, presentCount } = makeMetrics(metricCount, rowCount);
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

function makeMetrics(metricCount, rowCount) {
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

/** One run of one row: the comparisons are not what grows. */
function makeComparisons() {
  const names = ["run_id", "ckpt_params", "comparison_model_size", "ckpt_data", "comparison_model_recipe"];
  const columns = names.map((name) =>
    dictionaryColumn(name, [name.includes("params") || name.includes("size") ? "4M" : "one"], {
      length: 1,
      map: () => 0,
    }),
  );
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

function dictionaryColumn(name, dictionary, { length, map }) {
  return { kind: "dictionary", name, codes: Int32Array.from({ length }, (_, row) => map(row)), dictionary };
}

function numberColumn(name, { length, map }) {
  return { kind: "number", name, values: Float64Array.from({ length }, (_, row) => map(row)) };
}
