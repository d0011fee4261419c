/** The servers of the comparison: this one, three ways to serve the same table, and a constant Buffer. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findFreePort, startProgram, startScript, startServer } from "../child-processes.js";
import { fetchRaw } from "../http-client.js";
import { DATA_PATH, PARQUET_PATH } from "../queries.js";
import { preparePython, prepareSqlite } from "./python.js";
import { buildDatasetteQuery, buildPlainQuery, PEER_QUERIES } from "./queries.js";

/** Starts every server that can run here, this one first; `toPath` builds the path of a query's filters. */
export async function startPeers(log) {
  return [
    await startThisServer(log),
    await startNaive(log),
    await startDuckDb(log),
    ...(await startPython(log)),
  ];
}

/** Starts a bare Fastify route for the bytes of each of this server's responses. */
export async function startConstant({ origin, toPath }) {
  const responses = [];
  for (const { filters } of PEER_QUERIES) {
    const { status, headers, body } = await fetchRaw(origin + toPath(filters));
    responses.push({ status, headers: { "content-type": headers["content-type"] }, body });
  }
  const server = await startScript("constant-child.js", { responses });
  const toConstantPath = (filters) => `/${PEER_QUERIES.findIndex((query) => query.filters === filters)}`;
  return { ...server, name: "one constant Buffer", version: "", toPath: toConstantPath };
}

async function startThisServer(log) {
  log("starting this server");
  const server = await startServer();
  const toPath = (filters) => `${DATA_PATH}?${buildPlainQuery(filters)}`;
  return { ...server, name: "this server", version: "", toPath };
}

async function startNaive(log) {
  log("starting the row objects");
  const server = await startScript("peers/naive-child.js", {});
  return { ...server, name: "row objects, filter, stringify", version: "", toPath: toPlainPath };
}

async function startDuckDb(log) {
  log("starting DuckDB");
  const entry = createRequire(import.meta.url).resolve("@duckdb/node-api");
  const { version } = JSON.parse(await readFile(join(dirname(entry), "..", "package.json"), "utf8"));
  const server = await startScript("peers/duckdb-child.js", { parquetPath: PARQUET_PATH });
  return { ...server, name: "Fastify and DuckDB on Parquet", version, toPath: toPlainPath };
}

async function startPython(log) {
  const found = await preparePython(log);
  if (found === null) return [];
  const { python, version } = found;
  const sqlitePath = await prepareSqlite(python, PARQUET_PATH, log);
  const requirements = await readFile(join(import.meta.dirname, "requirements.txt"), "utf8");
  const pinned = (name) => new RegExp(`^${name}==(.+)$`, "m").exec(requirements)[1];
  log("starting FastAPI");
  const fastapi = await startFastApi(python);
  log("starting Datasette");
  const datasette = await startDatasette(python, sqlitePath);
  return [
    {
      ...fastapi,
      name: "FastAPI and pandas",
      version: `${pinned("fastapi")}, ${pinned("pandas")}, ${version}`,
      toPath: toPlainPath,
    },
    {
      ...datasette,
      name: "Datasette over SQLite",
      version: pinned("datasette"),
      toPath: (filters) => `/evaluations/evaluations.json?${buildDatasetteQuery(filters)}`,
    },
  ];
}

async function startFastApi(python) {
  const port = await findFreePort();
  const args = `-m uvicorn fastapi_app:app --host 127.0.0.1 --port ${port} --log-level warning`;
  return startProgram(python, args.split(" "), {
    port,
    healthPath: "/health",
    cwd: import.meta.dirname,
    environment: { EVALUATIONS_PATH: PARQUET_PATH, PYTHONDONTWRITEBYTECODE: "1" },
  });
}

async function startDatasette(python, sqlitePath) {
  const port = await findFreePort();
  const settings =
    "--setting max_returned_rows 100000 --setting sql_time_limit_ms 10000 --setting default_facet_size 1";
  const args = `--host 127.0.0.1 --port ${port} ${settings}`;
  return startProgram(python, ["-m", "datasette", "serve", "--immutable", sqlitePath, ...args.split(" ")], {
    port,
    healthPath: "/-/versions.json",
  });
}

function toPlainPath(filters) {
  return `/data?${buildPlainQuery(filters)}`;
}
