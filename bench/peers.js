/**
 * The same table and the same queries served by other means. `npm run bench:peers` builds first.
 *
 *     node bench/peers.js [--check] [--write-docs] [--rounds 3] [--seconds 1.5]
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { fetchRaw } from "./answers.js";
import { findFreePort, startProgram, startScript, startServer, stop } from "./children.js";
import { runRound, summarise } from "./load.js";
import { describeMachine } from "./machine.js";
import { preparePython, prepareSqlite } from "./peers/python.js";
import { datasetteQuery, PEER_QUERIES, plainQuery } from "./peers/queries.js";
import { CEILING, FASTAPI, reportPeers, WARM_UP_SECONDS } from "./peers/report.js";
import { readResidentBytes } from "./process-figures.js";
import { writeDocs, writeResults } from "./results.js";
import { judge, PEER_TARGETS } from "./targets.js";

const MAX_MS = 10 * 60_000;

const parquetPath = join(import.meta.dirname, "..", "initial_data", "mean_eval_melted.parquet");

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    "write-docs": { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "1.5" },
  },
});
const startMs = performance.now();
const log = (text) =>
  console.error(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${text}`);
setTimeout(() => {
  log("gave up: the run took too long");
  process.exit(1);
}, MAX_MS).unref();

const rounds = { rounds: Number(options.rounds), seconds: Number(options.seconds) };
const machine = describeMachine();
const peers = [await startOurs(), await startNaive(), ...(await startDuckDb()), ...(await startPython())];
log("checking that all answers agree");
await checkAnswers(peers);
const ceiling = await startCeiling(peers[0]);
const queries = await measure([...peers, ceiling]);
await Promise.all([...peers, ceiling].map(stop));
const results = { machine, rounds, peers: peers.map(({ name, version }) => ({ name, version })), queries };
results.targets = judge(PEER_TARGETS, collectFigures(queries[0].peers));
const markdown = reportPeers(results);
await writeResults("peers", results, markdown);
console.log(markdown);
if (options["write-docs"]) await writeDocs("peers", markdown);
log("done");
// A peer that could not be measured leaves its target unproven.
process.exit(options.check && results.targets.some(({ isMet }) => isMet !== true) ? 1 : 0);

async function startOurs() {
  log("starting this server");
  const server = await startServer();
  const toPath = (filters) => `/api/visualize/data?${plainQuery(filters)}`;
  return { ...server, name: "this server", version: "", toPath };
}

/** This server's answers out of memory and nothing else: what no server on Fastify can pass here. */
async function startCeiling({ origin, toPath }) {
  const answers = [];
  for (const { filters } of PEER_QUERIES) {
    const { status, headers, body } = await fetchRaw(origin + toPath(filters));
    answers.push({ status, headers: { "content-type": headers["content-type"] }, body });
  }
  const server = await startScript("constant-child.js", answers);
  const toConstantPath = (filters) => `/${PEER_QUERIES.findIndex((query) => query.filters === filters)}`;
  return { ...server, name: CEILING, version: "", toPath: toConstantPath };
}

async function startNaive() {
  log("starting the row objects");
  const server = await startScript("peers/naive-child.js", {});
  return { ...server, name: "row objects, filter, stringify", version: "", toPath: toDataPath };
}

async function startDuckDb() {
  let version;
  try {
    const entry = createRequire(import.meta.url).resolve("@duckdb/node-api");
    ({ version } = JSON.parse(await readFile(join(dirname(entry), "..", "package.json"), "utf8")));
  } catch {
    log("skipped: DuckDB, for @duckdb/node-api is not installed");
    return [];
  }
  log("starting DuckDB");
  const server = await startScript("peers/duckdb-child.js", { parquetPath });
  return [{ ...server, name: "Fastify and DuckDB on Parquet", version, toPath: toDataPath }];
}

