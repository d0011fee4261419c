/** Loading: both files, each time in a fresh process. */
import { runOnce } from "./children.js";
import { median } from "./statistics.js";

const RUNS = 3;

/** Medians of time, resident memory right after, and peak. */
export async function measureLoad() {
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await runOnce("load-child.js"));
  const medianOf = (name) => median(runs.map((run) => run[name]));
  return {
    runs: RUNS,
    ms: medianOf("ms"),
    residentBytes: medianOf("residentBytes"),
    peakBytes: medianOf("peakBytes"),
  };
}
