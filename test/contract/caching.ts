/** The same random requests to servers with caches, with tiny ones and without any. */
import { expect } from "vitest";
import type { Datasets } from "../../src/datasets/read.js";
import { FORMATS } from "../../src/formats/registry.js";
import { decodeBody, type HttpClient, listen, nameContent } from "../support/http-client.js";
import { SeededRandom } from "../support/seeded-random.js";
import { buildServedApp, DATA, FT, ready, SMALL, UNMELTED } from "../support/served-app.js";

/** Bytes for rendered text and for responses: none, too little for most, and enough. */
const BUDGETS = [
  [0, 0],
  [400_000, 600_000],
  [64e6, 32e6],
] as const;

/** Asserts that all servers give the same bytes to `rounds` queries, cold, warm, compressed and conditional. */
export async function checkCaching(datasets: Datasets, seed: number, rounds: number): Promise<void> {
  const servers = await Promise.all(
    BUDGETS.map(([texts, responses]) => buildServedApp(ready(datasets, texts), ["*"], responses)),
  );
  const clients = await Promise.all(servers.map(({ app }) => listen(app)));
  const random = new SeededRandom(seed);
  const requested: string[] = [];
  let resultCount = 0;
  for (let round = 0; round < rounds; round++) {
    // Now and then one from before, which may be kept, or may have been let go.
    const url =
      requested.length > 0 && random.chance(0.3) ? random.pick(requested) : drawUrl(random, datasets);
    requested.push(url);
    if (await checkUrl(clients, url, random, `round ${round}: ${url.slice(0, 300)}`)) resultCount++;
  }
  expect(resultCount).toBeGreaterThan(rounds * 0.7);
  for (const { log } of servers) expect(log.filter(({ level }) => level >= 50)).toEqual([]);
  const hits = servers.map(({ log }) => log.filter(({ cache }) => cache === "hit").length);
  expect(hits[0]).toBe(0);
  expect(hits[1]).toBeGreaterThan(rounds / 3);
  expect(hits[2]).toBeGreaterThanOrEqual(hits[1]);
  for (const client of clients) client.close();
  await Promise.all(servers.map(({ app }) => app.close()));
}

/** Asserts that all servers respond like the one without caches; returns whether it responds with rows. */
async function checkUrl(
  clients: readonly HttpClient[],
  url: string,
  random: SeededRandom,
  what: string,
): Promise<boolean> {
  const truth = await clients[0].get(url);
  const { etag = "" } = truth.headers;
  for (const [index, client] of clients.entries()) {
    const label = `server ${index}, ${what}`;
    for (const coding of random.shuffle(["identity", "identity", "br", "br", "gzip"])) {
      const response = await client.get(url, { "accept-encoding": coding });
      expect(response.status, label).toBe(truth.status);
      expect(decodeBody(response).equals(truth.body), `${coding} of ${label}`).toBe(true);
      expect(comparable(response.headers), label).toEqual(comparable(truth.headers));
    }
    if (truth.status !== 200) continue;
    for (const method of ["GET", "GET", "HEAD"]) {
      const fresh = await client.get(url, { "if-none-match": etag }, method);
      expect([fresh.status, fresh.body.length], label).toEqual([304, 0]);
    }
    const head = await client.head(url);
    expect([head.status, head.body.length], label).toEqual([200, 0]);
    expect(nameContent(head.headers.etag), label).toBe(nameContent(etag));
    expect(head.headers["x-total-count"], label).toBe(truth.headers["x-total-count"]);
  }
  return truth.status === 200;
}

/** The headers of a response without those that are new every time or depend on the coding. */
function comparable(headers: Readonly<Record<string, unknown>>): object {
  const own = [
    "x-request-id",
    "date",
    "server-timing",
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "accept-ranges",
  ];
  const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)));
  return { ...rest, etag: nameContent(headers.etag) };
}

function drawUrl(random: SeededRandom, { evaluations, comparisons }: Datasets): string {
  const route = random.pick([DATA, DATA, DATA, UNMELTED, SMALL, FT]);
  const { view } = evaluations;
  const pairs: [string, string][] = [];
  const add = (name: string, value: string) => pairs.push([name, value]);
  const some = (name: string, values: readonly string[], max: number) => {
    for (const value of random.some(values, max)) add(name, random.chance(0.2) ? value.toUpperCase() : value);
  };
  const metrics = view.valueColumns.map(({ name }) => name);
  const { dictionary: sizes } = view.table.getOfKind("params", "dictionary");
  const { dictionary: recipes } = view.table.getOfKind("data", "dictionary");
  if (route === FT) {
    some("metric", [...comparisons.columnsByMetric.keys()], 2);
    if (random.chance(0.3)) some("seed", ["0", "1", "2"], 2);
    if (random.chance(0.3)) add("lr__gte", random.pick(["1e-6", "0.00005", "1"]));
  } else if (route !== SMALL) {
    some("metric", metrics, 4);
    if (random.chance(0.8)) some("data", recipes, 3);
  }
  if (random.chance(0.4)) some("params", sizes.slice(6), 3);
  if (route !== FT && random.chance(0.2)) add("value__lt", String(random.pick([0.5, 50, -1])));
  if (route !== FT && random.chance(0.2)) add("checkpoint", "final");
  if (route === DATA && random.chance(0.3)) add("shape", random.pick(["wide", "long"]));
  if (random.chance(0.3)) add("sort", random.pick(["-params", "params", "data,-params", "-step"]));
  if (random.chance(0.3)) add("columns", random.pick(["data,params", "params", "*", "p*,data"]));
  if (random.chance(0.5)) add("limit", String(random.pick([0, 1, 20, 700])));
  if (random.chance(0.2)) add("offset", String(random.pick([1, 30, 100_000])));
  const format = random.pick(FORMATS);
  const isEnding = random.chance(0.4);
  if (!isEnding && random.chance(0.7)) add("format", format.name);
  if (random.chance(0.1)) add("download", "1");
  if (random.chance(0.05)) add(random.pick(["metric", "nonsense"]), "nonsense");
  const query = random.shuffle(pairs).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${route}${isEnding ? `.${format.extension}` : ""}?${query.join("&")}`;
}
