/** Throughput and latency of the server beside two baselines: the same bytes, the same rounds, one after another. */
import autocannon from "autocannon";
import { startBaseline, startServer, stop } from "./children.js";
import { QUERIES } from "./queries.js";
import { median, quantile, spread } from "./statistics.js";

export const ROUNDS = 5;
export const ROUND_SECONDS = 1.5;
export const WARM_UP_SECONDS = 1;
export const CONNECTIONS = 4;

/** Per query its answer's size and, per contender, the medians over the rounds; and what keeping the rows takes. */
export async function measureThroughput(log) {
  const server = await startServer();
  const answers = await Promise.all(QUERIES.map((query) => fetchAnswer(server.origin, query)));
  log("starting the baselines");
  const constant = await startBaseline("constant-child.js", answers);
  const naive = await startBaseline("naive-child.js", answers);
  const contenders = [
    { name: "server", urlOf: ({ path, query }) => `${server.origin}${path}?${query}` },
    { name: "constant", urlOf: ({ query, index }) => `${constant.origin}/${index}?${query}` },
    { name: "naive", urlOf: ({ query, index }) => `${naive.origin}/${index}?${query}` },
  ];
  await checkSameBytes(contenders, answers);
  const rounds = await runRounds(contenders, answers, log);
  await Promise.all([server, constant, naive].map(stop));
  const queries = answers.map(({ name, path, query, body, rows, index }) => ({
    name,
    path,
    query,
    bytes: body.length,
    rows,
    contenders: Object.fromEntries(
      contenders.map((contender) => [contender.name, summarise(rounds.get(`${index} ${contender.name}`))]),
    ),
  }));
  return { queries, memory: naive.memory };
}

async function fetchAnswer(origin, query, index = QUERIES.indexOf(query)) {
  const response = await fetch(`${origin}${query.path}?${query.query}`);
  if (!response.ok) throw new Error(`${query.name}: status ${response.status}`);
  const body = Buffer.from(await response.arrayBuffer());
  return { ...query, index, body, rows: JSON.parse(body).data.length };
}

/** A baseline that answers something else would be no baseline. */
async function checkSameBytes(contenders, answers) {
  for (const { name, urlOf } of contenders) {
    for (const answer of answers) {
      const response = await fetch(urlOf(answer));
      const body = Buffer.from(await response.arrayBuffer());
      if (!body.equals(answer.body)) throw new Error(`${name} answers other bytes to "${answer.name}"`);
    }
  }
}

async function runRounds(contenders, answers, log) {
  const rounds = new Map();
  for (const answer of answers) {
    for (const { urlOf } of contenders) await runRound(urlOf(answer), WARM_UP_SECONDS);
  }
  for (let round = 0; round < ROUNDS; round++) {
    log(`round ${round + 1} of ${ROUNDS}`);
    // Whoever begins has the emptier machine, so everybody begins in turn.
    const order = contenders.map((_, place) => contenders[(place + round) % contenders.length]);
    for (const answer of answers) {
      for (const { name, urlOf } of order) {
        const key = `${answer.index} ${name}`;
        if (!rounds.has(key)) rounds.set(key, []);
        rounds.get(key).push(await runRound(urlOf(answer), ROUND_SECONDS));
        // The load generator's own garbage is not part of anybody's next round.
        globalThis.gc?.();
      }
    }
  }
  return rounds;
}

/** One round; latencies are taken here because autocannon's own are whole milliseconds. */
async function runRound(url, seconds) {
  const latencies = [];
  let endMs = Number.NaN;
  const startMs = performance.now();
  const instance = autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    sampleInt: 100,
    timeout: 30,
  });
  instance.on("response", (_client, _status, _bytes, latencyMs) => {
    latencies.push(latencyMs);
    endMs = performance.now();
  });
  const { errors, non2xx } = await instance;
  if (errors > 0 || non2xx > 0) throw new Error(`${url}: ${errors} errors, ${non2xx} refusals`);
  if (latencies.length === 0) throw new Error(`${url}: no answer in ${seconds} s`);
  return {
    perSecond: (latencies.length / (endMs - startMs)) * 1000,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

function summarise(rounds) {
  const column = (name) => rounds.map((round) => round[name]);
  return {
    perSecond: median(column("perSecond")),
    perSecondSpread: spread(column("perSecond")),
    p50Ms: median(column("p50Ms")),
    p99Ms: median(column("p99Ms")),
  };
}
