/** Requests a second beside a constant route: short rounds by turns, in one run, on the same bytes. */
import { fetchRaw } from "./answers.js";
import { startScript, startServer, stop } from "./children.js";
import { runRound, summarise } from "./load.js";
import {
  ALL_RECIPES_PATH,
  CHART_PATH,
  fetchNames,
  PathSupply,
  varyAllRecipes,
  varyOneRecipe,
} from "./queries.js";

export const WARM_UP_SECONDS = 1;
/** Enough for every metric to have been rendered and every path compiled: measured is that no answer is at hand. */
export const VARIED_WARM_UP_ROUNDS = 10;
/** So many varied answers are looked at to find one of the usual size. */
const SAMPLED_ANSWERS = 41;
const KEPT_HEADERS = {
  200: ["content-type", "content-encoding"],
  304: ["etag", "cache-control", "vary"],
};

/** Per case the answer's size and, for the server and the constant route, medians over the rounds. */
export async function measureThroughput({ rounds, seconds }, log) {
  const server = await startServer();
  const cases = await prepareCases(server.origin);
  const constant = await startScript(
    "constant-child.js",
    cases.map(({ answer }) => answer),
  );
  const contenders = cases.flatMap((one, index) => [
    { one, name: "server", load: { ...server, path: one.path, paths: one.paths, headers: one.headers } },
    { one, name: "constant", load: { ...constant, path: `/${index}`, headers: one.headers } },
  ]);
  for (const { load } of contenders) {
    const warmUpRounds = load.paths === undefined ? 1 : VARIED_WARM_UP_ROUNDS;
    for (let round = 0; round < warmUpRounds; round++) await runRound(load, WARM_UP_SECONDS);
  }
  const measured = new Map(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    log(`round ${round + 1} of ${rounds}`);
    // Whoever begins has the emptier machine, so both begin in turn.
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) {
      measured.get(contender).push(await runRound(contender.load, seconds));
      // The load generator's own garbage is not part of anybody's next round.
      globalThis.gc?.();
    }
  }
  await Promise.all([server, constant].map(stop));
  return cases.map((one) => describeCase(one, contenders, measured));
}

async function prepareCases(origin) {
  const names = await fetchNames(origin);
  const { headers } = await fetchRaw(origin + ALL_RECIPES_PATH);
  const cases = [
    { figure: "one recipe, repeated", path: CHART_PATH },
    {
      figure: "one recipe, varied",
      paths: new PathSupply(varyOneRecipe(names), 20_000),
      sample: varyOneRecipe(names, 7),
    },
    { figure: "all recipes, repeated", path: ALL_RECIPES_PATH },
    {
      figure: "all recipes, varied",
      paths: new PathSupply(varyAllRecipes(names), 4000),
      sample: varyAllRecipes(names, 7),
    },
    { figure: "br, repeated", path: ALL_RECIPES_PATH, headers: { "accept-encoding": "br" } },
    { figure: "gzip, repeated", path: ALL_RECIPES_PATH, headers: { "accept-encoding": "gzip" } },
    { figure: "304", path: ALL_RECIPES_PATH, headers: { "if-none-match": headers.etag } },
  ];
  for (const one of cases) one.answer = await fetchTypical(origin, one);
  return cases;
}

/** The answer, or of varied ones the one of median size, with the headers that the constant route repeats. */
async function fetchTypical(origin, { path, sample, headers }) {
  const paths = path === undefined ? takeFirst(sample, SAMPLED_ANSWERS) : [path];
  const answers = [];
  for (const each of paths) answers.push(await fetchRaw(origin + each, headers));
  answers.sort((a, b) => a.body.length - b.body.length);
  const { status, headers: sent, body } = answers[Math.floor(answers.length / 2)];
  const kept = KEPT_HEADERS[status].filter((name) => sent[name] !== undefined);
  return { status, headers: Object.fromEntries(kept.map((name) => [name, sent[name]])), body };
}

function takeFirst(paths, count) {
  return Array.from({ length: count }, () => paths.next().value);
}

function describeCase({ figure, path, answer }, contenders, measured) {
  const find = (name) =>
    summarise(
      measured.get(contenders.find(({ one, name: other }) => one.figure === figure && other === name)),
    );
  const server = find("server");
  const constant = find("constant");
  return {
    figure,
    path: path ?? null,
    bytes: answer.body.length,
    server,
    constant,
    ratio: server.perSecond / constant.perSecond,
    processorRatio: server.processorUs === null ? null : constant.processorUs / server.processorUs,
  };
}
