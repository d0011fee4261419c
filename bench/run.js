/**
 * The benchmark: loading, queries beside two baselines, and the whole table. `npm run bench` builds first.
 *
 *     node --expose-gc bench/run.js [--write-docs]
 */
import { parseArgs } from "node:util";
import { measureDownload } from "./download.js";
import { measureLoad } from "./load.js";
import { describeMachine } from "./machine.js";
import { writeDocs, writeResults } from "./report.js";
import { measureThroughput } from "./throughput.js";

const LONGEST_MS = 8 * 60_000;

const { values: options } = parseArgs({ options: { "write-docs": { type: "boolean", default: false } } });
const startMs = performance.now();
const log = (text) =>
  console.error(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${text}`);

// Children end with this process, so a run that hangs ends whole.
setTimeout(() => {
  log("gave up: the run took too long");
  process.exit(1);
}, LONGEST_MS).unref();

const machine = describeMachine();
log("loading in fresh processes");
const load = await measureLoad();
log("starting the server");
const throughput = await measureThroughput(log);
log("the whole table");
const download = await measureDownload(log);
const markdown = await writeResults({ machine, load, throughput, download });
console.log(markdown);
if (options["write-docs"]) await writeDocs(markdown);
log("done");
process.exit(0);
