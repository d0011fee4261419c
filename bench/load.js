/** Load from autocannon: one round of requests against one server, with what it cost that server. */
import autocannon from "autocannon";
import { readProcessorUs } from "./process-figures.js";
import { median, quantile, spread } from "./statistics.js";

export const CONNECTIONS = 4;
const LONGEST_ANSWER_SECONDS = 30;

/**
 * One round of some seconds or, where a server is slower than that, of one answer for each connection. `paths` yields
 * a path for every request; without it `path` is asked for again and again. Latencies are taken here because
 * autocannon's own are whole milliseconds.
 */
export async function runRound(load, seconds) {
  return (await runFor(load, { duration: seconds })) ?? (await runFor(load, { amount: CONNECTIONS }));
}

async function runFor({ child, origin, path, paths, headers = {} }, extent) {
  const latencies = [];
  let endMs = Number.NaN;
  const startUs = readProcessorUs(child.pid);
  const startMs = performance.now();
  const instance = autocannon({
    url: origin + (path ?? ""),
    connections: CONNECTIONS,
    ...extent,
    sampleInt: 100,
    timeout: LONGEST_ANSWER_SECONDS,
    headers,
    ...(paths === undefined
      ? {}
      : { requests: [{ setupRequest: (request) => nextRequest(request, paths) }] }),
  });
  instance.on("response", (_client, _status, _bytes, latencyMs) => {
    latencies.push(latencyMs);
    endMs = performance.now();
  });
  const { errors, statusCodeStats } = await instance;
  const processorUs = startUs === null ? null : readProcessorUs(child.pid) - startUs;
  const refusals = Object.keys(statusCodeStats).filter((code) => code !== "200" && code !== "304");
  if (errors > 0 || refusals.length > 0) throw new Error(`${origin}: ${errors} errors, answers ${refusals}`);
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

function nextRequest(request, paths) {
  const { done, value } = paths.next();
  if (done) throw new Error("there are no more paths: an answer would repeat");
  return { ...request, path: value };
}
