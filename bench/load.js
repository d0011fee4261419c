/** Load from autocannon: one round of requests against one server, with what it cost that server. */
import autocannon from "autocannon";
import { readProcessorUs } from "./process-figures.js";
import { median, quantile, spread } from "./statistics.js";

export const CONNECTIONS = 4;
const MAX_ANSWER_SECONDS = 30;

/**
 * One round of some seconds or, where a server is slower than that, of one answer for each connection. With `paths`, a
 * PathSupply, every request is another one; without, `path` is asked for again and again. Latencies are taken here
 * because autocannon's own are whole milliseconds.
 */
export async function runRound(load, seconds) {
  return (
    (await runFor(load, seconds, { duration: seconds })) ?? (await runFor(load, 1, { amount: CONNECTIONS }))
  );
}

async function runFor({ child, origin, path, paths, headers = {} }, seconds, extent) {
  const latencies = [];
  const supplies = new Map();
  let startMs = Number.NaN;
  let endMs = Number.NaN;
  const instance = autocannon({
    url: origin + (path ?? ""),
    connections: CONNECTIONS,
    ...extent,
    sampleInt: 100,
    timeout: MAX_ANSWER_SECONDS,
    headers,
    // Made before the clock starts: made one by one, requests cost the load generator as much as an answer costs here.
    setupClient: (client) => {
      if (paths === undefined) return;
      const taken = paths.take(seconds / CONNECTIONS);
      supplies.set(client, { taken, used: 0 });
      client.setRequests(taken.map((each) => ({ path: each })));
    },
  });
  const startUs = readProcessorUs(child.pid);
  instance.on("start", () => {
    startMs = performance.now();
  });
  instance.on("response", (client, _status, _bytes, latencyMs) => {
    latencies.push(latencyMs);
    if (paths !== undefined) supplies.get(client).used++;
    endMs = performance.now();
  });
  const { errors, statusCodeStats } = await instance;
  const processorUs = startUs === null ? null : readProcessorUs(child.pid) - startUs;
  const refusals = Object.keys(statusCodeStats).filter((code) => code !== "200" && code !== "304");
  if (errors > 0 || refusals.length > 0) throw new Error(`${origin}: ${errors} errors, answers ${refusals}`);
  for (const { taken, used } of supplies.values()) {
    if (used >= taken.length) throw new Error("too few paths: answers were repeated");
    // The one after the last answer may be under way.
    paths.giveBack(taken.slice(used + 1));
  }
  if (latencies.length === 0) return null;
  return {
    perSecond: (latencies.length / (endMs - startMs)) * 1000,
    processorUs: processorUs === null ? null : processorUs / latencies.length,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

/** Medians over rounds. */
export function summarise(rounds) {
  const column = (name) => rounds.map((round) => round[name]);
  return {
    perSecond: median(column("perSecond")),
    perSecondSpread: spread(column("perSecond")),
    processorUs: rounds[0].processorUs === null ? null : median(column("processorUs")),
    p50Ms: median(column("p50Ms")),
    p99Ms: median(column("p99Ms")),
  };
}
