/** How memory and latency grow with the table: the same server over 1, 4 and 16 times the rows. */
import { startScript, stop } from "./child-processes.js";
import { download } from "./download.js";
import { fetchRaw, sumServerTiming } from "./http-client.js";
import { readResidentBytes } from "./process-stats.js";
import { DATA_PATH } from "./queries.js";
import { median } from "./statistics.js";

/** Factors of the number of metrics and of checkpoints. */
const SCALES = [
  [1, 1],
  [2, 2],
  [4, 4],
];
const QUERIES = 100;
const RECIPES = 25;

/** By scale: rows, memory, and the time of several kinds of responses. */
export async function measureGrowth(log) {
  const scales = [];
  for (const [metricScale, checkpointScale] of SCALES) {
    const scale = metricScale * checkpointScale;
    log(`${scale} times the rows`);
    scales.push({ scale, ...(await measureScale(metricScale, checkpointScale)) });
  }
  return scales;
}

async function measureScale(metricScale, checkpointScale) {
  const server = await startScript("growth-child.js", {}, [metricScale, checkpointScale].map(String));
  const { origin, child } = server;
  const residentBytes = readResidentBytes(child.pid);
  const first = await fetchRaw(`${origin}${DATA_PATH}?metric=metric_0000`);
  const metrics = Array.from(
    { length: QUERIES },
    (_, index) => `metric=metric_${String(index + 1).padStart(4, "0")}`,
  );
  const ofOneRecipe = (metric, index) => `${metric}&data=recipe-${String(index % RECIPES).padStart(2, "0")}`;
  const oneRecipeMs = await measureLatency(origin, metrics.map(ofOneRecipe));
  const unrenderedMs = await measureLatency(
    origin,
    metrics.map((metric) => `${metric}&step__gte=1250`),
  );
  // The text of these metrics is cached now, unless it does not fit.
  const renderedMs = await measureLatency(
    origin,
    metrics.map((metric) => `${metric}&step__gte=2500`),
  );
  const table = await download(child.pid, `${origin}${DATA_PATH}`, 1);
  const afterBytes = readResidentBytes(child.pid);
  await stop(server);
  return {
    rows: server.rows,
    residentBytes,
    afterBytes,
    responseBytes: first.body.length,
    firstMs: sumServerTiming(first.headers["server-timing"]),
    oneRecipeMs,
    unrenderedMs,
    renderedMs,
    tableSeconds: table.seconds,
    tableRiseBytes: table.riseBytes,
  };
}

/** The median time until the last byte, in milliseconds, of one request after another. */
async function measureLatency(origin, queries) {
  const times = [];
  for (const query of queries) {
    const startMs = performance.now();
    const { status } = await fetchRaw(`${origin}${DATA_PATH}?${query}`);
    times.push(performance.now() - startMs);
    if (status !== 200) throw new Error(`${query}: status ${status}`);
  }
  return median(times);
}
