/**
 * apache-arrow and @uwdata/flechette at this server's job, beside its own encoder: the whole long form as an Arrow
 * stream. The libraries are installed by hand into a folder of their own, with the bundler that weighs them:
 *
 *     npm install --prefix bench/results/libraries apache-arrow@21.2.0 @uwdata/flechette@2.6.0 esbuild
 *     node bench/arrow-libraries.js [--write-docs] [--rounds 9]
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { describeMachine } from "./machine.js";
import { machineTable, megabytes, table } from "./markdown.js";
import { writeDocs, writeResults } from "./results.js";
import { median } from "./statistics.js";
import { startTalker } from "./talker.js";

const MAX_MS = 5 * 60_000;
const LIBRARIES = join(import.meta.dirname, "results", "libraries");
const ROOT = join(import.meta.dirname, "..");

/** What each way takes of its library, for the bundler; `encoder` is a way of arrow-libraries-child.js. */
const WAYS = [
  {
    encoder: "apache-arrow",
    label: "apache-arrow, a batch a block",
    bundled:
      'export { Dictionary, Field, Float64, Int32, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, Utf8, vectorFromArray } from "apache-arrow";',
  },
  {
    encoder: "flechette",
    label: "flechette, a table a block, of which only the batch is kept",
    bundled:
      'export { batchType, Column, columnFromArray, dictionary, float64, int32, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";',
  },
  {
    encoder: "flechette-whole",
    label: "flechette, one table of all blocks, as it is meant",
    bundled: 'export { tableFromColumns, tableToIPC } from "@uwdata/flechette";',
  },
  {
    encoder: "own",
    label: "this server: apache-arrow for schema and dictionaries, batches written here",
    bundled: 'export { arrowFormat } from "./dist/formats/arrow.js";',
  },
];

const { values: options } = parseArgs({
  options: { "write-docs": { type: "boolean", default: false }, rounds: { type: "string", default: "9" } },
});
setTimeout(() => {
  console.error("gave up: the run took too long");
  process.exit(1);
}, MAX_MS).unref();

const machine = describeMachine();
const versions = await Promise.all(["apache-arrow", "@uwdata/flechette"].map(readVersion));
const talkers = [];
for (const { encoder } of WAYS)
  talkers.push(await startTalker("arrow-libraries-child.js", [encoder, LIBRARIES]));
const runs = WAYS.map(() => []);
// The first round warms up.
for (let round = 0; round <= Number(options.rounds); round++) {
  for (const [index, talker] of talkers.entries()) {
    const run = await talker.ask("encode");
    if (round > 0) runs[index].push(run);
  }
}
const sums = [];
for (const talker of talkers) {
  sums.push(await talker.ask("sum"));
  talker.end();
}
if (new Set(sums).size !== 1) throw new Error("the ways encode different cells");
const results = await Promise.all(
  WAYS.map(async ({ label, bundled }, index) => ({
    label,
    ...summarise(runs[index]),
    ...(await weigh(bundled)),
  })),
);
const markdown = [
  machineTable(machine, versions),
  `One process each, by turns, medians of ${options.rounds} rounds after one of warm-up; speed is output by processor time. All streams are read back and have the same rows and the same sums of columns. Bundled and minified by esbuild with only what the job needs.`,
  table(
    ["", "output", "processor time", "speed", "memory in buffers, at most", "minified", "gzipped"],
    results.map(({ label, bytes, processorMs, riseBytes, minifiedBytes, gzippedBytes }) => [
      label,
      megabytes(bytes),
      `${processorMs.toFixed(0)} ms`,
      `${(bytes / 1000 / processorMs).toFixed(0)} MB/s`,
      megabytes(riseBytes),
      `${(minifiedBytes / 1000).toFixed(0)} kB`,
      `${(gzippedBytes / 1000).toFixed(0)} kB`,
    ]),
  ),
].join("\n\n");
await writeResults("arrow-libraries", { machine, results }, markdown);
console.log(markdown);
if (options["write-docs"]) await writeDocs("arrow-libraries", markdown);
process.exit();

function summarise(rounds) {
  return {
    bytes: rounds[0].bytes,
    processorMs: median(rounds.map(({ processorMs }) => processorMs)),
    riseBytes: Math.max(...rounds.map(({ riseBytes }) => riseBytes)),
  };
}

async function readVersion(name) {
  const path = join(LIBRARIES, "node_modules", name, "package.json");
  const text = await readFile(path, "utf8").catch(() => {
    throw new Error(`${name} is not installed in ${LIBRARIES}: see the top of this file`);
  });
  return [name, JSON.parse(text).version];
}

async function weigh(contents) {
  const { build } = createRequire(join(LIBRARIES, "package.json"))("esbuild");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: contents.includes("./dist/") ? ROOT : LIBRARIES },
    ...{ bundle: true, minify: true, write: false, format: "esm", platform: "node", logLevel: "error" },
  });
  const bytes = outputFiles[0].contents;
  return { minifiedBytes: bytes.length, gzippedBytes: gzipSync(bytes).length };
}
