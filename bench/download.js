/** The whole evaluations table over one connection and over ten at once: speed, and what the server's memory does. */
import { get } from "node:http";
import { startServer, stop } from "./children.js";
import { readResidentBytes } from "./process-figures.js";
import { WHOLE_TABLE_FORMATS, WHOLE_TABLE_PATH } from "./queries.js";
import { median } from "./statistics.js";

const SAMPLE_MS = 10;
const RUNS = 3;
export const AT_ONCE = 10;

/** Per format the medians over the runs, of memory the most; and JSON once for ten at a time. */
export async function measureDownload(log) {
  const server = await startServer();
  const formats = [];
  for (const format of WHOLE_TABLE_FORMATS) {
    log(`the whole table as ${format}`);
    const url = `${server.origin}${WHOLE_TABLE_PATH}?format=${format}`;
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await downloadWatched(server.child.pid, url, 1));
    formats.push({
      format,
      bytes: runs[0].bytes,
      seconds: median(runs.map(({ seconds }) => seconds)),
      bytesPerSecond: median(runs.map(({ bytesPerSecond }) => bytesPerSecond)),
      residentBytes: runs[0].residentBytes,
      riseBytes: runs[0].riseBytes === null ? null : Math.max(...runs.map(({ riseBytes }) => riseBytes)),
    });
  }
  log(`${AT_ONCE} downloads at once`);
  const many = await downloadWatched(server.child.pid, server.origin + WHOLE_TABLE_PATH, AT_ONCE);
  await stop(server);
  return { runs: RUNS, formats, atOnce: AT_ONCE, many };
}

export async function downloadWatched(pid, url, count) {
  const residentBytes = readResidentBytes(pid);
  let highestBytes = residentBytes;
  const sampler = setInterval(() => {
    highestBytes = Math.max(highestBytes, readResidentBytes(pid) ?? 0);
  }, SAMPLE_MS);
  const startMs = performance.now();
  const sizes = await Promise.all(Array.from({ length: count }, () => countBytes(url)));
  const seconds = (performance.now() - startMs) / 1000;
  clearInterval(sampler);
  if (new Set(sizes).size !== 1) throw new Error(`downloads differ in size: ${sizes.join(", ")}`);
  return {
    bytes: sizes[0],
    seconds,
    bytesPerSecond: (sizes[0] * count) / seconds,
    residentBytes,
    riseBytes: residentBytes === null ? null : highestBytes - residentBytes,
  };
}

/** Rejects where the answer breaks off: the server ends it with the last chunk or not at all. */
function countBytes(url) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      let bytes = 0;
      response.on("data", (chunk) => {
        bytes += chunk.length;
      });
      response.on("end", () => {
        if (response.statusCode === 200 && response.complete) resolve(bytes);
        else reject(new Error(`${url}: status ${response.statusCode}, ${bytes} bytes, not whole`));
      });
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}
