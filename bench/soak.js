/** The server's memory under queries that never repeat: it rises while the caches fill, and then stays level. */
import { startServer, stop } from "./child-processes.js";
import { readResidentBytes } from "./process-stats.js";
import { DATA_PATH, fetchNames, varyAllRecipes, varyOneRecipe } from "./queries.js";
import { median } from "./statistics.js";

const WINDOW_QUERIES = 500;
const WINDOWS = 12;
/** The caches fill during the first 2,000 queries; growth is measured from there. */
const FILLING_WINDOWS = 4;
const CONCURRENT_CLIENTS = 4;
const SAMPLE_EVERY = 25;
/** One query in so many is for all recipes (about 1.2 MB), for a page of comparisons, or as CSV. */
const LARGE_EVERY = 4;
const COMPARISONS_EVERY = 20;
const CSV_EVERY = 10;

/** Resident memory by window of queries, the median of its samples, and the growth after the filling. */
export async function measureSoak(log) {
  const server = await startServer();
  const names = await fetchNames(server.origin);
  const paths = { small: varyOneRecipe(names), large: varyAllRecipes(names) };
  const windows = [];
  for (let window = 0; window < WINDOWS; window++) {
    const samples = await sendQueries(server, window, paths);
    if (samples[0] === null) break;
    const queries = (window + 1) * WINDOW_QUERIES;
    windows.push({ queries, residentBytes: median(samples) });
    log(`${queries} varied queries, ${(median(samples) / 1e6).toFixed(0)} MB`);
  }
  await stop(server);
  if (windows.length === 0) return { windows, highestBytes: null, growthBytes: null };
  const resident = windows.map(({ residentBytes }) => residentBytes);
  const later = resident.slice(FILLING_WINDOWS);
  return {
    windows,
    highestBytes: Math.max(...resident),
    // The second half of the later windows against the first: a leak adds up, the garbage collector's cycles do not.
    growthBytes: median(later.slice(later.length / 2)) - median(later.slice(0, later.length / 2)),
  };
}

/** Sends the queries of one window, and returns samples of the resident memory. */
async function sendQueries({ child, origin }, window, paths) {
  const samples = [];
  let count = 0;
  const send = async () => {
    while (count < WINDOW_QUERIES) {
      const number = count++;
      const path = nextPath(number, window, paths);
      const response = await fetch(origin + path);
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${path}: status ${response.status}`);
      if (number % SAMPLE_EVERY === 0) samples.push(readResidentBytes(child.pid));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_CLIENTS }, send));
  return samples;
}

function nextPath(number, window, { small, large }) {
  if (number % COMPARISONS_EVERY === 1)
    return `${DATA_PATH}/ft?offset=${window}&limit=${1 + Math.floor(number / COMPARISONS_EVERY)}`;
  const { value } = (number % LARGE_EVERY === 0 ? large : small).next();
  return number % CSV_EVERY === 3 ? `${value}&format=csv` : value;
}
