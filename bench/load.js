/** Rounds of load by autocannon: the throughput, latency and processor time of one server under one request. */
import autocannon from "autocannon";
import { readProcessorUs } from "./process-stats.js";
import { median, quantile, spread } from "./statistics.js";

export const CONNECTIONS = 4;
const RESPONSE_TIMEOUT_SECONDS = 30;

/**
 * One round of some seconds or, where a server is slower than that, of one response for each connection. With `paths`,
 * a PathQueue, no request repeats; otherwise `path` is requested again and again. Latencies are measured here because
 * autocannon rounds them to milliseconds.
 */
export async function runRound(load, seconds) {
  return (
    (await runFor(load, seconds, { duration: seconds })) ?? (await runFor(load, 1, { amount: CONNECTIONS }))
  );
}

async function runFor({ child, origin, path, paths, headers = {} }, seconds, extent) {
  const latencies = [];
  const clients = new Map();
  let startMs = Number.NaN;
  let endMs = Number.NaN;
  const instance = autocannon({
    url: origin + (path ?? ""),
    connections: CONNECTIONS,
    ...extent,
    sampleInt: 100,
    timeout: RESPONSE_TIMEOUT_SECONDS,
    headers,
    // Built before the clock starts: building a request costs the load generator as much as a response costs the server.
    setupClient: (client) => {
      if (paths === undefined) return;
      const taken = paths.take(seconds / CONNECTIONS);
      clients.set(client, { taken, usedCount: 0 });
      client.setRequests(taken.map((each) => ({ path: each })));
    },
  });
  const startUs = readProcessorUs(child.pid);
  instance.on("start", () => {
    startMs = performance.now();
  });
  instance.on("response", (client, _status, _bytes, latencyMs) => {
    latencies.push(latencyMs);
    if (paths !== undefined) clients.get(client).usedCount++;
    endMs = performance.now();
  });
  const { errors, statusCodeStats } = await instance;
  const processorUs = startUs === null ? null : readProcessorUs(child.pid) - startUs;
  const others = Object.keys(statusCodeStats).filter((code) => code !== "200" && code !== "304");
  if (errors > 0 || others.length > 0) throw new Error(`${origin}: ${errors} errors, statuses ${others}`);
  for (const { taken, usedCount } of clients.values()) {
    if (usedCount >= taken.length) throw new Error("too few paths: queries were repeated");
    // The path after the last response may have been requested already.
    paths.putBack(taken.slice(usedCount + 1));
  }
  if (latencies.length === 0) return null;
  return {
    perSecond: (latencies.length / (endMs - startMs)) * 1000,
    processorUs: processorUs === null ? null : processorUs / latencies.length,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

/** Medians over rounds; `processorUs` is for one request. */
export function summarizeRounds(rounds) {
  const column = (name) => rounds.map((round) => round[name]);
  return {
    perSecond: median(column("perSecond")),
    perSecondSpread: spread(column("perSecond")),
    processorUs: rounds[0].processorUs === null ? null : median(column("processorUs")),
    p50Ms: median(column("p50Ms")),
    p99Ms: median(column("p99Ms")),
  };
}
