/**
 * The benchmark of the server; `npm run bench` builds it first.
 *
 *     node --expose-gc bench/run.js [--check] [--write-docs] [--rounds 7] [--seconds 1.5] [--only throughput,start]
 *
 * With `--check`, a run that misses a target of targets.js exits with 1. `--write-docs` renews docs/performance.md.
 */
import { parseArgs } from "node:util";
import { buildLog, limitRunTime } from "./command.js";
import { measureDownload } from "./download.js";
import { measureEngines } from "./engines.js";
import { measureGrowth } from "./growth.js";
import { describeMachine } from "./machine.js";
import { collectMeasurements } from "./measurements.js";
import { reportRun } from "./report.js";
import { writeChart, writeDocs, writeResults } from "./results.js";
import { measureSoak } from "./soak.js";
import { measureStart } from "./start.js";
import { compareWithTargets, TARGETS } from "./targets.js";
import { measureThroughput } from "./throughput.js";

const RUN_LIMIT_MS = 15 * 60_000;

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    "write-docs": { type: "boolean", default: false },
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "1.5" },
    only: { type: "string" },
  },
});
const log = buildLog();
limitRunTime(RUN_LIMIT_MS, log);

const rounds = { rounds: Number(options.rounds), seconds: Number(options.seconds) };
const measure = {
  start: () => measureStart(),
  throughput: () => measureThroughput(rounds, log),
  download: () => measureDownload(log),
  soak: () => measureSoak(log),
  growth: () => measureGrowth(log),
  engines: () => measureEngines(rounds, log),
};
const parts = Object.keys(measure);
const chosen = options.only?.split(",") ?? parts;
const unknown = chosen.filter((part) => !parts.includes(part));
if (unknown.length > 0) throw new Error(`--only has no ${unknown.join(", ")}, only ${parts.join(", ")}`);
const isWhole = parts.every((part) => chosen.includes(part));
if (options["write-docs"] && !isWhole) throw new Error("--write-docs needs a whole run, without --only");

const results = { machine: describeMachine(), rounds };
for (const part of parts.filter((each) => chosen.includes(each))) {
  log(part);
  results[part] = await measure[part]();
}
results.targets = compareWithTargets(TARGETS, collectMeasurements(results));
const { markdown, chart } = reportRun(results);
await writeResults("run", results, markdown);
console.log(markdown);
if (options["write-docs"]) {
  await writeDocs("run", markdown);
  await writeChart("growth.svg", chart);
}
// In a whole run, a target whose measurement is absent is missed as well.
const missed = results.targets.filter(({ isMet }) => isMet === false || (isMet === null && isWhole));
for (const { name } of missed) log(`missed: ${name}`);
log("done");
process.exit(options.check && missed.length > 0 ? 1 : 0);
