/**
 * The explorer page in Chromium: how long until its first chart, what it weighs, and which format of the API is the
 * leanest for what it shows. `--write-docs` renews docs/performance.md.
 */
import { brotliCompressSync, constants } from "node:zlib";
import { chromium } from "playwright-core";
import { startServer, stop } from "./children.js";
import { describeMachine } from "./machine.js";
import { writeDocs, writeResults } from "./results.js";
import { median } from "./statistics.js";

const RUNS = 11;
const MAX_MS = 15_000;
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

const machine = describeMachine();
const server = await startServer();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium" });
try {
  const views = {};
  // The first round is the server's and the browser's to warm up in.
  for (let run = 0; run <= RUNS; run++) {
    for (const [name, path] of Object.entries(VIEWS)) {
      const figures = await openOnce(path);
      if (run > 0) views[name] = [...(views[name] ?? []), figures];
    }
  }
  const results = { machine, version: browser.version(), views, formats: await measureFormats() };
  const markdown = render(results);
  console.log(markdown);
  await writeResults("explorer", results, markdown);
  if (process.argv.includes("--write-docs")) await writeDocs("explorer", markdown);
} finally {
  await browser.close();
  await stop(server);
}

/** A new context, so that nothing is cached: milliseconds since the navigation, and bytes over the wire. */
async function openOnce(path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  let bytes = 0;
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(server.origin + path, { waitUntil: "networkidle", timeout: MAX_MS });
  await page.locator(".chart svg").first().waitFor({ timeout: MAX_MS });
  const firstChartMs = await page.evaluate("performance.getEntriesByName('first-chart')[0].startTime");
  await context.close();
  return { firstChartMs, bytes };
}

/** Bytes of the answers as the server compresses them, and as well as Brotli can. */
async function measureFormats() {
  const sizes = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    sizes[name] = {};
    for (const format of FORMATS) {
      const url = `${server.origin}/api/visualize/data?${query}&format=${format}`;
      const body = new Uint8Array(await (await fetch(url)).arrayBuffer());
      sizes[name][format] = brotliCompressSync(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
      }).length;
    }
  }
  return sizes;
}

function render({ machine, version, views, formats }) {
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  return [
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}, Chromium ${version}, commit ${machine.commit}, ` +
      `load average ${machine.loadBefore.toFixed(2)}; medians of ${RUNS} navigations with nothing cached, the longest in brackets.`,
    "",
    "| View | First chart | Over the wire |",
    "| --- | --- | --- |",
    ...Object.entries(views).map(([name, runs]) => {
      const times = runs.map(({ firstChartMs }) => firstChartMs);
      const time = `${Math.round(median(times))} ms (${Math.round(Math.max(...times))} ms)`;
      return `| ${name} | ${time} | ${kilobytes(median(runs.map(({ bytes }) => bytes)))} |`;
    }),
    "",
    `| Rows | ${FORMATS.map((format) => `\`${format}\``).join(" | ")} |`,
    `| --- | ${FORMATS.map(() => "---").join(" | ")} |`,
    ...Object.entries(formats).map(
      ([name, sizes]) => `| ${name} | ${FORMATS.map((format) => kilobytes(sizes[format])).join(" | ")} |`,
    ),
  ].join("\n");
}
