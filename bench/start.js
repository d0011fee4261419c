/** Starting: until ready, memory then, and the first answer, with nothing rendered; from prepared data and from files. */
import { execFileSync } from "node:child_process";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fetchRaw, sumServerTiming } from "./answers.js";
import { startServer, stop } from "./children.js";
import { readResidentBytes } from "./process-figures.js";
import { ALL_RECIPES_PATH } from "./queries.js";
import { median } from "./statistics.js";

const RESULTS = join(import.meta.dirname, "results");
const RUNS = 5;

/** Medians over fresh processes, the two ways of starting by turns. */
export async function measureStart() {
  await mkdir(RESULTS, { recursive: true });
  const preparedPath = join(RESULTS, "prepared.bin");
  const program = join(import.meta.dirname, "..", "dist", "cli.js");
  execFileSync(process.execPath, [program, "prepare"], {
    env: { ...process.env, PREPARED_PATH: preparedPath },
    stdio: ["ignore", "ignore", "inherit"],
    timeout: 120_000,
  });
  const { size: preparedBytes } = await stat(preparedPath);
  const ways = { prepared: preparedPath, raw: join(RESULTS, "no-such-file.bin") };
  const starts = { prepared: [], raw: [] };
  for (let run = 0; run < RUNS; run++) {
    for (const [way, path] of Object.entries(ways)) starts[way].push(await startOnce(path));
  }
  await rm(preparedPath);
  return { runs: RUNS, preparedBytes, prepared: summarise(starts.prepared), raw: summarise(starts.raw) };
}

async function startOnce(preparedPath) {
  const server = await startServer({ PREPARED_PATH: preparedPath });
  const residentBytes = readResidentBytes(server.child.pid);
  const { headers } = await fetchRaw(server.origin + ALL_RECIPES_PATH);
  await stop(server);
  return { ms: server.startMs, residentBytes, firstMs: sumServerTiming(headers["server-timing"]) };
}

function summarise(starts) {
  const of = (name) => median(starts.map((start) => start[name]));
  return {
    ms: of("ms"),
    firstMs: of("firstMs"),
    residentBytes: starts[0].residentBytes === null ? null : of("residentBytes"),
  };
}
