/** Requests drawn from the OpenAPI document: status, headers and body always match it. */
import { expect } from "vitest";
import type { Datasets } from "../../src/datasets/read.js";
import { DOCUMENT, findUndocumented, getOperation, type Parameter } from "../support/openapi.js";
import { SeededRandom } from "../support/seeded-random.js";
import { buildServedApp, ready } from "../support/served-app.js";

export const PATHS = Object.keys(DOCUMENT.paths);
const AWKWARD = [
  "",
  " ",
  "%",
  "+",
  ",",
  "*",
  "é🙂",
  "null",
  "-1",
  "1e400",
  "0x10",
  "__proto__",
  "a\u0000b",
  "<b>",
];
const ACCEPTS = [
  "*/*",
  "text/csv",
  "application/json;q=0.5, text/*",
  "application/vnd.apache.arrow.stream",
  "application/vnd.apache.parquet",
  "image/png",
];

interface DrawnRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Most values are those of the examples, so that many requests succeed. */
function drawRequest(random: SeededRandom, path: string): DrawnRequest {
  const { parameters } = getOperation(path);
  const query = parameters.filter((parameter) => parameter.in === "query");
  const drawn = random.sample(query, random.pick([0, 1, 2, 3, 6]));
  const pairs = drawn.flatMap((parameter) =>
    [drawValue(random, parameter)].flat().map((value) => [parameter.name, String(value)]),
  );
  // Millions of rows would be checked one by one.
  if (query.some(({ name }) => name === "limit")) pairs.push(["limit", String(random.below(20))]);
  if (random.chance(0.05)) pairs.push([random.pick(["nonsense", "metrics", "%zz"]), "1"]);
  const text = pairs.map(
    ([name, value]) => `${name}=${random.chance(0.9) ? encodeURIComponent(value) : escapeLine(value)}`,
  );
  const endings = parameters.find((parameter) => parameter.in === "path")?.schema.enum as
    | string[]
    | undefined;
  const ending = random.chance(0.9) ? random.pick(endings ?? [""]) : "xlsx";
  const headers: Record<string, string> = {};
  if (random.chance(0.3)) headers.accept = random.pick(ACCEPTS);
  if (random.chance(0.1)) headers["if-none-match"] = random.pick(["*", '"abc"', 'W/"abc", "d"']);
  return { url: `${fillPath(path, ending)}?${text.join("&")}`, headers };
}

function drawValue(random: SeededRandom, { schema, example, examples = {} }: Parameter): unknown {
  const shown = [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples).map(({ value }) => value),
  ];
  if (random.chance(0.8)) return random.pick(shown);
  if (random.chance(0.5)) return random.pick(AWKWARD);
  const items = (schema.items ?? schema) as { type?: string; enum?: string[] };
  if (items.enum !== undefined) return random.pick(items.enum);
  return items.type === "string" ? random.pick(["*", "C4,Falcon", "1B", "params"]) : random.anyDouble();
}

/** A path of the document with its parameters filled in. */
export function fillPath(path: string, extension: string): string {
  return path.replace("{extension}", extension).replace("{dataset}", "comparisons");
}

/** What a request line may hold as it is. */
function escapeLine(value: string): string {
  return value.replace(/[^!$'()*+,./0-9:;<>?@A-Z[\]_a-z{|}~%-]/gu, encodeURIComponent);
}

/** Asserts that the document has every status, header and shape of the responses to `rounds` requests drawn from it. */
export async function checkDrawnRequests(datasets: Datasets, seed: number, rounds: number): Promise<void> {
  const { app } = await buildServedApp(ready(datasets));
  const random = new SeededRandom(seed);
  const statuses = new Map<number, number>();
  for (let round = 0; round < rounds; round++) {
    const path = PATHS[round % PATHS.length];
    const request = drawRequest(random, path);
    const { statusCode: status, headers, body } = await app.inject(request);
    const label = `round ${round}: ${JSON.stringify(request)} -> ${status} ${body.slice(0, 300)}`;
    expect(findUndocumented(path, { status, headers, body }), label).toBeNull();
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    // HEAD finds the rows as well, which a sort of all of them makes slow.
    if (round % 4 !== 0) continue;
    const head = await app.inject({ method: "HEAD", ...request });
    expect([head.statusCode, head.body], label).toEqual([status, ""]);
  }
  for (const status of [200, 304, 400, 404, 406])
    expect(statuses.get(status), String(status)).toBeGreaterThan(0);
}
