/** Requests per second beside a constant route: short rounds by turns, in one run, with the same bytes. */
import { startScript, startServer, stop } from "./child-processes.js";
import { fetchRaw } from "./http-client.js";
import { runRound, summarizeRounds } from "./load.js";
import {
  ALL_RECIPES_PATH,
  fetchNames,
  ONE_RECIPE_PATH,
  PathQueue,
  varyAllRecipes,
  varyOneRecipe,
} from "./queries.js";

export const WARM_UP_SECONDS = 1;
/** Enough to render the text of every metric and compile every path: what varies is the response as a whole. */
export const VARIED_WARM_UP_ROUNDS = 10;
/** The number of varied responses from which the one of median size is taken. */
const SAMPLED_RESPONSES = 41;
const SAMPLE_SEED = 7;
const KEPT_HEADERS = {
  200: ["content-type", "content-encoding"],
  304: ["etag", "cache-control", "vary"],
};

/** By case, the size of the response, and medians over the rounds for the server and the constant route. */
export async function measureThroughput({ rounds, seconds }, log) {
  const server = await startServer();
  const cases = await prepareCases(server.origin);
  const constant = await startScript("constant-child.js", {
    responses: cases.map(({ response }) => response),
  });
  const loads = cases.flatMap(({ path, paths, headers }, index) => [
    { ...server, path, paths, headers, rounds: [] },
    { ...constant, path: `/${index}`, headers, rounds: [] },
  ]);
  for (const load of loads) {
    const warmUpRounds = load.paths === undefined ? 1 : VARIED_WARM_UP_ROUNDS;
    for (let round = 0; round < warmUpRounds; round++) await runRound(load, WARM_UP_SECONDS);
  }
  for (let round = 0; round < rounds; round++) {
    log(`round ${round + 1} of ${rounds}`);
    const order = round % 2 === 0 ? loads : loads.toReversed();
    for (const load of order) {
      load.rounds.push(await runRound(load, seconds));
      // The load generator's garbage is not collected during the next round.
      globalThis.gc?.();
    }
  }
  await Promise.all([server, constant].map(stop));
  return cases.map(({ name, path, response }, index) => {
    const [measured, baseline] = loads
      .slice(2 * index, 2 * index + 2)
      .map((load) => summarizeRounds(load.rounds));
    return {
      name,
      path: path ?? null,
      sizeBytes: response.body.length,
      server: measured,
      constant: baseline,
      ratio: measured.perSecond / baseline.perSecond,
      processorRatio: measured.processorUs === null ? null : baseline.processorUs / measured.processorUs,
    };
  });
}

async function prepareCases(origin) {
  const names = await fetchNames(origin);
  const { headers } = await fetchRaw(origin + ALL_RECIPES_PATH);
  const cases = [
    { name: "one recipe, repeated", path: ONE_RECIPE_PATH },
    {
      name: "one recipe, varied",
      paths: new PathQueue(varyOneRecipe(names), 20_000),
      sample: varyOneRecipe(names, SAMPLE_SEED),
    },
    { name: "all recipes, repeated", path: ALL_RECIPES_PATH },
    {
      name: "all recipes, varied",
      paths: new PathQueue(varyAllRecipes(names), 4000),
      sample: varyAllRecipes(names, SAMPLE_SEED),
    },
    { name: "br, repeated", path: ALL_RECIPES_PATH, headers: { "accept-encoding": "br" } },
    { name: "gzip, repeated", path: ALL_RECIPES_PATH, headers: { "accept-encoding": "gzip" } },
    { name: "304", path: ALL_RECIPES_PATH, headers: { "if-none-match": headers.etag } },
  ];
  for (const each of cases) each.response = await fetchTypical(origin, each);
  return cases;
}

/** The response, or the varied one of median size, with the headers that the constant route repeats. */
async function fetchTypical(origin, { path, sample, headers }) {
  const paths =
    path === undefined ? Array.from({ length: SAMPLED_RESPONSES }, () => sample.next().value) : [path];
  const responses = [];
  for (const each of paths) responses.push(await fetchRaw(origin + each, headers));
  responses.sort((a, b) => a.body.length - b.body.length);
  const { status, headers: sent, body } = responses[Math.floor(responses.length / 2)];
  const kept = KEPT_HEADERS[status].filter((name) => sent[name] !== undefined);
  return { status, headers: Object.fromEntries(kept.map((name) => [name, sent[name]])), body };
}
