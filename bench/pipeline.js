/**
 * Measures the build of the evaluations beside plain pandas (scripts/pandas_pipeline.py) on the same raw tables of three
 * sizes: processor time and peak memory, each run in a process of its own. Makes the raw tables first where they are not
 * there, which takes a minute and 600 MB. PYTHON names a Python with pandas and pyarrow; without one pandas is left out.
 * Its largest run takes 11 GB. `npm run bench:pipeline` builds first.
 *
 *     node bench/pipeline.js [--write-docs] [--check] [--raw data/raw-stand-in] [--runs 3] [--rows 18414,677160,1410750]
 */
import { execFileSync, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_MEMORY_LIMIT } from "../dist/pipeline/database.js";
import { SILENT } from "../dist/pipeline/effects.js";
import { buildEvaluationsFile } from "../dist/pipeline/evaluations/build.js";
import { describeMachine } from "./machine.js";
import { machineTable, megabytes, table, targetTable } from "./markdown.js";
import { writeDocs, writeResults } from "./results.js";
import { compareWithTargets } from "./targets.js";

const ROOT = join(import.meta.dirname, "..");
const MAX_MS = 40 * 60_000;
const SMALL_STEP_SECONDS = 0.5;
const PYTHON = process.env.PYTHON ?? "python3";

