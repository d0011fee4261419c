/**
 * The engine over DuckDB against the plain way to serve the same rows: the driver, SQL written by hand, row objects and JSON.stringify. Both
 * run in this process by turns and give the same bytes.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { defineDataset } from "../dist/catalog/declaration.js";
import { DuckDbDatabase } from "../dist/engines/duckdb/duckdb-engine.js";
import { jsonFormat } from "../dist/formats/json.js";
import { RenderedTextCache } from "../dist/formats/rendered-text-cache.js";
import { DatasetQuery } from "../dist/query/dataset-query.js";
import { parseRawQuery } from "../dist/query/query-reader.js";
import { PARQUET_PATH } from "./queries.js";
import { median } from "./statistics.js";

const THREADS = 2;
const COLUMNS =
  "params, data, step::DOUBLE AS step, tokens::DOUBLE AS tokens, compute::DOUBLE AS compute, metric, value";
const ORDER = "ORDER BY file_index, file_row_number";

/** Each with its query string, and the same in SQL. */
const CASES = [
  {
    name: "small answer",
    text: "metric=pile-valppl&data=Dolma1.7&params=1B",
    where: "metric IN ($1) AND data IN ($2) AND params IN ($3)",
    parameters: ["pile-valppl", "Dolma1.7", "1B"],
    page: "",
    repetitions: 12,
  },
  {
    name: "50,000 cells",
    text: "metric=pile-valppl&limit=7143",
    where: "metric IN ($1)",
    parameters: ["pile-valppl"],
    page: "LIMIT 7143",
    repetitions: 6,
  },
  {
    name: "700,000 cells",
    text: "data=Dolma1.7&limit=100000",
    where: "data IN ($1)",
    parameters: ["Dolma1.7"],
    page: "LIMIT 100000",
    repetitions: 2,
  },
];

/** By case, medians over the rounds of the processor and wall-clock time of one answer. */
export async function measureEngines({ rounds }, log) {
  const database = await DuckDbDatabase.open({ memoryLimit: "1GB", threads: THREADS });
  const engine = await database.openDataset(defineDataset("evaluations", { source: PARQUET_PATH }));
  const query = new DatasetQuery(engine.schema, engine.values);
  const instance = await DuckDBInstance.create(":memory:", { threads: String(THREADS) });
  const textCache = new RenderedTextCache([], 0);
  const answerByEngine = async ({ text }) => {
    const plan = query.parse(parseRawQuery(text));
    const selection = await engine.query(plan.query, { signal: new AbortController().signal });
    const chunks = [];
    for (const chunk of jsonFormat.encode({ selection, meta: "{}", textCache, buffer: null })) {
      if (chunk instanceof Promise) await chunk;
      else chunks.push(Buffer.from(chunk));
    }
    return Buffer.concat(chunks);
  };
  const answerPlainly = async ({ where, parameters, page }) => {
    const connection = await instance.connect();
    const from = `read_parquet('${PARQUET_PATH}')`;
    const reader = await connection.runAndReadAll(
      `SELECT ${COLUMNS} FROM ${from} WHERE ${where} ${ORDER} ${page}`,
      parameters,
    );
    const rows = reader.getRowObjectsJS();
    connection.closeSync();
    return Buffer.from(JSON.stringify({ meta: {}, data: rows }));
  };
  const results = [];
  for (const each of CASES) {
    log(each.name);
    const [bytes, plainBytes] = [await answerByEngine(each), await answerPlainly(each)];
    const areSame = JSON.stringify(JSON.parse(bytes)) === JSON.stringify(JSON.parse(plainBytes));
    if (!areSame) throw new Error(`${each.name}: the answers differ`);
    const measured = { engine: [], plain: [] };
    for (let round = 0; round < rounds; round++) {
      measured.engine.push(await measure(() => answerByEngine(each), each.repetitions));
      measured.plain.push(await measure(() => answerPlainly(each), each.repetitions));
    }
    const summarize = (values) => ({
      processorMs: median(values.map(({ processorMs }) => processorMs)),
      wallMs: median(values.map(({ wallMs }) => wallMs)),
    });
    const [own, plain] = [summarize(measured.engine), summarize(measured.plain)];
    const ratio = plain.processorMs / own.processorMs;
    results.push({ name: each.name, sizeBytes: bytes.length, engine: own, plain, ratio });
  }
  database.close();
  instance.closeSync();
  return results;
}

async function measure(work, repetitions) {
  const startMs = performance.now();
  const before = process.cpuUsage();
  for (let repetition = 0; repetition < repetitions; repetition++) await work();
  const { user, system } = process.cpuUsage(before);
  return {
    processorMs: (user + system) / 1000 / repetitions,
    wallMs: (performance.now() - startMs) / repetitions,
  };
}