async function startPython() {
  const found = await preparePython(log);
  if (found === null) return [];
  const { python, version } = found;
  const sqlitePath = await prepareSqlite(python, parquetPath, log);
  const pins = await readFile(join(import.meta.dirname, "peers", "requirements.txt"), "utf8");
  const pinned = (name) => new RegExp(`^${name}==(.+)$`, "m").exec(pins)[1];
  log("starting FastAPI");
  const port = await findFreePort();
  const fastapi = await startProgram(
    python,
    words(`-m uvicorn fastapi_app:app --host 127.0.0.1 --port ${port} --log-level warning`),
    {
      port,
      healthPath: "/health",
      cwd: join(import.meta.dirname, "peers"),
      environment: { EVALUATIONS_PATH: parquetPath, PYTHONDONTWRITEBYTECODE: "1" },
    },
  );
  log("starting Datasette");
  const datasettePort = await findFreePort();
  const settings =
    "--setting max_returned_rows 100000 --setting sql_time_limit_ms 10000 --setting default_facet_size 1";
  const datasette = await startProgram(
    python,
    [
      ...words("-m datasette serve --immutable"),
      sqlitePath,
      ...words(`--host 127.0.0.1 --port ${datasettePort} ${settings}`),
    ],
    { port: datasettePort, healthPath: "/-/versions.json" },
  );
  return [
    {
      ...fastapi,
      name: FASTAPI,
      version: `${pinned("fastapi")}, ${pinned("pandas")}, ${version}`,
      toPath: toDataPath,
    },
    {
      ...datasette,
      name: "Datasette over SQLite",
      version: pinned("datasette"),
      toPath: (filters) => `/evaluations/evaluations.json?${datasetteQuery(filters)}`,
    },
  ];
}

function toDataPath(filters) {
  return `/data?${plainQuery(filters)}`;
}

function words(text) {
  return text.split(" ");
}

/** All rows of all answers must be the same; their order is each server's own. */
async function checkAnswers(servers) {
  for (const { name, filters } of PEER_QUERIES) {
    const [expected, ...others] = await Promise.all(servers.map((server) => fetchRows(server, filters)));
    if (expected.length === 0) throw new Error(`"${name}" selects nothing`);
    for (const [index, rows] of others.entries()) {
      const at = rows.findIndex((row, place) => row !== expected[place]);
      if (rows.length === expected.length && at < 0) continue;
      const shown = at < 0 ? `${rows.length} rows for ${expected.length}` : `${rows[at]} for ${expected[at]}`;
      throw new Error(`${servers[index + 1].name} answers otherwise to "${name}": ${shown}`);
    }
  }
}

async function fetchRows({ origin, toPath }, filters) {
  const { status, body } = await fetchRaw(origin + toPath(filters));
  const answer = JSON.parse(body);
  if (status !== 200) throw new Error(`${origin}${toPath(filters)}: status ${status}, ${body}`);
  if (answer.truncated) throw new Error(`${origin}${toPath(filters)}: cut short`);
  return (answer.data ?? answer.rows)
    .map(({ params, data, step, tokens, compute, metric, value }) =>
      JSON.stringify([metric, data, params, step, tokens, compute, value]),
    )
    .sort();
}

async function measure(servers) {
  const measured = [];
  for (const { name, filters } of PEER_QUERIES) {
    log(name);
    const loads = servers.map((server) => ({ ...server, path: server.toPath(filters) }));
    const roundsOf = new Map(loads.map((load) => [load.name, []]));
    for (const load of loads) await runRound(load, WARM_UP_SECONDS);
    for (let round = 0; round < rounds.rounds; round++) {
      for (const load of loads) roundsOf.get(load.name).push(await runRound(load, rounds.seconds));
    }
    const { body } = await fetchRaw(loads[0].origin + loads[0].path);
    measured.push({
      name,
      bytes: body.length,
      rows: JSON.parse(body).data.length,
      peers: servers.map((server) => ({
        name: server.name,
        ...summarise(roundsOf.get(server.name)),
        residentBytes: readResidentBytes(server.child.pid),
      })),
    });
  }
  return measured;
}

/** How many times as fast this server is on the repeated chart query; null where a peer was skipped. */
function collectFigures([ours, ...rivals]) {
  const others = rivals.filter(({ name }) => name !== CEILING);
  const speedOf = (peer) => ours.perSecond / peer.perSecond;
  const fastapi = others.find(({ name }) => name === FASTAPI);
  const rest = others.filter(({ name }) => name !== FASTAPI);
  return {
    [FASTAPI]: fastapi === undefined ? null : speedOf(fastapi),
    "the best other peer": rest.length < 3 ? null : Math.min(...rest.map(speedOf)),
  };
}
