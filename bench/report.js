/** Writes the results: JSON and a Markdown table into bench/results, and on request into docs/performance.md. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CONNECTIONS, ROUND_SECONDS, ROUNDS, WARM_UP_SECONDS } from "./throughput.js";

const RESULTS = join(import.meta.dirname, "results");
const DOCS = join(import.meta.dirname, "..", "docs", "performance.md");
const START = "<!-- measured: start -->";
const END = "<!-- measured: end -->";
const MEGABYTE = 1e6;

/** Writes results.json and results.md. Returns the Markdown. */
export async function writeResults(results) {
  const markdown = toMarkdown(results);
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(RESULTS, "results.md"), `${markdown}\n`);
  return markdown;
}

/** Replaces what stands between the two marks of docs/performance.md. */
export async function writeDocs(markdown) {
  const text = await readFile(DOCS, "utf8");
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${DOCS} has lost its marks ${START} and ${END}`);
  await writeFile(DOCS, `${text.slice(0, start + START.length)}\n\n${markdown}\n\n${text.slice(end)}`);
}

function toMarkdown({ machine, load, throughput, download }) {
  return [
    describeMachine(machine),
    "### Loading both files",
    loadTable(load),
    "### Keeping the evaluations",
    memoryTable(throughput.memory),
    "### Queries",
    `${CONNECTIONS} connections, ${ROUNDS} rounds of ${ROUND_SECONDS} s each after ${WARM_UP_SECONDS} s of warm-up; medians over the rounds. The spread is half the distance between the fastest and the slowest round.`,
    ...throughput.queries.map(queryTable),
    "### The whole table",
    downloadTable(download),
  ].join("\n\n");
}

function describeMachine({
  date,
  processor,
  cores,
  memoryBytes,
  system,
  node,
  commit,
  hasChanges,
  loadBefore,
}) {
  const state = hasChanges ? `${commit} with uncommitted changes` : commit;
  const facts = [
    ["date", date],
    ["commit", state],
    ["Node.js", node],
    ["processor", `${processor}, ${cores} cores`],
    ["memory", `${(memoryBytes / 1e9).toFixed(1)} GB`],
    ["system", system],
    ["load average before the run", describeLoad(loadBefore)],
  ];
  return table(["taken on", ""], facts);
}

function describeLoad(load) {
  const text = load.toFixed(2);
  return load < 0.5
    ? text
    : `${text}: **other processes were running, so these figures are noisy and on the low side**`;
}

function loadTable({ runs, ms, residentBytes, peakBytes }) {
  return table(
    [`median of ${runs} fresh processes`, ""],
    [
      ["time", `${(ms / 1000).toFixed(2)} s`],
      ["resident memory after", megabytes(residentBytes)],
      ["peak resident memory", megabytes(peakBytes)],
    ],
  );
}

function memoryTable({ rows, columnBytes, objectBytes }) {
  return table(
    [`${rows.toLocaleString("en-US")} rows of the long form`, ""],
    [
      ["as this server keeps them", megabytes(columnBytes)],
      ["as row objects", megabytes(objectBytes)],
    ],
  );
}

function queryTable({ name, path, query, rows, bytes, contenders }) {
  const { server, constant, naive } = contenders;
  const line = (label, figures) => [
    label,
    figures.perSecond.toFixed(figures.perSecond < 100 ? 1 : 0),
    `±${(figures.perSecondSpread * 100).toFixed(0)} %`,
    milliseconds(figures.p50Ms),
    milliseconds(figures.p99Ms),
    figures === server ? "" : ratio(server.perSecond / figures.perSecond),
  ];
  const size = `${rows.toLocaleString("en-US")} rows, ${(bytes / MEGABYTE).toFixed(2)} MB`;
  return [
    `**${name}** (${size}): \`${path}?${query}\``,
    table(
      ["", "requests/s", "spread", "p50", "p99", "this server is"],
      [
        line("this server", server),
        line("constant bytes (upper bound)", constant),
        line("row objects, filter, stringify", naive),
      ],
    ),
  ].join("\n\n");
}

function downloadTable({ path, bytes, atOnce, one, many }) {
  const line = (label, { seconds, bytesPerSecond, residentBytes, riseBytes }) => [
    label,
    `${seconds.toFixed(1)} s`,
    `${(bytesPerSecond / MEGABYTE).toFixed(0)} MB/s`,
    residentBytes === null ? "not told here" : megabytes(residentBytes),
    riseBytes === null ? "not told here" : megabytes(riseBytes),
  ];
  return [
    `\`${path}\`, ${(bytes / MEGABYTE).toFixed(0)} MB of JSON.`,
    table(
      ["downloads at once", "time", "together", "resident before", "highest rise"],
      [line("1", one), line(String(atOnce), many)],
    ),
  ].join("\n\n");
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function megabytes(bytes) {
  return `${(bytes / MEGABYTE).toFixed(0)} MB`;
}

function milliseconds(ms) {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

function ratio(value) {
  return value >= 1
    ? `${value.toFixed(value < 10 ? 1 : 0)} x as fast`
    : `at ${(value * 100).toFixed(0)} % of it`;
}
