/** How memory and latency grow with the table: the same server over 1, 4 and 16 times the rows. */
import { fetchRaw, sumServerTiming } from "./answers.js";
import { startScript, stop } from "./children.js";
import { downloadWatched } from "./download.js";
import { readResidentBytes } from "./process-figures.js";
import { median } from "./statistics.js";

const DATA = "/api/visualize/data";
/** Times the metrics, times the checkpoints. */
const SIZES = [
  [1, 1],
  [2, 2],
  [4, 4],
];
const ASKED = 100;

/** Per size: rows, memory, and milliseconds of several kinds of answers. */
export async function measureGrowth(log) {
  const sizes = [];
  for (const [metrics, checkpoints] of SIZES) {
    log(`${metrics * checkpoints} times the rows`);
    sizes.push({
      times: metrics * checkpoints,
      metrics,
      checkpoints,
      ...(await measureSize(metrics, checkpoints)),
    });
  }
  return sizes;
}

async function measureSize(metricTimes, checkpointTimes) {
  const server = await startScript("growth-child.js", {}, [metricTimes, checkpointTimes].map(String));
  const { origin, child } = server;
  const residentBytes = readResidentBytes(child.pid);
  const first = await fetchRaw(`${origin}${DATA}?metric=metric_0000`);
  const metrics = Array.from({ length: ASKED }, (_, index) => `metric_${String(index + 1).padStart(4, "0")}`);
  const chart = (metric, index) => `metric=${metric}&data=recipe-${String(index % 25).padStart(2, "0")}`;
  const oneRecipeMs = await askAll(origin, metrics.map(chart));
  const newMs = await askAll(
    origin,
    metrics.map((metric) => `metric=${metric}&step__gte=1250`),
  );
  // By now the text of these metrics is there, unless it does not fit.
  const knownMs = await askAll(
    origin,
    metrics.map((metric) => `metric=${metric}&step__gte=2500`),
  );
  const table = await downloadWatched(child.pid, `${origin}${DATA}`, 1);
  const result = {
    rows: server.rows,
    residentBytes,
    afterBytes: readResidentBytes(child.pid),
    answerBytes: first.body.length,
    firstMs: sumServerTiming(first.headers["server-timing"]),
    oneRecipeMs,
    newMs,
    knownMs,
    tableBytes: table.bytes,
    tableSeconds: table.seconds,
    tableRiseBytes: table.riseBytes,
  };
  await stop(server);
  return result;
}

/** The median of milliseconds until the last byte, one question after another. */
async function askAll(origin, queries) {
  const times = [];
  for (const query of queries) {
    const startMs = performance.now();
    const { status } = await fetchRaw(`${origin}${DATA}?${query}`);
    times.push(performance.now() - startMs);
    if (status !== 200) throw new Error(`${query}: status ${status}`);
  }
  return median(times);
}
