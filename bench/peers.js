/**
 * This server beside others over the same table with the same queries; `npm run bench:peers` builds it first.
 *
 *     node bench/peers.js [--check] [--write-docs] [--rounds 3] [--seconds 1.5]
 *
 * With `--check`, a run that misses the target of targets.js exits with 1. `--write-docs` renews docs/performance.md.
 */
import { parseArgs } from "node:util";
import { stop } from "./child-processes.js";
import { buildLog, limitRunTime } from "./command.js";
import { fetchRaw } from "./http-client.js";
import { runRound, summarizeRounds } from "./load.js";
import { describeMachine } from "./machine.js";
import { PEER_QUERIES } from "./peers/queries.js";
import { reportPeers, WARM_UP_SECONDS } from "./peers/report.js";
import { startConstant, startPeers } from "./peers/servers.js";
import { readResidentBytes } from "./process-stats.js";
import { writeDocs, writeResults } from "./results.js";
import { compareWithTargets, PEER_TARGET } from "./targets.js";

const RUN_LIMIT_MS = 15 * 60_000;

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    "write-docs": { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "1.5" },
  },
});
const log = buildLog();
limitRunTime(RUN_LIMIT_MS, log);

const rounds = { rounds: Number(options.rounds), seconds: Number(options.seconds) };
const machine = describeMachine();
const peers = await startPeers(log);
log("comparing all responses");
await compareResponses(peers);
const [thisServer, ...others] = peers;
const servers = [thisServer, await startConstant(thisServer), ...others];
const queries = await measureQueries(servers);
await Promise.all(servers.map(stop));
const results = {
  machine,
  rounds,
  peers: peers.map(({ name, version }) => ({ name, version })),
  queries,
  targets: compareWithTargets(
    PEER_QUERIES.map(({ name }) => ({ name, ...PEER_TARGET })),
    Object.fromEntries(queries.map(({ name, ratio }) => [name, ratio])),
  ),
};
const markdown = reportPeers(results);
await writeResults("peers", results, markdown);
console.log(markdown);
if (options["write-docs"]) await writeDocs("peers", markdown);
const missed = results.targets.filter(({ isMet }) => isMet !== true);
for (const { name } of missed) log(`missed: ${name}`);
log("done");
process.exit(options.check && missed.length > 0 ? 1 : 0);

/** Throws unless every server returns the same rows; their order is up to the server. */
async function compareResponses(peers) {
  for (const { name, filters } of PEER_QUERIES) {
    const [expected, ...others] = await Promise.all(peers.map((server) => fetchRows(server, filters)));
    if (expected.length === 0) throw new Error(`"${name}" selects no rows`);
    for (const [index, rows] of others.entries()) {
      const at = rows.findIndex((row, position) => row !== expected[position]);
      if (rows.length === expected.length && at < 0) continue;
      const difference =
        at < 0
          ? `${rows.length} rows instead of ${expected.length}`
          : `${rows[at]} instead of ${expected[at]}`;
      throw new Error(`${peers[index + 1].name} differs in "${name}": ${difference}`);
    }
  }
}

async function fetchRows({ origin, toPath }, filters) {
  const { status, body } = await fetchRaw(origin + toPath(filters));
  if (status !== 200) throw new Error(`${origin}${toPath(filters)}: status ${status}, ${body}`);
  const response = JSON.parse(body);
  if (response.truncated) throw new Error(`${origin}${toPath(filters)}: truncated`);
  return (response.data ?? response.rows)
    .map(({ params, data, step, tokens, compute, metric, value }) =>
      JSON.stringify([metric, data, params, step, tokens, compute, value]),
    )
    .sort();
}

/** By query, medians over the rounds of every server, and the ratio of this server to the constant Buffer. */
async function measureQueries(servers) {
  const results = [];
  for (const { name, filters } of PEER_QUERIES) {
    log(name);
    const loads = servers.map((server) => ({ ...server, path: server.toPath(filters), rounds: [] }));
    for (const load of loads) await runRound(load, WARM_UP_SECONDS);
    for (let round = 0; round < rounds.rounds; round++) {
      const order = round % 2 === 0 ? loads : loads.toReversed();
      for (const load of order) load.rounds.push(await runRound(load, rounds.seconds));
    }
    const { body } = await fetchRaw(loads[0].origin + loads[0].path);
    const measured = loads.map((load) => ({
      name: load.name,
      ...summarizeRounds(load.rounds),
      residentBytes: readResidentBytes(load.child.pid),
    }));
    const [server, constant] = measured;
    results.push({
      name,
      sizeBytes: body.length,
      rows: JSON.parse(body).data.length,
      ratio: server.perSecond / constant.perSecond,
      peers: measured,
    });
  }
  return results;
}
