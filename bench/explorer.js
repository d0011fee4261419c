/**
 * The explorer in Chromium: the time until the first chart, the bytes of a visit, and the size of its data in each
 * format. `npm run bench:explorer` builds first.
 *
 *     node bench/explorer.js [--write-docs] [--rounds 11]
 */
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { chromium } from "playwright-core";
import { startServer, stop } from "./child-processes.js";
import { buildLog, limitRunTime } from "./command.js";
import { describeMachine } from "./machine.js";
import { kilobytes, machineTable, table } from "./markdown.js";
import { DATA_PATH } from "./queries.js";
import { writeDocs, writeResults } from "./results.js";
import { median } from "./statistics.js";

const RUN_LIMIT_MS = 10 * 60_000;
const PAGE_TIMEOUT_MS = 60_000;
/** The quality at which the server compresses. */
const BROTLI_QUALITY = 4;
const VIEWS = {
  "scaling (the first view)": "/",
  "training curves of two sizes": "/?view=curves&params=150M&params=1B",
  "training curves of all sizes": "/?view=curves",
  "fine-tuned vs pre-trained": "/?view=comparison",
};
const QUERIES = {
  "final checkpoints of one metric": "metric=pile-valppl&checkpoint=final",
  "curves of two sizes": "metric=pile-valppl&params=150M,1B",
  "curves of all sizes": "metric=pile-valppl",
  "curves of three metrics": "metric=pile-valppl,arc_easy_acc_raw,mmlu_average_primary_metric",
};
const FORMATS = ["json", "columns", "arrow"];

const { values: options } = parseArgs({
  options: {
    "write-docs": { type: "boolean", default: false },
    rounds: { type: "string", default: "11" },
  },
});
const rounds = Number(options.rounds);
const log = buildLog();
limitRunTime(RUN_LIMIT_MS, log);

const machine = describeMachine();
const server = await startServer();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium" });
try {
  const views = await measureViews();
  const results = { machine, rounds, version: browser.version(), views, formats: await measureFormats() };
  const markdown = reportExplorer(results);
  console.log(markdown);
  await writeResults("explorer", results, markdown);
  if (options["write-docs"]) await writeDocs("explorer", markdown);
} finally {
  await browser.close();
  await stop(server);
}
process.exit();

/** Visits by view, after one round that warms up server and browser. */
async function measureViews() {
  const views = Object.fromEntries(Object.keys(VIEWS).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    log(round === 0 ? "warm-up" : `round ${round} of ${rounds}`);
    for (const [name, path] of Object.entries(VIEWS)) {
      const visit = await visitOnce(path);
      if (round > 0) views[name].push(visit);
    }
  }
  return views;
}

/** Visits in a new context, so that nothing is cached. */
async function visitOnce(path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  let sizeBytes = 0;
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    sizeBytes += encodedDataLength;
  });
  await page.goto(server.origin + path, { waitUntil: "networkidle", timeout: PAGE_TIMEOUT_MS });
  await page.locator(".chart svg").first().waitFor({ timeout: PAGE_TIMEOUT_MS });
  const firstChartMs = await page.evaluate("performance.getEntriesByName('first-chart')[0].startTime");
  await context.close();
  return { firstChartMs, sizeBytes };
}

/** Sizes of responses by query and format, compressed as the server does. */
async function measureFormats() {
  const sizes = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    sizes[name] = {};
    for (const format of FORMATS) {
      const response = await fetch(`${server.origin}${DATA_PATH}?${query}&format=${format}`);
      if (response.status !== 200) throw new Error(`${query}, ${format}: status ${response.status}`);
      const body = new Uint8Array(await response.arrayBuffer());
      const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
      sizes[name][format] = brotliCompressSync(body, { params }).length;
    }
  }
  return sizes;
}

function reportExplorer({ machine, rounds, version, views, formats }) {
  const viewRows = Object.entries(views).map(([name, visits]) => {
    const times = visits.map(({ firstChartMs }) => firstChartMs);
    const sizes = visits.map(({ sizeBytes }) => sizeBytes);
    const time = `${Math.round(median(times))} ms (${Math.round(Math.max(...times))} ms)`;
    return [name, time, kilobytes(median(sizes))];
  });
  const formatRows = Object.entries(formats).map(([name, sizes]) => [
    name,
    ...FORMATS.map((format) => kilobytes(sizes[format])),
  ]);
  return [
    machineTable(machine, [["Chromium", version]]),
    `Medians of ${rounds} visits with an empty cache, the longest in brackets.`,
    table(["view", "first chart", "over the wire"], viewRows),
    table(["rows", ...FORMATS.map((format) => `\`${format}\``)], formatRows),
  ].join("\n\n");
}
