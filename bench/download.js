/** The whole evaluations table over one connection and over ten at once: speed, and what the server's memory does. */
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { startServer, stop } from "./children.js";
import { WHOLE_TABLE_PATH } from "./queries.js";

const SAMPLE_MS = 25;
export const AT_ONCE = 10;

/** Speeds in bytes per second; the memory figures are null where the system does not tell them. */
export async function measureDownload(log) {
  const server = await startServer();
  const url = server.origin + WHOLE_TABLE_PATH;
  const one = await downloadWatched(server.child.pid, url, 1);
  log(`${AT_ONCE} downloads at once`);
  const many = await downloadWatched(server.child.pid, url, AT_ONCE);
  await stop(server);
  if (one.residentBytes === null) log("resident memory is skipped: this system has no /proc");
  return { path: WHOLE_TABLE_PATH, bytes: one.bytes, atOnce: AT_ONCE, one, many };
}

async function downloadWatched(pid, url, count) {
  const residentBytes = await readResident(pid);
  let highestBytes = residentBytes;
  const sampler = setInterval(async () => {
    const bytes = await readResident(pid);
    if (bytes !== null) highestBytes = Math.max(highestBytes, bytes);
  }, SAMPLE_MS);
  const startMs = performance.now();
  const sizes = await Promise.all(Array.from({ length: count }, () => countBytes(url)));
  const seconds = (performance.now() - startMs) / 1000;
  clearInterval(sampler);
  if (new Set(sizes).size !== 1) throw new Error(`downloads differ in size: ${sizes.join(", ")}`);
  const total = sizes[0] * count;
  return {
    bytes: sizes[0],
    seconds,
    bytesPerSecond: total / seconds,
    residentBytes,
    riseBytes: residentBytes === null ? null : highestBytes - residentBytes,
  };
}

function countBytes(url) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      let bytes = 0;
      let tail = "";
      response.on("data", (chunk) => {
        bytes += chunk.length;
        tail = chunk.subarray(-2).toString();
      });
      response.on("end", () => {
        const isWhole = response.statusCode === 200 && tail.endsWith("}");
        if (isWhole) resolve(bytes);
        else reject(new Error(`${url}: status ${response.statusCode}, ${bytes} bytes, not whole`));
      });
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

async function readResident(pid) {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
  } catch {
    return null;
  }
}
