/**
 * Random query strings over an application and an oracle. The generator records what it writes: each ingredient either
 * has a meaning or is a mistake, so the status is known in advance too.
 */
import { parse } from "node:querystring";
import { expect } from "vitest";
import type { Datasets } from "../../src/datasets/read.js";
import { drawHostileQuery } from "../support/hostile-queries.js";
import { type Meaning, QueryOracle } from "../support/query-oracle.js";
import { BOUNDS, drawQuery } from "../support/random-queries.js";
import { SeededRandom } from "../support/seeded-random.js";
import { buildServedApp, type RowsBody, ready } from "../support/served-app.js";

/** Asserts that `count` queries have the results of the oracle, or are refused with the name of one of their parameters. */
export async function checkRandomQueries(datasets: Datasets, seed: number, count: number): Promise<void> {
  const { app } = await buildServedApp(ready(datasets));
  const oracle = new QueryOracle(datasets);
  const random = new SeededRandom(seed);
  const seen = { 200: 0, 400: 0, 414: 0, rows: 0, empty: 0 };
  for (let number = 0; number < count; number++) {
    const { url, meaning } = random.chance(0.75) ? drawQuery(random, oracle) : drawHostileQuery(random);
    const response = await app.inject(url);
    const label = `query ${number} of seed ${seed}: ${url.slice(0, 500)}`;
    const status = response.statusCode as 200 | 400 | 414;
    expect([200, 400, 414], label).toContain(status);
    seen[status]++;
    if (status === 414) {
      expect(url.length, label).toBeGreaterThan(32 * 1024);
      continue;
    }
    const body = response.json();
    if (status !== (meaning === null ? 400 : 200)) expect.fail(`${label} ${response.body.slice(0, 500)}`);
    if (meaning === null) {
      checkRefusal(url, body, label);
      continue;
    }
    checkResponse(oracle, meaning, body, label);
    seen.rows += body.data.length;
    if (body.meta.total === 0) seen.empty++;
  }
  // The generator has not drifted into one corner.
  expect(seen[200]).toBeGreaterThan(count / 2);
  expect(seen[400]).toBeGreaterThan(count / 5);
  expect(seen.rows).toBeGreaterThan(count);
  expect(seen.empty).toBeGreaterThan(count / 1000);
}

function checkRefusal(
  url: string,
  body: { errors: { parameter: string; message: string }[] },
  label: string,
) {
  const names = Object.keys(parse(url.slice(url.indexOf("?") + 1), "&", "=", { maxKeys: 0 }));
  // As arrays of some clients are written, `metric[]` and `metric[0]` name the parameter too.
  const given = new Set(names.flatMap((name) => [name, name.replace(/\[\d*\]$/, "")]));
  expect(body.errors.length, label).toBeGreaterThan(0);
  expect(body.errors.length, label).toBeLessThanOrEqual(20);
  for (const { parameter, message } of body.errors) {
    const isGiven = given.has(parameter) || BOUNDS.some((bound) => given.has(`${parameter}__${bound}`));
    expect(isGiven, `${label} names ${parameter}`).toBe(true);
    expect(message, label).toMatch(/^[a-z].*[^.]$/s);
  }
}

function checkResponse(oracle: QueryOracle, meaning: Meaning, { meta, data }: RowsBody, label: string) {
  const { records, total } = oracle.evaluate(meaning);
  expect(JSON.stringify(data), label).toBe(JSON.stringify(records));
  const { rows, limit, offset } = meta;
  expect({ total: meta.total, rows, limit, offset }, label).toEqual({
    total,
    rows: records.length,
    limit: meaning.limit,
    offset: meaning.offset,
  });
}
