/** Memory under queries that never repeat: up while the caches fill, and flat from there. */
import { startServer, stop } from "./children.js";
import { readResidentBytes } from "./process-figures.js";
import { fetchNames, varyAllRecipes, varyOneRecipe } from "./queries.js";
import { median } from "./statistics.js";

const STRETCH_QUERIES = 500;
/** The first four stretches are the 2,000 queries after which memory must stay where it is. */
const FILLING_STRETCHES = 4;
const STRETCHES = 12;
/** One in so many queries asks for all recipes, about 1.2 MB. */
const LARGE_EVERY = 4;
const AT_ONCE = 4;
const SAMPLE_EVERY = 25;

/** One in so many asks for a page of comparisons, and one in so many for CSV. */
const COMPARISONS_EVERY = 20;
const CSV_EVERY = 10;

function nextPath(number, stretch, paths) {
  if (number % COMPARISONS_EVERY === 1)
    return `/api/visualize/data/ft?offset=${stretch}&limit=${1 + Math.floor(number / COMPARISONS_EVERY)}`;
  const { value } = paths.next();
  return number % CSV_EVERY === 3 ? `${value}&format=csv` : value;
}

/** Resident memory per stretch, the median of samples taken in it, and how it grows from the filling on. */
export async function measureSoak(log) {
  const server = await startServer();
  const names = await fetchNames(server.origin);
  const small = varyOneRecipe(names);
  const large = varyAllRecipes(names);
  const stretches = [];
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const samples = [];
    let asked = 0;
    const ask = async () => {
      while (asked < STRETCH_QUERIES) {
        const number = asked++;
        const value = nextPath(number, stretch, number % LARGE_EVERY === 0 ? large : small);
        const response = await fetch(server.origin + value);
        await response.arrayBuffer();
        if (response.status !== 200) throw new Error(`${value}: status ${response.status}`);
        if (number % SAMPLE_EVERY === 0) samples.push(readResidentBytes(server.child.pid));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    if (samples[0] === null) break;
    stretches.push({ queries: (stretch + 1) * STRETCH_QUERIES, residentBytes: median(samples) });
    log(`${(stretch + 1) * STRETCH_QUERIES} varied queries, ${(median(samples) / 1e6).toFixed(0)} MB`);
  }
  await stop(server);
  if (stretches.length === 0) return { stretches, filledBytes: null, growthBytes: null };
  const bytes = stretches.map(({ residentBytes }) => residentBytes);
  const later = bytes.slice(FILLING_STRETCHES);
  const half = later.length / 2;
  return {
    stretches,
    filledBytes: Math.max(...bytes.slice(0, FILLING_STRETCHES), ...later),
    // Of the later queries the second half against the first: a leak adds up, the collector's ups and downs do not.
    growthBytes: median(later.slice(half)) - median(later.slice(0, half)),
  };
}
