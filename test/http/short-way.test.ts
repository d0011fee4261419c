/** Both ways to an answer: ahead of Fastify and through it, on real sockets. A slash at the end of a path asks for the long way. */
import type { IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { CODINGS } from "../../src/http/compression.js";
import { SpacePool } from "../../src/http/space-pool.js";
import { decodeBody, type HttpClient, listen, type WireAnswer } from "../support/http-client.js";
import { RawSocket, until } from "../support/raw-socket.js";
import {
  buildServedApp,
  DATA,
  DATA_PATHS,
  FT,
  HEALTH,
  readShippedDatasets,
  ready,
  type ServedApp,
  SMALL,
  UNMELTED,
} from "../support/served-app.js";

const CHART = `${DATA}?metric=pile-valppl&data=C4`;
/** Headers that are another in every answer. */
const OWN = ["x-request-id", "date", "server-timing"];

/** What went through Fastify. */
let longCount = 0;
let served: ServedApp;
let client: HttpClient;

beforeAll(async () => {
  // Without caches, so that no answer is repeated.
  served = await buildServedApp(ready(await readShippedDatasets()), ["*"], 0);
  served.app.addHook("onRequest", async () => {
    longCount++;
  });
  client = await listen(served.app);
});
afterAll(async () => {
  client.close();
  await served.app.close();
});

async function ask(url: string, headers: Record<string, string> = {}, method = "GET") {
  const before = longCount;
  const answer = await client.get(url, headers, method);
  return { answer, isShort: longCount === before };
}

function toLongWay(url: string): string {
  return url.includes("?") ? url.replace("?", "/?") : `${url}/`;
}

function comparable({ headers }: WireAnswer): IncomingHttpHeaders {
  const link = headers.link === undefined ? undefined : String(headers.link).replace("/?", "?");
  return {
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.includes(name))),
    ...(link && { link }),
  };
}

async function compare(url: string, headers: Record<string, string> = {}): Promise<WireAnswer> {
  const short = await ask(url, headers);
  const long = await ask(toLongWay(url), headers);
  expect([short.isShort, long.isShort], url).toEqual([true, false]);
  expect(short.answer.status).toBe(long.answer.status);
  expect(comparable(short.answer)).toEqual(comparable(long.answer));
  expect(Object.keys(short.answer.headers).sort()).toEqual(Object.keys(long.answer.headers).sort());
  expect(decodeBody(short.answer).equals(decodeBody(long.answer))).toBe(true);
  return short.answer;
}

describe("an answer is the same on the short way as on the long one", () => {
  it.each(DATA_PATHS)("on %s and with every ending of it", async (path) => {
    for (const ending of ["", ...FORMATS.map(({ extension }) => `.${extension}`)]) {
      expect((await compare(`${path}${ending}?limit=3`)).status).toBe(200);
    }
  });

  it.each([
    ["to a chart's query", CHART, {}],
    ["in the format that is accepted", CHART, { accept: "text/csv;q=0.9, application/json;q=0.1" }],
    ["compressed by brotli", CHART, { "accept-encoding": "br" }],
    ["compressed by gzip", CHART, { "accept-encoding": "gzip" }],
    ["too small to be compressed", `${DATA}?limit=1`, { "accept-encoding": "br" }],
    ["as a download", `${CHART}&download=1&format=csv`, {}],
    ["with a next page", `${CHART}&limit=5&offset=10`, {}],
    ["without rows", `${DATA}?metric=pile-valppl&limit=0`, {}],
    ["sorted", `${CHART}&sort=-value&columns=value,step`, {}],
    ["with an origin", CHART, { origin: "https://example.org" }],
    ["as a stream", `${FT}?metric=*`, {}],
    ["as a compressed stream", `${DATA}?metric=*-valppl`, { "accept-encoding": "gzip" }],
    ["without a query", SMALL, {}],
    ["in the wide form", `${UNMELTED}?data=C4&metric=mmlu_*`, {}],
  ])("%s", async (_what, url, headers) => {
    expect((await compare(url, headers as Record<string, string>)).status).toBe(200);
  });

  it("with nothing new since", async () => {
    const { etag } = (await ask(CHART)).answer.headers;
    const answer = await compare(CHART, { "if-none-match": String(etag) });
    expect(answer.status).toBe(304);
    expect((await compare(CHART, { "if-none-match": `"x", ${etag}` })).status).toBe(304);
    expect((await compare(CHART, { "if-none-match": '"x"' })).status).toBe(200);
  });

  it("in the log as well", async () => {
    const before = served.log.length;
    await compare(`${CHART}&limit=4`);
    const [short, long] = served.log.slice(before);
    expect(Object.keys(short)).toEqual(Object.keys(long));
    expect({ ...short, reqId: "", time: 0, ms: 0, url: "", bytes: 0 }).toEqual({
      ...long,
      reqId: "",
      time: 0,
      ms: 0,
      url: "",
      bytes: 0,
    });
    expect(short).toMatchObject({
      url: `${CHART}&limit=4`,
      method: "GET",
      status: 200,
      rows: 4,
      cache: "miss",
    });
  });
});

