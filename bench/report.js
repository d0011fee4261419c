/** The Markdown of a run, and the chart of growth. */
import { drawGrowthChart } from "./growth-chart.js";
import { CONNECTIONS } from "./load.js";
import {
  machineTable,
  megabytes,
  microseconds,
  milliseconds,
  percent,
  perSecond,
  table,
  targetTable,
} from "./markdown.js";
import { VARIED_WARM_UP_ROUNDS, WARM_UP_SECONDS } from "./throughput.js";

const MEGABYTE = 1e6;

/** Leaves out the parts that were not measured; `chart` is null without growth. */
export function reportRun({ machine, rounds, targets, start, throughput, download, soak, growth, engines }) {
  const measured = targets.filter(({ value }) => value !== null);
  const sections = [machineTable(machine), "### Targets", targetTable(measured)];
  if (throughput !== undefined) sections.push(...throughputSection(throughput, rounds));
  if (download !== undefined) sections.push(...downloadSection(download));
  if (start !== undefined) sections.push(...startSection(start));
  if (soak !== undefined) sections.push(...soakSection(soak));
  if (growth !== undefined) sections.push(...growthSection(growth));
  if (engines !== undefined) sections.push(...enginesSection(engines));
  return { markdown: sections.join("\n\n"), chart: growth === undefined ? null : chartGrowth(growth) };
}

function throughputSection(cases, { rounds, seconds }) {
  const header = [
    "",
    "response",
    "requests/s",
    "constant",
    "ratio",
    "processor time per request",
    "constant",
    "ratio",
    "p50",
    "p99",
  ];
  const rows = cases.map(({ name, sizeBytes, server, constant, ratio, processorRatio }) => [
    name,
    `${(sizeBytes / 1000).toFixed(sizeBytes < 10_000 ? 1 : 0)} kB`,
    `${perSecond(server.perSecond)} ±${percent(server.perSecondSpread)}`,
    `${perSecond(constant.perSecond)} ±${percent(constant.perSecondSpread)}`,
    `**${ratio.toFixed(2)}**`,
    microseconds(server.processorUs),
    microseconds(constant.processorUs),
    processorRatio === null ? "" : processorRatio.toFixed(2),
    milliseconds(server.p50Ms),
    milliseconds(server.p99Ms),
  ]);
  return [
    "### Beside a constant route",
    `${CONNECTIONS} connections; medians of ${rounds} rounds of ${seconds} s each, by turns, after ${WARM_UP_SECONDS} s of warm-up (${VARIED_WARM_UP_ROUNDS * WARM_UP_SECONDS} s where queries vary). The spread is half the distance between the fastest and the slowest round.`,
    table(header, rows),
  ];
}

function downloadSection({ rounds, formats, concurrentClients, concurrent }) {
  const speed = (bytesPerSecond) => `${(bytesPerSecond / MEGABYTE).toFixed(0)} MB/s`;
  const processor = (us) => (us === null ? "" : milliseconds(us / 1000));
  const rows = formats.map((each) => [
    each.format,
    megabytes(each.sizeBytes),
    speed(each.bytesPerSecond),
    speed(each.constant.bytesPerSecond),
    `**${each.ratio.toFixed(2)}**`,
    processor(each.processorUs),
    processor(each.constant.processorUs),
    each.processorRatio === null ? "" : each.processorRatio.toFixed(2),
    megabytes(each.riseBytes),
  ]);
  rows.push([
    `json, ${concurrentClients} at once`,
    megabytes(concurrent.sizeBytes * concurrentClients),
    speed(concurrent.bytesPerSecond),
    "",
    "",
    processor(concurrent.processorUs),
    "",
    "",
    megabytes(concurrent.riseBytes),
  ]);
  const header = [
    "format",
    "size",
    "speed",
    "constant",
    "ratio",
    "processor time",
    "constant",
    "ratio",
    "resident memory rises by",
  ];
  return [
    "### The whole table",
    `Medians of ${rounds} downloads each, by turns, over one connection; of the rise of resident memory the maximum.`,
    table(header, rows),
  ];
}

