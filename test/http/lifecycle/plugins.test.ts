/** Plugins and hooks of Fastify apply to every route of the real application, on first and repeated requests. */
import bearerAuth from "@fastify/bearer-auth";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance, FastifyReply, LightMyRequestResponse } from "fastify";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Datasets } from "../../../src/datasets/read.js";
import { buildServedApp, DATA, DATASETS, FACETS, FT, HEALTH, ready } from "../../support/served-app.js";
import { buildSmallDatasets } from "../../support/small-datasets.js";

/** Data, facets, documents and the page. */
const URLS = [
  `${DATA}?metric=pile-valppl&limit=2`,
  `${DATA}.csv?limit=2`,
  `${FT}?limit=1`,
  FACETS,
  DATASETS,
  "/api/openapi.json",
  "/api/docs",
  "/",
  HEALTH,
  "/metrics",
];

let datasets: Datasets;
let app: FastifyInstance;

beforeAll(() => {
  datasets = buildSmallDatasets();
});
afterEach(() => app.close());

async function build(extend: (app: FastifyInstance) => Promise<void>): Promise<void> {
  ({ app } = await buildServedApp(ready(datasets), ["*"], 1e6, extend));
}

/** The responses to three requests in a row, of which the later ones come from a cache where there is one. */
async function request(url: string, headers = {}): Promise<LightMyRequestResponse[]> {
  const responses: LightMyRequestResponse[] = [];
  for (let round = 0; round < 3; round++) responses.push(await app.inject({ url, headers }));
  return responses;
}

/** Asserts the problem of a plugin: its own status and headers in the shape of every other problem. */
function expectPluginProblem(response: LightMyRequestResponse, status: number, detail: RegExp) {
  expect(response.statusCode).toBe(status);
  expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(response.headers["cache-control"]).toBe("no-store");
  expect(response.json()).toMatchObject({
    type: "about:blank",
    status,
    detail: expect.stringMatching(detail),
  });
  expect(Object.keys(response.json())).toEqual(["type", "title", "status", "detail", "instance", "errors"]);
}

