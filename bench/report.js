/** The Markdown of a run, and the drawing of how its costs grow. */
import { drawCurves } from "./curve.js";
import { CONNECTIONS } from "./load.js";
import { machineTable, megabytes, milliseconds, perSecond, table, targetTable } from "./markdown.js";
import { VARIED_WARM_UP_ROUNDS, WARM_UP_SECONDS } from "./throughput.js";

const MEGABYTE = 1e6;

/** Parts that were not measured are left out. */
export function reportRun({ machine, rounds, targets, start, throughput, download, soak, growth }) {
  const measured = targets.filter(({ isMet, value }) => isMet !== null || value !== null);
  const sections = [machineTable(machine), "### Targets", targetTable(measured)];
  if (throughput !== undefined) sections.push(...throughputSection(throughput, rounds));
  if (download !== undefined) sections.push(...downloadSection(download));
  if (start !== undefined) sections.push(...startSection(start));
  if (soak !== undefined) sections.push(...soakSection(soak));
  if (growth !== undefined) sections.push(...growthSection(growth));
  return { markdown: sections.join("\n\n"), drawing: growth === undefined ? null : drawGrowth(growth) };
}

function throughputSection(cases, { rounds, seconds }) {
  const rows = cases.map(({ figure, bytes, server, constant, ratio, processorRatio }) => [
    figure,
    `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`,
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
    `${CONNECTIONS} connections; ${rounds} rounds of ${seconds} s each by turns after ${WARM_UP_SECONDS} s of warm-up (${VARIED_WARM_UP_ROUNDS * WARM_UP_SECONDS} s where queries vary); medians. The spread is half the distance between the fastest and the slowest round.`,
    table(
      [
        "",
        "answer",
        "requests/s",
        "constant",
        "ratio",
        "processor time a request",
        "constant",
        "ratio",
        "p50",
        "p99",
      ],
      rows,
    ),
  ];
}

function downloadSection({ runs, formats, atOnce, many }) {
  const line = (label, { bytes, seconds, bytesPerSecond, riseBytes }) => [
    label,
    megabytes(bytes),
    `${seconds.toFixed(1)} s`,
    `${(bytesPerSecond / MEGABYTE).toFixed(0)} MB/s`,
    megabytes(riseBytes),
  ];
  return [
    "### The whole table",
    `Medians of ${runs} downloads over one connection each; of the rise in resident memory the most.`,
    table(
      ["format", "size", "time", "speed", "resident memory rises by"],
      [
        ...formats.map((format) => line(format.format, format)),
        line(`json, ${atOnce} at once, together`, { ...many, bytes: many.bytes * atOnce }),
      ],
    ),
  ];
}

function startSection({ runs, preparedBytes, prepared, raw }) {
  const line = (label, { ms, residentBytes, firstMs }) => [
    label,
    `${(ms / 1000).toFixed(2)} s`,
    megabytes(residentBytes),
    milliseconds(firstMs),
  ];
  return [
    "### Starting",
    `Medians of ${runs} fresh processes. The first answer is one metric of all recipes with nothing rendered, as Server-Timing says.`,
    table(
      ["from", "ready after", "resident memory then", "first answer"],
      [line(`prepared data (${megabytes(preparedBytes)})`, prepared), line("the raw files", raw)],
    ),
  ];
}

function soakSection({ stretches, filledBytes, growthBytes }) {
  return [
    "### Memory over many queries",
    "No query repeats; one in four asks for all recipes. Medians of the samples taken over the last 500 queries.",
    table(
      ["queries", ...stretches.map(({ queries }) => queries.toLocaleString("en-US"))],
      [["resident memory", ...stretches.map(({ residentBytes }) => megabytes(residentBytes))]],
    ),
    `The most is ${megabytes(filledBytes)}. After the first 2,000, the second half stands ${megabytes(growthBytes)} above the first.`,
  ];
}

function growthSection(growth) {
  const line = (label, show) => [label, ...growth.map(show)];
  return [
    "### How the cost grows",
    "![Memory and latency against the number of rows](growth.svg)",
    table(
      ["", ...growth.map(({ times }) => `${times}x`)],
      [
        line("rows of the long form", ({ rows }) => `${(rows / 1e6).toFixed(1)} million`),
        line("resident memory after start", ({ residentBytes }) => megabytes(residentBytes)),
        line("resident memory after the queries below", ({ afterBytes }) => megabytes(afterBytes)),
        line("one metric, all recipes: size", ({ answerBytes }) => megabytes(answerBytes)),
        line("… the first answer after start, server time", ({ firstMs }) => milliseconds(firstMs)),
        line("… of a metric not asked for before, to the last byte", ({ newMs }) => milliseconds(newMs)),
        line("… of a metric asked for before, to the last byte", ({ knownMs }) => milliseconds(knownMs)),
        line("one metric, one recipe, to the last byte", ({ oneRecipeMs }) => milliseconds(oneRecipeMs)),
        line("the whole table as JSON", ({ tableSeconds }) => `${tableSeconds.toFixed(1)} s`),
        line("… resident memory rises by", ({ tableRiseBytes }) => megabytes(tableRiseBytes)),
      ],
    ),
    describeEnd(growth),
  ];
}

/** Where one process ends, by a straight line through the smallest and the largest table. */
function describeEnd(growth) {
  const [small] = growth;
  const large = growth.at(-1);
  if (small.residentBytes === null) return "";
  const bytesPerRow = (large.residentBytes - small.residentBytes) / (large.rows - small.rows);
  const rowsIn = (bytes) => ((bytes - small.residentBytes) / bytesPerRow + small.rows) / 1e6;
  return `A row takes ${bytesPerRow.toFixed(1)} bytes, so 1 GB of memory holds about ${rowsIn(1e9).toFixed(0)} million rows and 4 GB about ${rowsIn(4e9).toFixed(0)} million.`;
}

function drawGrowth(growth) {
  const curve = (name, key) => ({ name, values: growth.map((size) => size[key]) });
  const curves = [
    curve("memory", "residentBytes"),
    curve("one recipe", "oneRecipeMs"),
    curve("all recipes, new", "newMs"),
    curve("all recipes, known", "knownMs"),
    curve("whole table", "tableSeconds"),
  ];
  return drawCurves(
    growth.map(({ times }) => times),
    curves.filter(({ values }) => !values.includes(null)),
  );
}

function percent(share) {
  return `${(share * 100).toFixed(0)} %`;
}

function microseconds(us) {
  return us === null ? "not told here" : `${us.toFixed(us < 100 ? 1 : 0)} µs`;
}