describe("the long way is taken", () => {
  it.each([
    ["for a mistake in the query", `${DATA}?metric=x`, {}, "GET", 400],
    ["for an Accept that nothing satisfies", DATA, { accept: "text/html" }, "GET", 406],
    ["for a long list", `${DATA}?limit=1&metric=${"pile-valppl,".repeat(400)}pile-valppl`, {}, "GET", 200],
    ["for a URL that is too long", `${DATA}?metric=${"x".repeat(40_000)}`, {}, "GET", 414],
    ["for HEAD", CHART, {}, "HEAD", 200],
    ["for POST", CHART, {}, "POST", 405],
    [
      "for OPTIONS",
      CHART,
      { origin: "https://a.org", "access-control-request-method": "GET" },
      "OPTIONS",
      204,
    ],
    ["for other routes", HEALTH, {}, "GET", 200],
    ["for unknown routes", `${DATA}.xml`, {}, "GET", 404],
    ["for a path with escapes", "/api/visualize/d%61ta?limit=1", {}, "GET", 200],
  ])("%s", async (_what, url, headers, method, status) => {
    const lines = served.log.length;
    const { answer, isShort } = await ask(url, headers as Record<string, string>, method);
    expect(answer.status).toBe(status);
    // A problem ends before it is counted, and the short way knows of none.
    if (status === 200) expect(isShort).toBe(false);
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(served.log.slice(lines).filter(({ msg }) => msg === "answered")).toHaveLength(1);
  });

  it("while the data is not there yet", async () => {
    const { app } = await buildServedApp();
    const waiting = await listen(app);
    const { status, headers } = await waiting.get(CHART);
    expect([status, headers["retry-after"]]).toEqual([503, "2"]);
    waiting.close();
    await app.close();
  });

  it("where origins are listed, as the CORS plugin decides over them", async () => {
    const { app } = await buildServedApp(ready(await readShippedDatasets()), ["https://a.org"], 0);
    let count = 0;
    app.addHook("onRequest", async () => {
      count++;
    });
    const listed = await listen(app);
    expect(
      (await listed.get(CHART, { origin: "https://a.org" })).headers["access-control-allow-origin"],
    ).toBe("https://a.org");
    expect(count).toBe(1);
    listed.close();
    await app.close();
  });

  it("when the short one fails unexpectedly, with one error in the log and a 500 to the client", async () => {
    const readiness = ready(await readShippedDatasets());
    const { app, log } = await buildServedApp(readiness, ["*"], 0);
    const failing = await listen(app);
    const { evaluations } = readiness.get();
    evaluations.parse = () => {
      throw new TypeError("made up");
    };
    const { status, body } = await failing.get(CHART);
    expect(status).toBe(500);
    expect(body.toString()).not.toContain("made up");
    expect(log.filter(({ level }) => level === 50)).toHaveLength(1);
    expect(log.filter(({ msg }) => msg === "answered")).toMatchObject([{ status: 500, url: CHART }]);
    failing.close();
    await app.close();
  });
});