describe("a plugin registered on the application", () => {
  it("helmet sets its headers on every route", async () => {
    await build(async (instance) => {
      await instance.register(helmet);
    });
    for (const url of URLS) {
      for (const { statusCode, headers } of await request(url)) {
        expect(statusCode, url).toBe(200);
        expect(headers["strict-transport-security"], url).toMatch(/^max-age=/);
        expect(headers["x-content-type-options"], url).toBe("nosniff");
      }
    }
  });

  it("bearer-auth lets nobody in without the token, a known ETag included", async () => {
    await build(async (instance) => {
      await instance.register(bearerAuth, { keys: new Set(["secret"]) });
    });
    for (const url of URLS) {
      const [allowed] = await request(url, { authorization: "Bearer secret" });
      expect(allowed.statusCode, url).toBe(200);
      const condition = { "if-none-match": String(allowed.headers.etag) };
      for (const response of [...(await request(url)), ...(await request(url, condition))]) {
        expectPluginProblem(response, 401, /authorization/i);
      }
    }
  });

  it("rate-limit allows only so many requests, and sends when to retry", async () => {
    await build(async (instance) => {
      await instance.register(rateLimit, { max: 2, timeWindow: "1 hour" });
    });
    for (const url of URLS) {
      const remoteAddress = `127.0.1.${URLS.indexOf(url) + 1}`;
      const statuses: number[] = [];
      for (let round = 0; round < 5; round++) {
        const response = await app.inject({ url, remoteAddress });
        statuses.push(response.statusCode);
        if (round < 2) continue;
        expectPluginProblem(response, 429, /Rate limit exceeded/);
        expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
        expect(response.headers["x-ratelimit-limit"]).toBe("2");
      }
      expect(statuses, url).toEqual([200, 200, 429, 429, 429]);
    }
  });

  it("under-pressure refuses every route while it reports failure", async () => {
    let isHealthy = true;
    await build(async (instance) => {
      await instance.register(underPressure, {
        healthCheck: async () => isHealthy,
        healthCheckInterval: 5,
        retryAfter: 50,
      });
    });
    for (const url of URLS)
      expect((await request(url)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    isHealthy = false;
    while ((await app.inject(HEALTH)).statusCode === 200)
      await new Promise((resolve) => setTimeout(resolve, 5));
    for (const url of URLS) {
      for (const response of await request(url)) {
        expectPluginProblem(response, 503, /Service Unavailable/);
        expect(response.headers["retry-after"], url).toBe("50");
      }
    }
  });

  it("an onSend hook sees every response, a 304 and a HEAD included", async () => {
    await build(async (instance) => {
      instance.addHook("onSend", async (_request, reply, payload) => {
        reply.header("x-seen", "yes");
        return payload;
      });
    });
    for (const url of URLS) {
      const responses = await request(url);
      const etag = String(responses[0].headers.etag);
      if (responses[0].headers.etag !== undefined) {
        const conditional = await app.inject({ url, headers: { "if-none-match": etag } });
        expect(conditional.statusCode, url).toBe(304);
      }
      responses.push(
        ...(await request(url, { "if-none-match": etag })),
        await app.inject({ method: "HEAD", url }),
      );
      for (const { headers } of responses) expect(headers["x-seen"], url).toBe("yes");
    }
  });
});

describe("an error of a plugin or a hook", () => {
  it.each([
    [
      "thrown with statusCode",
      () => Promise.reject(Object.assign(new Error("too many"), { statusCode: 429 })),
      429,
    ],
    ["thrown with status", () => Promise.reject(Object.assign(new Error("too many"), { status: 429 })), 429],
    [
      "with a status as text",
      () => Promise.reject(Object.assign(new Error("too many"), { statusCode: "429" })),
      429,
    ],
    [
      "thrown after reply.code",
      (reply: FastifyReply) => {
        reply.code(401);
        return Promise.reject(new Error("no token"));
      },
      401,
    ],
    ["sent after reply.code", (reply: FastifyReply) => reply.code(503).send(new Error("busy")), 503],
  ])("%s keeps its status", async (_how, fail, status) => {
    await build(async (instance) => {
      instance.addHook("onRequest", async (_request, reply) => fail(reply));
    });
    for (const url of URLS) expectPluginProblem(await app.inject(url), status, /too many|no token|busy/);
  });

  it("keeps its headers, and none of the response that was prepared", async () => {
    await build(async (instance) => {
      instance.addHook("onSend", async (_request, reply, payload) => {
        if (reply.statusCode !== 200 && reply.statusCode !== 206) return payload;
        throw Object.assign(new Error("later"), { statusCode: 429, headers: { "retry-after": "7" } });
      });
    });
    const response = await app.inject({
      url: `${DATA}?limit=20`,
      headers: { "accept-encoding": "br", range: "bytes=0-9" },
    });
    expectPluginProblem(response, 429, /later/);
    expect(response.headers["retry-after"]).toBe("7");
    for (const name of [
      "etag",
      "link",
      "x-total-count",
      "content-encoding",
      "content-range",
      "accept-ranges",
    ]) {
      expect(response.headers[name], name).toBeUndefined();
    }
  });

  it("without a status is a 500 that reveals nothing", async () => {
    await build(async (instance) => {
      instance.addHook("onRequest", async () => {
        throw new Error("the password is 1234");
      });
    });
    const response = await app.inject(DATA);
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain("1234");
  });
});

describe("a request without a route", () => {
  it("meets the same plugins", async () => {
    await build(async (instance) => {
      await instance.register(helmet);
      await instance.register(bearerAuth, { keys: new Set(["secret"]) });
    });
    const long = `${DATA}?x=${"y".repeat(40_000)}`;
    for (const [method, url, status] of [
      ["GET", "/nope", 404],
      ["POST", DATA, 405],
      ["GET", long, 414],
    ] as const) {
      const refused = await app.inject({ method, url });
      expect(refused.statusCode, url.slice(0, 40)).toBe(401);
      expect(refused.headers["strict-transport-security"]).toMatch(/^max-age=/);
      const allowed = await app.inject({ method, url, headers: { authorization: "Bearer secret" } });
      expect(allowed.statusCode, url.slice(0, 40)).toBe(status);
      expect(allowed.headers["strict-transport-security"]).toMatch(/^max-age=/);
    }
  });
});

describe("replaced data", () => {
  it("is served to every URL from then on, though its response was cached, and no old ETag matches", async () => {
    const store = ready(datasets);
    ({ app } = await buildServedApp(store, ["*"], 1e6));
    const url = `${DATA}?metric=pile-valppl&limit=2`;
    const [first] = await request(url);
    const { evaluations } = datasets;
    store.publish({
      ...datasets,
      evaluations: { ...evaluations, source: { ...evaluations.source, sha256: "f".repeat(64) } },
    });
    for (const response of await request(url, { "if-none-match": String(first.headers.etag) })) {
      expect(response.statusCode).toBe(200);
      expect(response.json().meta.version).toBe("f".repeat(16));
    }
  });
});
