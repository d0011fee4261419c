/**
 * The benchmark. `npm run bench` builds first.
 *
 *     node --expose-gc bench/run.js [--check] [--write-docs] [--rounds 7] [--seconds 1.5] [--only throughput,start]
 *
 * `--check` ends with an error where a figure falls short of its target in targets.js.
 */
import { parseArgs } from "node:util";
import { measureDownload } from "./download.js";
import { collectFigures } from "./figures.js";
import { measureGrowth } from "./growth.js";
import { describeMachine } from "./machine.js";
import { reportRun } from "./report.js";
import { writeDocs, writeDrawing, writeResults } from "./results.js";
import { measureSoak } from "./soak.js";
import { measureStart } from "./start.js";
import { judge, TARGETS } from "./targets.js";
import { measureThroughput } from "./throughput.js";

const MAX_MS = 10 * 60_000;
const PARTS = ["start", "throughput", "download", "soak", "growth"];

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    "write-docs": { type: "boolean", default: false },
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "1.5" },
    only: { type: "string", default: PARTS.join(",") },
  },
});
const startMs = performance.now();
const log = (text) =>
  console.error(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${text}`);

// Children end with this process, so a run that hangs ends whole.
setTimeout(() => {
  log("gave up: the run took too long");
  process.exit(1);
}, MAX_MS).unref();

const parts = options.only.split(",");
const unknown = parts.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(", ")}; there are ${PARTS.join(", ")}`);
if (options["write-docs"] && parts.length < PARTS.length)
  throw new Error("the page is written whole or not at all");

const rounds = { rounds: Number(options.rounds), seconds: Number(options.seconds) };
const measure = {
  start: () => measureStart(),
  throughput: () => measureThroughput(rounds, log),
  download: () => measureDownload(log),
  soak: () => measureSoak(log),
  growth: () => measureGrowth(log),
};
const results = { machine: describeMachine(), rounds };
for (const part of PARTS) {
  if (!parts.includes(part)) continue;
  log(part);
  results[part] = await measure[part]();
}
results.targets = judge(TARGETS, collectFigures(results));
const { markdown, drawing } = reportRun(results);
await writeResults("run", results, markdown);
console.log(markdown);
if (options["write-docs"]) {
  await writeDocs("run", markdown);
  if (drawing !== null) await writeDrawing("growth.svg", drawing);
}
// Where everything was to be measured, a figure that is not there is missed as well.
const isWhole = parts.length === PARTS.length;
const missed = results.targets.filter(({ isMet }) => isMet === false || (isMet === null && isWhole));
for (const { figure } of missed) log(`missed: ${figure}`);
log("done");
process.exit(options.check && missed.length > 0 ? 1 : 0);
