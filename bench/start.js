/**
 * Start-up, from prepared data and from the raw files, beside a process that reads the same Parquet file into DuckDB:
 * the time until ready, the resident memory then, and the first response, for which nothing has been rendered yet.
 */
import { execFileSync } from "node:child_process";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { startScript, startServer, stop } from "./child-processes.js";
import { fetchRaw, sumServerTiming } from "./http-client.js";
import { readResidentBytes } from "./process-stats.js";
import { ALL_RECIPES_PATH, PARQUET_PATH } from "./queries.js";
import { median } from "./statistics.js";

const RESULTS = join(import.meta.dirname, "results");
const ROUNDS = 5;
const PREPARE_TIMEOUT_MS = 120_000;

/** Medians over fresh processes, the kinds of start by turns; ratios are to DuckDB's time. */
export async function measureStart() {
  await mkdir(RESULTS, { recursive: true });
  const preparedPath = join(RESULTS, "prepared.bin");
  const program = join(import.meta.dirname, "..", "dist", "cli.js");
  execFileSync(process.execPath, [program, "prepare"], {
    env: { ...process.env, PREPARED_PATH: preparedPath },
    stdio: ["ignore", "ignore", "inherit"],
    timeout: PREPARE_TIMEOUT_MS,
  });
  const { size: preparedBytes } = await stat(preparedPath);
  const kinds = {
    prepared: () => startOnce(preparedPath),
    raw: () => startOnce(join(RESULTS, "no-such-file.bin")),
    duckdb: loadOnce,
  };
  const starts = { prepared: [], raw: [], duckdb: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, start] of Object.entries(kinds)) starts[kind].push(await start());
  }
  await rm(preparedPath);
  const duckdbMs = median(starts.duckdb.map(({ ms }) => ms));
  const [prepared, raw] = [starts.prepared, starts.raw].map((each) => summarize(each, duckdbMs));
  return { rounds: ROUNDS, preparedBytes, prepared, raw, duckdbMs };
}

async function startOnce(preparedPath) {
  const server = await startServer({ PREPARED_PATH: preparedPath });
  const residentBytes = readResidentBytes(server.child.pid);
  const { headers } = await fetchRaw(server.origin + ALL_RECIPES_PATH);
  await stop(server);
  return { ms: server.startMs, residentBytes, firstMs: sumServerTiming(headers["server-timing"]) };
}

async function loadOnce() {
  const duckdb = await startScript("duckdb-load-child.js", { parquetPath: PARQUET_PATH });
  await stop(duckdb);
  return { ms: duckdb.startMs };
}

function summarize(starts, duckdbMs) {
  const medianOf = (name) => median(starts.map((start) => start[name]));
  const ms = medianOf("ms");
  return {
    ms,
    ratio: ms / duckdbMs,
    firstMs: medianOf("firstMs"),
    residentBytes: starts[0].residentBytes === null ? null : medianOf("residentBytes"),
  };
}