describe("an answer that is compressed meanwhile", () => {
  const url = `${DATA}?metric=pile-valppl&data=C4`;
  const headers = { "accept-encoding": CODINGS[0].name };

  it("and fails becomes a 500 with one line, and the server goes on", async () => {
    const spy = vi.spyOn(CODINGS[0], "compress").mockRejectedValue(new Error("made up"));
    const lines = served.log.length;
    expect((await client.get(url, headers)).status).toBe(500);
    spy.mockRestore();
    expect(served.log.slice(lines).map(({ msg }) => msg)).toEqual(["the request failed", "answered"]);
    expect((await client.get(url, headers)).status).toBe(200);
  });

  it("and whose client has gone leaves a line that says so", async () => {
    let release = () => {};
    const spy = vi.spyOn(CODINGS[0], "compress").mockImplementation(
      () =>
        new Promise((resolve) => {
          release = () => resolve(Buffer.from("late"));
        }),
    );
    const lines = served.log.length;
    const raw = new RawSocket(client.port);
    raw.write(`GET ${url} HTTP/1.1\r\nHost: test\r\nAccept-Encoding: ${CODINGS[0].name}\r\n\r\n`);
    await until(() => spy.mock.calls.length > 0, "it is being compressed");
    raw.socket.destroy();
    // An answer to someone else comes after the server has noticed.
    for (let round = 0; round < 3; round++) await client.get(HEALTH);
    release();
    const own = () => served.log.slice(lines).filter((line) => line.url === url);
    await until(() => own().length > 0, "the line is there");
    expect(own()).toMatchObject([{ level: 40, msg: "client left before the end", bytes: 0 }]);
    spy.mockRestore();
  });
});

describe("the memory of answers", () => {
  it("is given back after each, so that the next one has it", async () => {
    const spy = vi.spyOn(SpacePool.prototype, "take");
    for (let round = 0; round < 12; round++) {
      for (const coding of ["identity", "br"]) {
        await client.get(`${CHART}&step__gte=${round}`, { "accept-encoding": coding });
      }
    }
    expect(spy.mock.results).toHaveLength(24);
    expect(spy.mock.results.every(({ value }) => value !== null)).toBe(true);
    spy.mockRestore();
  });

  it("is given back when an answer fails, time and again", async () => {
    const encode = vi.spyOn(FORMATS[0], "encode").mockImplementation(function* () {
      yield* [];
      throw new Error("made up");
    });
    for (let round = 0; round < 10; round++) expect((await client.get(CHART)).status).toBe(500);
    encode.mockRestore();
    const take = vi.spyOn(SpacePool.prototype, "take");
    expect((await client.get(CHART)).status).toBe(200);
    expect(take.mock.results[0].value).not.toBeNull();
    take.mockRestore();
  });
});

describe("a request without Host", () => {
  it("is refused under HTTP/1.1 on the data routes too", async () => {
    const raw = new RawSocket(client.port);
    raw.write(`GET ${CHART} HTTP/1.1\r\nConnection: close\r\n\r\n`);
    expect(await raw.readToEnd()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("what the short way has answered", () => {
  it("is repeated with the same headers and bytes, compressed or not, new or not", async () => {
    const { app, log } = await buildServedApp(ready(await readShippedDatasets()));
    const cached = await listen(app);
    const { etag } = (await cached.get(CHART)).headers;
    for (const headers of [{}, { "accept-encoding": "br" }, { "if-none-match": String(etag) }]) {
      const answers: WireAnswer[] = [];
      for (let round = 0; round < 5; round++) answers.push(await cached.get(CHART, headers));
      for (const answer of answers) {
        expect(answer.status).toBe(answers[0].status);
        expect(comparable(answer)).toEqual(comparable(answers[0]));
        expect(answer.body.equals(answers[0].body)).toBe(true);
      }
      expect(new Set(answers.map((answer) => answer.headers["x-request-id"])).size).toBe(5);
    }
    expect(log.filter(({ msg }) => msg === "answered")).toHaveLength(16);
    cached.close();
    await app.close();
  });
});