const { values: options } = parseArgs({
  options: {
    raw: { type: "string", default: "data/raw-stand-in" },
    rows: { type: "string", default: "18414,677160,1410750" },
    runs: { type: "string", default: "3" },
    "write-docs": { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});

/** The share of pandas' processor time that a build may take, and the memory; the sizes are those of --rows. */
const TARGETS = [
  { name: "18,414 rows", max: 1, unit: "of pandas' processor time" },
  { name: "677,160 rows", max: 0.5, unit: "of pandas' processor time" },
  { name: "1,410,750 rows", max: 0.333, unit: "of pandas' processor time" },
  { name: "peak memory", max: 1500, unit: "MB" },
];

/** Runs the pandas pipeline in the process that it measures. */
const MEASURE_PANDAS = `
import json, resource, runpy, sys, warnings
warnings.simplefilter("ignore")
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpuSeconds": usage.ru_utime + usage.ru_stime, "peakBytes": usage.ru_maxrss * 1024}))
`;

function listTables(folder) {
  const evaluations = [0, 1, 2, 3].map((file) => join(folder, `eval-${file}.parquet`));
  return { evaluations, perplexities: join(folder, "ppl.parquet") };
}

/** One build in this process, whose results go to its parent. */
async function measureHere({ folder, keep }) {
  const out = await mkdtemp(join(tmpdir(), "datadecide-bench-"));
  try {
    const report = await buildEvaluationsFile(
      { ...listTables(folder), out, keep },
      { fetch, environment: {}, root: ROOT, progress: SILENT, signal: new AbortController().signal },
    );
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.send({
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakBytes: maxRSS * 1024,
      files: report.files.map(({ path, ...file }) => ({ name: path.slice(out.length + 1), ...file })),
      timings: report.timings,
    });
  } finally {
    await rm(out, { recursive: true });
  }
}

function measureBuild(folder, keep) {
  const child = fork(import.meta.filename, process.argv.slice(2), {
    env: { ...process.env, BENCH_CHILD: JSON.stringify({ folder, keep }) },
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

/** The same tables by pandas, or null without it. */
async function measurePandas(folder) {
  if (!hasPandas) return null;
  const out = await mkdtemp(join(tmpdir(), "datadecide-bench-"));
  const { evaluations, perplexities } = listTables(folder);
  const script = join(ROOT, "scripts/pandas_pipeline.py");
  const tables = ["--evaluations", ...evaluations, "--perplexities", perplexities, "--out", out];
  try {
    const text = execFileSync(PYTHON, ["-c", MEASURE_PANDAS, script, ...tables], {
      encoding: "utf8",
      timeout: MAX_MS,
    });
    return JSON.parse(text);
  } finally {
    await rm(out, { recursive: true });
  }
}

const hasPandas = (() => {
  try {
    execFileSync(PYTHON, ["-c", "import pandas, pyarrow"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

function makeRawTables(rows) {
  const folder = `${resolve(ROOT, options.raw)}-${rows}`;
  if (existsSync(join(folder, "ppl.parquet"))) return folder;
  const script = join(ROOT, "scripts/make-raw-tables.js");
  execFileSync(process.execPath, [script, "--out", folder, "--rows", String(rows)], {
    cwd: ROOT,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  return folder;
}

/** The builds of one size, and pandas in turn with them; of each the run in the middle, by its processor time. */
async function measureSize(rows) {
  const folder = makeRawTables(rows);
  const runs = { kept: [], melted: [], pandas: [] };
  for (let run = 0; run < Number(options.runs); run++) {
    runs.kept.push(await measureBuild(folder, true));
    runs.melted.push(await measureBuild(folder, false));
    const pandas = await measurePandas(folder);
    if (pandas !== null) runs.pandas.push(pandas);
    const [ours, theirs] = [runs.kept, runs.pandas].map((list) => list.at(-1)?.cpuSeconds.toFixed(1) ?? "-");
    console.error(`${formatCount(rows)} rows: ${ours} s, pandas ${theirs} s`);
  }
  const hashes = runs.kept.map(({ files }) => JSON.stringify(files.map(({ sha256 }) => sha256)));
  return {
    rows,
    ...{ kept: findMiddle(runs.kept), melted: findMiddle(runs.melted), pandas: findMiddle(runs.pandas) },
    isSameBytes: new Set(hashes).size === 1,
  };
}

function findMiddle(runs) {
  return runs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[Math.floor(runs.length / 2)] ?? null;
}

function formatCount(value) {
  return value.toLocaleString("en-US");
}

function formatSeconds(measured) {
  return measured === null ? "not measured" : `${measured.cpuSeconds.toFixed(1)} s`;
}

/** Measurements by the names of the targets. */
function findMeasurements(sizes) {
  const shares = sizes.map(({ rows, kept, pandas }) => [
    `${formatCount(rows)} rows`,
    pandas === null ? null : kept.cpuSeconds / pandas.cpuSeconds,
  ]);
  const peakBytes = Math.max(...sizes.flatMap(({ kept, melted }) => [kept.peakBytes, melted.peakBytes]));
  return { ...Object.fromEntries(shares), "peak memory": peakBytes / 1e6 };
}

function report({ machine, runs, sizes, targets }) {
  const { kept } = sizes.at(-1);
  const large = kept.timings.filter((timing) => timing.seconds >= SMALL_STEP_SECONDS);
  const rest = kept.timings.filter((timing) => timing.seconds < SMALL_STEP_SECONDS);
  const sum = (timings) => timings.reduce((total, timing) => total + timing.seconds, 0);
  return [
    machineTable(machine),
    `Processor time of the whole process, its start included: the median of ${runs} runs, each in a process of its own, pandas in turn with the build. Peaks are the highest resident memory.`,
    table(
      [
        "evaluation rows",
        "with `--keep`",
        "pandas",
        "peak",
        "pandas' peak",
        "the melted file alone",
        "its peak",
      ],
      sizes.map(({ rows, kept: own, melted, pandas }) => [
        formatCount(rows),
        formatSeconds(own),
        formatSeconds(pandas),
        megabytes(own.peakBytes),
        megabytes(pandas?.peakBytes ?? null),
        formatSeconds(melted),
        megabytes(melted.peakBytes),
      ]),
    ),
    targetTable(targets),
    sizes.every(({ isSameBytes }) => isSameBytes)
      ? "All builds of the same tables made the same bytes."
      : "**Builds of the same tables made different bytes.**",
    "What the largest build writes:",
    table(
      ["file", "rows", "size"],
      kept.files.map(({ name, rows, sizeBytes }) => [`\`${name}\``, formatCount(rows), megabytes(sizeBytes)]),
    ),
    "Where its time goes, by the clock:",
    table(
      ["step", "seconds"],
      [
        ...large.map((timing) => [timing.step, timing.seconds.toFixed(1)]),
        [`${rest.length} others`, sum(rest).toFixed(1)],
        ["in all", sum(kept.timings).toFixed(1)],
      ],
    ),
  ].join("\n\n");
}

async function main() {
  if (!hasPandas) console.error(`${PYTHON} has no pandas and pyarrow: only the builds are measured`);
  const machine = describeMachine();
  const sizes = [];
  for (const rows of options.rows.split(",").map(Number)) sizes.push(await measureSize(rows));
  const targets = compareWithTargets(TARGETS, findMeasurements(sizes));
  const results = { machine, memory: DEFAULT_MEMORY_LIMIT, runs: Number(options.runs), sizes, targets };
  const markdown = report(results);
  await writeResults("pipeline", results, markdown);
  console.log(markdown);
  if (options["write-docs"]) await writeDocs("pipeline", markdown);
  if (options.check && targets.some(({ isMet }) => isMet === false)) process.exitCode = 1;
}

const child = process.env.BENCH_CHILD;
await (child === undefined ? main() : measureHere(JSON.parse(child)));
