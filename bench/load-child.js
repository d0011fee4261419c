/** Loads both datasets once, as a start of the server does, and sends what it took. */
import { readConfig } from "../dist/config.js";
import { loadDatasets } from "../dist/datasets/load.js";

const quiet = { info() {}, warn() {} };
const startMs = performance.now();
await loadDatasets(readConfig({}).paths, quiet);
const ms = performance.now() - startMs;
process.send({
  ms,
  residentBytes: process.memoryUsage().rss,
  peakBytes: process.resourceUsage().maxRSS * 1024,
});
