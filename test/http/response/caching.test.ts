import { setImmediate } from "node:timers/promises";
/** ETags, conditional requests, and headers for caches. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CachedBody, ResponseCache } from "../../../src/http/response/response-cache.js";
import { type HttpClient, listen } from "../../support/http-client.js";
import {
  buildServedApp,
  DATA,
  FT,
  HEALTH,
  ready,
  type ServedApp,
  SMALL,
  UNMELTED,
} from "../../support/served-app.js";
import { buildSmallDatasets } from "../../support/small-datasets.js";

const CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=86400";
const ROUTES = [
  `${DATA}?limit=3`,
  SMALL,
  `${UNMELTED}?limit=3`,
  `${FT}?limit=3`,
  `${DATA}.arrow?limit=3`,
  `${DATA}.parquet?limit=3`,
];

let served: ServedApp;
let client: HttpClient;

beforeAll(async () => {
  served = await buildServedApp(ready(buildSmallDatasets()));
  client = await listen(served.app);
});
afterAll(async () => {
  client.close();
  await served.app.close();
});

async function etagOf(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await client.head(url, headers);
  expect(response.status, url).toBe(200);
  return String(response.headers.etag);
}

describe("an ETag", () => {
  it("is strong where the response is sent whole, and the same in every request", async () => {
    for (const url of ROUTES) {
      const etag = await etagOf(url);
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      expect((await client.get(url)).headers.etag).toBe(etag);
    }
  });

  it("is weak where the response is streamed", async () => {
    expect(await etagOf(DATA)).toMatch(/^W\/"[\w-]{27}"$/);
  });

  const recipe = encodeURIComponent("DCLM-Baseline (QC 7%, FW2)");
  it.each([
    [`${DATA}?metric=pile-valppl&data=C4`, `${DATA}?data=C4&metric=pile-valppl`],
    [`${DATA}?metric=pile-valppl&data=C4`, `${DATA}?metric=PILE-Valppl&data=c4`],
    [`${DATA}?metric=pile-valppl&data=C4`, `${DATA}/?metric=pile%2Dvalppl&data=%43%34`],
    [`${DATA}?metric=pile-valppl&data=C4`, `${DATA}?metric=pile-valppl,pile-valppl&data=C4&data=C4`],
    [`${DATA}?params=4M,6M`, `${DATA}?params=6M&params=4M`],
    [`${DATA}?data=dclm_qc7p_fw2`, `${DATA}?data=${recipe}`],
    [`${DATA}?data=Falcon+CC`, `${DATA}?data=Falcon%2BCC`],
    [`${DATA}?data=DCLM-Baseline%2025%25*`, `${DATA}?data=dclm25_dolma75`],
    [`${DATA}?step=5000,0&limit=5`, `${DATA}?limit=05&step=0&step=5e3`],
    [`${DATA}?step__gte=1000`, `${DATA}?step__gte=1e3`],
    [`${DATA}?params__gte=1000M`, `${DATA}?params__gte=1B`],
    [`${DATA}?compute__lte=1e%2B18`, `${DATA}?compute__lte=1e+18`],
    [`${DATA}?offset=0&shape=long&format=json&download=1`, DATA],
    [`${DATA}?columns=params,data,step,tokens,compute,metric,value`, `${DATA}?columns=*`],
    [`${DATA}?columns=*`, DATA],
    [`${DATA}?sort=value,value`, `${DATA}?sort=value`],
    [`${DATA}.csv?limit=1`, `${DATA}?limit=1&format=csv`],
    [`${DATA}?shape=wide&data=d17&params=10M,60M,150M,530M,1B`, UNMELTED],
    [`${FT}?metric=arc_easy_primary_score`, `${FT}?metric=arc_easy_primary_metric`],
    [`${FT}?params=1B`, `${FT}?PARAMS=1B`.toLowerCase().replace("1b", "1b")],
    [`${FT}?seed=2`, `${FT}?seed=2.0`],
    [`${FT}?sort=params&columns=data`, `${FT}?sort=ckpt_params&columns=ckpt_data`],
  ])("is one for %s and %s, and so are the bytes", async (one, other) => {
    const slim = (url: string) =>
      /limit|small|ft/.test(url) ? url : `${url}${url.includes("?") ? "&" : "?"}limit=50`;
    expect(await etagOf(slim(other))).toBe(await etagOf(slim(one)));
    const [first, second] = [await client.get(slim(one)), await client.get(slim(other))];
    expect(first.body.equals(second.body)).toBe(true);
  });

  it("is by itself for every query that may differ in rows, columns, order or format", async () => {
    const urls = [
      DATA,
      UNMELTED,
      SMALL,
      FT,
      ...["format=csv", "format=columns", "format=ndjson", "format=arrow", "format=parquet"].map(
        (query) => `${DATA}?${query}`,
      ),
      ...["limit=1", "limit=2", "offset=1", "limit=1&offset=1", "shape=wide"].map(
        (query) => `${DATA}?${query}`,
      ),
      ...["sort=value", "sort=-value", "sort=step", "sort=step,value", "sort=value,step"].map(
        (query) => `${DATA}?${query}`,
      ),
      ...["columns=step", "columns=step,value", "columns=value,step"].map((query) => `${DATA}?${query}`),
      ...["step=5000", "step__gte=5000", "step__gt=5000", "step__lte=5000", "step__lt=5000"].map(
        (query) => `${DATA}?${query}`,
      ),
      ...["tokens=0", "step=0", "compute=0", "value=0", "value__gte=0"].map((query) => `${DATA}?${query}`),
      ...["params=4M", "params=4M,6M", "params__gte=4M", "data=C4", "metric=pile-valppl"].map(
        (query) => `${DATA}?${query}`,
      ),
      ...["checkpoint=final", "checkpoint=final&shape=wide"].map((query) => `${DATA}?${query}`),
      ...["seed=2", "params=1B", "comparison_model_size=150M", "metric=boolq_acc_raw"].map(
        (query) => `${FT}?${query}`,
      ),
    ];
    const etags = new Map<string, string>();
    for (const url of urls) {
      const etag = await etagOf(url);
      expect(etags.get(etag), `${url} has the tag of another`).toBeUndefined();
      etags.set(etag, url);
    }
  });

  it("depends on the format that Accept chooses", async () => {
    const url = `${DATA}?metric=pile-valppl`;
    expect(await etagOf(url, { accept: "text/csv" })).toBe(await etagOf(`${url}&format=csv`));
    expect(await etagOf(url, { accept: "text/csv" })).not.toBe(await etagOf(url));
  });

  it("is on no error and not on the health check", async () => {
    for (const url of [HEALTH, `${DATA}?metric=x`, "/nowhere"]) {
      const { headers } = await client.get(url, { "if-none-match": "*" });
      expect(headers.etag).toBeUndefined();
      expect(headers["cache-control"]).toBe("no-store");
    }
  });
});

describe("a conditional request", () => {
  it.each(ROUTES)("for %s is a 304 without a body, however the tag is written", async (url) => {
    const etag = await etagOf(url);
    const weak = `W/${etag}`;
    const conditions = [
      ...[etag, weak, "*", ` ${etag} `, `"x", ${etag}`, `${etag},"y"`, `W/"a" , ${weak} , "b"`],
    ];
    for (const method of ["GET", "HEAD"]) {
      for (const condition of conditions) {
        for (const coding of ["identity", "br", "gzip"]) {
          const headers = { "if-none-match": condition, "accept-encoding": coding };
          const response = await client.get(url, headers, method);
          expect(response.status, condition).toBe(304);
          expect(response.body).toHaveLength(0);
          expect([etag, weak]).toContain(response.headers.etag);
          expect(response.headers["cache-control"]).toBe(CACHE_CONTROL);
          expect(response.headers.vary).toBe("Accept, Accept-Encoding");
          expect(response.headers["access-control-allow-origin"]).toBe("*");
          expect(response.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
          expect(response.headers["content-encoding"]).toBeUndefined();
          expect(response.headers["content-type"]).toBeUndefined();
          expect(response.headers["content-length"] ?? "0").toBe("0");
        }
      }
    }
  });

  it.each(["", '"x"', "W/", 'W/"x"', "null", "W/*"])(
    "with the tag %s gets the whole response",
    async (condition) => {
      const url = `${DATA}?metric=pile-valppl&limit=3`;
      for (let round = 0; round < 2; round++) {
        const response = await client.get(url, { "if-none-match": condition });
        expect(response.status).toBe(200);
        expect(JSON.parse(response.body.toString()).data).toHaveLength(3);
      }
    },
  );

  it("with the tag of another format or query gets the whole response", async () => {
    const url = `${DATA}?metric=pile-valppl&limit=3`;
    for (const other of [`${url}&format=csv`, `${DATA}?metric=pile-valppl&limit=4`, FT]) {
      expect((await client.get(url, { "if-none-match": await etagOf(other) })).status).toBe(200);
    }
    const csv = await etagOf(`${url}&format=csv`);
    expect((await client.get(url, { "if-none-match": csv, accept: "text/csv" })).status).toBe(304);
  });

  it("for something that is a mistake is still a mistake", async () => {
    expect((await client.get(`${DATA}?metric=x`, { "if-none-match": "*" })).status).toBe(400);
    expect((await client.get(DATA, { "if-none-match": "*", accept: "text/html" })).status).toBe(406);
  });
});

describe("the headers for caches", () => {
  it.each(ROUTES)("give how long %s may be kept and what it varies by", async (url) => {
    for (const { headers } of [await client.get(url), await client.get(url), await client.head(url)]) {
      expect(headers["cache-control"]).toBe(CACHE_CONTROL);
      expect(headers.vary).toBe("Accept, Accept-Encoding");
    }
  });

  it("vary by origin too where origins are listed, on a 304 as well", async () => {
    const store = ready(buildSmallDatasets());
    const { app } = await buildServedApp(store, ["https://a.org", "https://b.org"]);
    const listed = await listen(app);
    const url = `${DATA}?metric=pile-valppl&limit=3`;
    const { etag } = (await listed.get(url)).headers;
    for (let round = 0; round < 3; round++) {
      for (const origin of ["https://a.org", "https://b.org", "https://evil.org", undefined]) {
        for (const condition of [undefined, String(etag)]) {
          const response = await listed.get(url, {
            ...(origin !== undefined && { origin }),
            ...(condition !== undefined && { "if-none-match": condition }),
          });
          expect(response.status).toBe(condition === undefined ? 200 : 304);
          expect(response.headers.vary).toBe("Origin, Accept, Accept-Encoding");
          const isAllowed = origin === "https://a.org" || origin === "https://b.org";
          expect(response.headers["access-control-allow-origin"]).toBe(isAllowed ? origin : undefined);
        }
      }
    }
    listed.close();
    await app.close();
  });

  it("have a twin in the log: where a response came from", async () => {
    const url = `${DATA}?metric=pile-valppl&limit=7`;
    const { etag } = (await client.get(url)).headers;
    for (let round = 0; round < 3; round++) await client.get(url);
    await client.get(url, { "if-none-match": String(etag) });
    await client.get(url, { "if-none-match": String(etag) });
    await client.get("/nowhere");
    const lines = served.log.filter((line) => line.url === url);
    expect(lines.map(({ cache, status, rows }) => [cache, status, rows])).toEqual([
      ["miss", 200, 7],
      ["miss", 200, 7],
      ["hit", 200, 7],
      ["hit", 200, 7],
      ["validated", 304, null],
      ["validated", 304, null],
    ]);
    expect(new Set(lines.map(({ reqId }) => reqId)).size).toBe(6);
  });
});

describe("the response cache", () => {
  const keepRepeated = (cache: ResponseCache, key: string, kept: CachedBody) => {
    for (let round = 0; round < 2; round++) cache.keepIfRepeated(key, kept);
  };
  const body = (length: number) => ({ bytes: Buffer.alloc(length), rowCount: 1, total: 2, codingName: null });

  it("keeps a copy of a body on its second request", () => {
    const cache = new ResponseCache(80_000);
    const { bytes, ...counts } = body(100);
    cache.keepIfRepeated("key", { bytes, ...counts });
    expect(cache.find("key")).toBeUndefined();
    cache.keepIfRepeated("key", { bytes, ...counts });
    bytes.fill(1);
    expect(cache.find("key")).toEqual(body(100));
  });

  it("makes a body once for all that request it meanwhile, keeps it, and makes it again after a failure", async () => {
    const cache = new ResponseCache(80_000);
    let madeCount = 0;
    const make = async () => {
      madeCount++;
      await setImmediate();
      if (madeCount === 1) throw new Error("the first time fails");
      return body(100);
    };
    await expect(cache.share("key", make)).rejects.toThrow("the first time fails");
    const bodies = await Promise.all([1, 2, 3].map(() => cache.share("key", make)));
    expect(madeCount).toBe(2);
    expect(new Set(bodies).size).toBe(1);
    expect(cache.find("key")).toBe(bodies[0]);
  });

  it("keeps bodies within its budget, and lets go first of what was used longest ago", () => {
    const cache = new ResponseCache(80_000);
    for (let index = 0; index < 100; index++) {
      keepRepeated(cache, `key ${index}`, body(5000));
      cache.find("key 0");
      expect(cache.sizeBytes).toBeLessThanOrEqual(80_000);
    }
    expect(cache.find("key 0")).toEqual(body(5000));
    expect(cache.find("key 1")).toBeUndefined();
    expect(cache.find("key 99")).toEqual(body(5000));
  });

  it("keeps no body that would take more than an eighth, and none at all without a budget", () => {
    const cache = new ResponseCache(80_000);
    keepRepeated(cache, "large", body(10_001));
    expect(cache.find("large")).toBeUndefined();
    keepRepeated(cache, "fits", body(10_000));
    expect(cache.find("fits")).toBeDefined();
    const none = new ResponseCache(0);
    keepRepeated(none, "empty", body(0));
    expect(none.find("empty")).toBeUndefined();
    expect(none.sizeBytes).toBe(0);
  });
});