function startSection({ rounds, preparedBytes, prepared, raw, duckdbMs }) {
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const row = (label, { ms, ratio, residentBytes, firstMs }) => [
    label,
    seconds(ms),
    `**${ratio.toFixed(2)}**`,
    megabytes(residentBytes),
    milliseconds(firstMs),
  ];
  return [
    "### Start-up",
    `Medians of ${rounds} fresh processes each, by turns. A process that reads the same Parquet file into DuckDB takes ${seconds(duckdbMs)}. The first response is one metric of all recipes with nothing rendered before, by its Server-Timing.`,
    table(
      ["from", "ready after", "ratio to DuckDB", "resident memory then", "first response"],
      [row(`prepared data (${megabytes(preparedBytes)})`, prepared), row("the raw files", raw)],
    ),
  ];
}

function soakSection({ windows, highestBytes, growthBytes }) {
  return [
    "### Memory over many queries",
    "No query repeats; one in four is for all recipes. Medians of the samples during the last 500 queries.",
    table(
      ["queries", ...windows.map(({ queries }) => queries.toLocaleString("en-US"))],
      [["resident memory", ...windows.map(({ residentBytes }) => megabytes(residentBytes))]],
    ),
    `The maximum is ${megabytes(highestBytes)}. After the first 2,000 queries, the second half is ${megabytes(growthBytes)} above the first.`,
  ];
}

function enginesSection(engines) {
  return [
    "### DuckDB against the plain way",
    "Rows of the Parquet file as JSON, the same bytes: this engine, and the driver with SQL by hand, row objects and `JSON.stringify`. Medians of the processor time of an answer, all threads included.",
    table(
      ["", "response", "engine", "plain", "ratio"],
      engines.map(({ name, sizeBytes, engine, plain, ratio }) => [
        name,
        megabytes(sizeBytes),
        milliseconds(engine.processorMs),
        milliseconds(plain.processorMs),
        ratio.toFixed(2),
      ]),
    ),
  ];
}

function growthSection(growth) {
  const row = (label, format) => [label, ...growth.map(format)];
  return [
    "### How the cost grows",
    "![Memory and latency against the number of rows](growth.svg)",
    table(
      ["", ...growth.map(({ scale }) => `${scale}x`)],
      [
        row("rows in the long form", ({ rows }) => `${(rows / 1e6).toFixed(1)} million`),
        row("resident memory after start", ({ residentBytes }) => megabytes(residentBytes)),
        row("resident memory after the queries below", ({ afterBytes }) => megabytes(afterBytes)),
        row("one metric, all recipes: size", ({ responseBytes }) => megabytes(responseBytes)),
        row("… first response after start, server time", ({ firstMs }) => milliseconds(firstMs)),
        row("… metric not rendered before, to the last byte", (each) => milliseconds(each.unrenderedMs)),
        row("… metric rendered before, to the last byte", ({ renderedMs }) => milliseconds(renderedMs)),
        row("one metric, one recipe, to the last byte", ({ oneRecipeMs }) => milliseconds(oneRecipeMs)),
        row("the whole table as JSON", ({ tableSeconds }) => `${tableSeconds.toFixed(1)} s`),
        row("… resident memory rises by", ({ tableRiseBytes }) => megabytes(tableRiseBytes)),
      ],
    ),
    describeCapacity(growth),
  ];
}

/** How many rows one process can hold, on a straight line through the smallest and the largest table. */
function describeCapacity(growth) {
  const [small] = growth;
  const large = growth.at(-1);
  if (small.residentBytes === null) return "";
  const bytesPerRow = (large.residentBytes - small.residentBytes) / (large.rows - small.rows);
  const countMillions = (bytes) => ((bytes - small.residentBytes) / bytesPerRow + small.rows) / 1e6;
  return `A row takes ${bytesPerRow.toFixed(1)} bytes: 1 GB of memory holds about ${countMillions(1e9).toFixed(0)} million rows, and 4 GB about ${countMillions(4e9).toFixed(0)} million.`;
}

function chartGrowth(growth) {
  const series = [
    ["memory", "residentBytes"],
    ["one recipe", "oneRecipeMs"],
    ["all recipes, unrendered", "unrenderedMs"],
    ["all recipes, rendered", "renderedMs"],
    ["whole table", "tableSeconds"],
  ].map(([name, key]) => ({ name, values: growth.map((each) => each[key]) }));
  return drawGrowthChart(
    growth.map(({ scale }) => scale),
    series.filter(({ values }) => !values.includes(null)),
  );
}
