/**
 * Downloads of the whole evaluations table: the speed of each format beside a bare Fastify route that streams the same
 * bytes, and the server's memory meanwhile, also with ten clients at once.
 */
import { startScript, startServer, stop } from "./child-processes.js";
import { fetchSize } from "./http-client.js";
import { readProcessorUs, readResidentBytes } from "./process-stats.js";
import { WHOLE_TABLE_FORMATS, WHOLE_TABLE_PATH } from "./queries.js";
import { median } from "./statistics.js";

const SAMPLE_INTERVAL_MS = 10;
const ROUNDS = 5;
export const CONCURRENT_CLIENTS = 10;

/** By format, medians over the rounds for the server and the constant stream, and the largest rise of memory. */
export async function measureDownload(log) {
  const server = await startServer();
  const formats = [];
  for (const format of WHOLE_TABLE_FORMATS) {
    log(`the whole table as ${format}`);
    formats.push({ format, ...(await measureFormat(server, format)) });
  }
  log(`${CONCURRENT_CLIENTS} downloads at once`);
  const concurrent = await download(server.child.pid, server.origin + WHOLE_TABLE_PATH, CONCURRENT_CLIENTS);
  await stop(server);
  return { rounds: ROUNDS, formats, concurrentClients: CONCURRENT_CLIENTS, concurrent };
}

async function measureFormat(server, format) {
  const url = `${server.origin}${WHOLE_TABLE_PATH}?format=${format}`;
  // A file is kept for a minute; a bound that all rows meet makes it another file of the same size.
  let files = 10;
  const nextUrl = () => (format === "parquet" ? `${url}&step__gte=-${files++}` : url);
  const constant = await startScript("constant-child.js", { recordedUrl: nextUrl() });
  const sources = [
    { pid: server.child.pid, nextUrl, rounds: [] },
    { pid: constant.child.pid, nextUrl: () => `${constant.origin}/stream`, rounds: [] },
  ];
  for (const source of sources) await download(source.pid, source.nextUrl(), 1);
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? sources : sources.toReversed();
    for (const source of order) source.rounds.push(await download(source.pid, source.nextUrl(), 1));
  }
  await stop(constant);
  const [measured, baseline] = sources.map(({ rounds }) => summarize(rounds));
  if (measured.sizeBytes !== baseline.sizeBytes) throw new Error(`${url}: the recorded body differs in size`);
  return {
    ...measured,
    constant: baseline,
    ratio: measured.bytesPerSecond / baseline.bytesPerSecond,
    processorRatio: measured.processorUs === null ? null : baseline.processorUs / measured.processorUs,
  };
}

function summarize(rounds) {
  const column = (name) => rounds.map((round) => round[name]);
  const isKnown = rounds[0].riseBytes !== null;
  return {
    sizeBytes: rounds[0].sizeBytes,
    seconds: median(column("seconds")),
    bytesPerSecond: median(column("bytesPerSecond")),
    processorUs: isKnown ? median(column("processorUs")) : null,
    riseBytes: isKnown ? Math.max(...column("riseBytes")) : null,
  };
}

/** Downloads a URL with some clients at once; `riseBytes` is the most that the resident memory of `pid` rose by. */
export async function download(pid, url, clients) {
  const residentBytes = readResidentBytes(pid);
  let highestBytes = residentBytes;
  const sampler = setInterval(() => {
    highestBytes = Math.max(highestBytes, readResidentBytes(pid) ?? 0);
  }, SAMPLE_INTERVAL_MS);
  const startUs = readProcessorUs(pid);
  const startMs = performance.now();
  const sizes = await Promise.all(Array.from({ length: clients }, () => fetchSize(url)));
  const seconds = (performance.now() - startMs) / 1000;
  clearInterval(sampler);
  if (new Set(sizes).size !== 1) throw new Error(`downloads differ in size: ${sizes.join(", ")}`);
  return {
    sizeBytes: sizes[0],
    seconds,
    bytesPerSecond: (sizes[0] * clients) / seconds,
    processorUs: startUs === null ? null : readProcessorUs(pid) - startUs,
    riseBytes: residentBytes === null ? null : highestBytes - residentBytes,
  };
}
