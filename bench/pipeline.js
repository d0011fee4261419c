/**
 * Times the build of the evaluations from raw tables of full size, and its peak memory, each run in a process of its
 * own; with `--keep` the wide tables too. Makes the raw tables first where they are not there.
 *
 *     npm run build && node bench/pipeline.js [--raw data/raw-stand-in] [--runs 3] [--keep] [--memory 2GB]
 *
 * Writes bench/results/pipeline.json and prints a table; the machine, Node and commit are named in both.
 */
import { execFileSync, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SILENT } from "../dist/pipeline/effects.js";
import { buildEvaluationsFile } from "../dist/pipeline/evaluations/build.js";

const ROOT = join(import.meta.dirname, "..");
const { values: options } = parseArgs({
  options: {
    raw: { type: "string", default: "data/raw-stand-in" },
    runs: { type: "string", default: "3" },
    keep: { type: "boolean", default: false },
    memory: { type: "string", default: "2GB" },
  },
});
const raw = resolve(ROOT, options.raw);

/** One build in this process; tells its parent what it took. */
async function measureHere() {
  const out = await mkdtemp(join(tmpdir(), "datadecide-bench-"));
  const startMs = performance.now();
  const report = await buildEvaluationsFile(
    {
      evaluations: [0, 1, 2, 3].map((file) => join(raw, `eval-${file}.parquet`)),
      perplexities: join(raw, "ppl.parquet"),
      out,
      keep: options.keep,
      memoryLimit: options.memory,
    },
    {
      fetch,
      environment: {},
      root: ROOT,
      now: () => new Date(),
      progress: SILENT,
      signal: new AbortController().signal,
    },
  );
  const seconds = (performance.now() - startMs) / 1000;
  await rm(out, { recursive: true });
  const files = report.files.map(({ path, rows, sizeBytes, sha256 }) => {
    return { name: path.slice(out.length + 1), rows, sizeBytes, sha256 };
  });
  process.send({ seconds, peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6, files });
}

function measureInChild() {
  const child = fork(import.meta.filename, process.argv.slice(2), {
    env: { ...process.env, BENCH_CHILD: "1" },
  });
  return new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", (code) => code !== 0 && fail(new Error(`the build ended with code ${code}`)));
  });
}

async function main() {
  if (!existsSync(join(raw, "ppl.parquet"))) {
    execFileSync(process.execPath, [join(ROOT, "scripts/make-raw-tables.js"), "--out", raw], {
      cwd: ROOT,
      stdio: "inherit",
    });
  }
  const runs = [];
  for (let run = 0; run < Number(options.runs); run++) runs.push(await measureInChild());
  const median = runs.map(({ seconds }) => seconds).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
  const hashes = new Set(runs.map(({ files }) => JSON.stringify(files)));
  const result = {
    machine: `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 1e9)} GB`,
    node: process.version,
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim(),
    keep: options.keep,
    memoryLimit: options.memory,
    medianSeconds: median,
    peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)),
    isSameBytes: hashes.size === 1,
    runs,
  };
  await mkdir(join(ROOT, "bench/results"), { recursive: true });
  await writeFile(join(ROOT, "bench/results/pipeline.json"), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${result.machine}, Node ${result.node}, commit ${result.commit}\n`);
  for (const { seconds, peakMb } of runs) {
    process.stdout.write(`  ${seconds.toFixed(1)} s, peak ${Math.round(peakMb)} MB\n`);
  }
  process.stdout.write(`median ${median.toFixed(1)} s, same bytes each time: ${result.isSameBytes}\n`);
}

await (process.env.BENCH_CHILD === "1" ? measureHere() : main());
