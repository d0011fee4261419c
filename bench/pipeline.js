/**
 * Times the build of the evaluations from raw tables of full size, and its peak memory, each run in a process of its
 * own, without and with `--keep`. Makes the raw tables first where they are not there, which takes a minute and 400 MB.
 * `npm run bench:pipeline` builds first.
 *
 *     node bench/pipeline.js [--write-docs] [--raw data/raw-stand-in] [--runs 3] [--memory 2GB]
 */
import { execFileSync, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SILENT } from "../dist/pipeline/effects.js";
import { buildEvaluationsFile } from "../dist/pipeline/evaluations/build.js";
import { describeMachine } from "./machine.js";
import { machineTable, megabytes, table } from "./markdown.js";
import { writeDocs, writeResults } from "./results.js";

const ROOT = join(import.meta.dirname, "..");
const MAX_MS = 40 * 60_000;
const SMALL_STEP_SECONDS = 1;
/** Up to here a load average leaves both processors to the build. */
const QUIET_LOAD = 0.5;

const { values: options } = parseArgs({
  options: {
    raw: { type: "string", default: "data/raw-stand-in" },
    runs: { type: "string", default: "3" },
    memory: { type: "string", default: "2GB" },
    "write-docs": { type: "boolean", default: false },
  },
});
const raw = resolve(ROOT, options.raw);

/** One build in this process; tells its parent what it took. */
async function measureHere(keep) {
  const out = await mkdtemp(join(tmpdir(), "datadecide-bench-"));
  const startMs = performance.now();
  try {
    const report = await buildEvaluationsFile(
      {
        evaluations: [0, 1, 2, 3].map((file) => join(raw, `eval-${file}.parquet`)),
        perplexities: join(raw, "ppl.parquet"),
        out,
        keep,
        memoryLimit: options.memory,
      },
      {
        fetch,
        environment: {},
        root: ROOT,
        progress: SILENT,
        signal: new AbortController().signal,
      },
    );
    const seconds = (performance.now() - startMs) / 1000;
    const files = report.files.map(({ path, ...file }) => ({ name: path.slice(out.length + 1), ...file }));
    const { stages, timings } = report;
    process.send({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024, files, stages, timings });
  } finally {
    await rm(out, { recursive: true });
  }
}

function measureInChild(keep) {
  const child = fork(import.meta.filename, process.argv.slice(2), {
    env: { ...process.env, BENCH_CHILD: keep ? "keep" : "melted" },
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), MAX_MS);
  return new Promise((done, fail) => {
    let measured;
    child.once("message", (message) => {
      measured = message;
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      if (measured === undefined) fail(new Error(`the build ended with code ${code}`));
      else done(measured);
    });
  });
}

/** The run in the middle, and what all of them have in common. */
async function measure(keep) {
  const runs = [];
  for (let run = 0; run < Number(options.runs); run++) {
    runs.push(await measureInChild(keep));
    const { seconds, peakBytes } = runs.at(-1);
    console.error(
      `${keep ? "with --keep" : "melted file"}: ${seconds.toFixed(1)} s, ${megabytes(peakBytes)}`,
    );
  }
  const sorted = runs.toSorted((a, b) => a.seconds - b.seconds);
  return {
    median: sorted[Math.floor(sorted.length / 2)],
    fastest: sorted[0].seconds,
    slowest: sorted.at(-1).seconds,
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
    isSameBytes:
      runs.length === 1 ? null : new Set(runs.map(({ files }) => JSON.stringify(files))).size === 1,
  };
}

function report({ machine, memory, runs, melted, kept }) {
  const count = (value) => value.toLocaleString("en-US");
  const seconds = (value) => `${value.toFixed(1)} s`;
  // One run has no range, and nothing to be the same as.
  const whenSeveral = (...cells) => (runs > 1 ? cells : []);
  const row = (title, { median, fastest, slowest, peakBytes, isSameBytes }) => [
    title,
    seconds(median.seconds),
    ...whenSeveral(`${seconds(fastest)} to ${seconds(slowest)}`),
    megabytes(peakBytes),
    ...whenSeveral(isSameBytes ? "yes" : "**no**"),
  ];
  const large = kept.median.timings.filter((timing) => timing.seconds >= SMALL_STEP_SECONDS);
  const rest = kept.median.timings.filter((timing) => timing.seconds < SMALL_STEP_SECONDS);
  const sum = (timings) => timings.reduce((total, timing) => total + timing.seconds, 0);
  return [
    machineTable(machine, [["memory limit of the database", memory]]),
    describeRuns(runs, machine),
    table(
      [
        "`build evaluations`",
        "time",
        ...whenSeveral("fastest to slowest"),
        "peak memory",
        ...whenSeveral("same bytes each time"),
      ],
      [row("the melted file alone", melted), row("with `--keep`", kept)],
    ),
    "What was written:",
    table(
      ["file", "rows", "size"],
      kept.median.files.map(({ name, rows, sizeBytes }) => [
        `\`${name}\``,
        count(rows),
        megabytes(sizeBytes),
      ]),
    ),
    "Where the time goes, with `--keep`:",
    table(
      ["step", "seconds"],
      [
        ...large.map((timing) => [timing.step, timing.seconds.toFixed(1)]),
        [`${rest.length} others, each under a second`, sum(rest).toFixed(1)],
        ["in all", sum(kept.median.timings).toFixed(1)],
      ],
    ),
  ].join("\n\n");
}

function describeRuns(runs, { loadBefore }) {
  const count = runs === 1 ? "One build" : `${runs} builds`;
  const shown = runs === 1 ? "" : runs === 2 ? "; the slower one is shown" : "; the median is shown";
  const load = loadBefore < QUIET_LOAD ? "" : " On a quiet machine times are shorter than these.";
  return `${count} of each kind, each in a process of its own${shown}. The peak is the highest resident memory of the whole process in any of them.${load}`;
}

async function main() {
  if (!existsSync(join(raw, "ppl.parquet"))) {
    execFileSync(process.execPath, [join(ROOT, "scripts/make-raw-tables.js"), "--out", raw], {
      cwd: ROOT,
      stdio: ["ignore", process.stderr, process.stderr],
    });
  }
  const results = {
    machine: describeMachine(),
    memory: options.memory,
    runs: Number(options.runs),
    melted: await measure(false),
    kept: await measure(true),
  };
  const markdown = report(results);
  await writeResults("pipeline", results, markdown);
  console.log(markdown);
  if (options["write-docs"]) await writeDocs("pipeline", markdown);
}

const kind = process.env.BENCH_CHILD;
await (kind === undefined ? main() : measureHere(kind === "keep"));
