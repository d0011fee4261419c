/** Byte ranges of responses that are sent whole, as RFC 9110 has them, and none of those that are streamed. */
import { brotliDecompressSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  buildServedApp,
  DATA,
  DATASETS,
  expectProblem,
  FACETS,
  FT,
  ready,
} from "../../support/served-app.js";
import { buildSmallDatasets } from "../../support/small-datasets.js";

const WHOLE = [
  `${DATA}?metric=pile-valppl`,
  `${DATA}.csv?metric=pile-valppl`,
  `${DATA}?metric=pile-valppl&format=ndjson`,
  `${DATA}.arrow?metric=pile-valppl`,
  `${DATA}.parquet?metric=pile-valppl`,
  `${DATA}.parquet`,
  `${DATA}?metric=pile-valppl&format=columns`,
  `${FT}.csv`,
  FACETS,
  DATASETS,
];

let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await buildServedApp(ready(buildSmallDatasets())));
});
afterAll(() => app.close());

const get = (url: string, headers = {}) => app.inject({ url, headers });

describe.each(WHOLE)("the response of %s, sent whole", (url) => {
  it("has the same length and strong ETag on GET and HEAD, and offers ranges", async () => {
    for (const coding of ["identity", "gzip", "br"]) {
      const headers = { "accept-encoding": coding };
      const whole = await get(url, headers);
      const head = await app.inject({ method: "HEAD", url, headers });
      for (const response of [whole, head, await get(url, headers)]) {
        expect(response.statusCode).toBe(200);
        expect(response.headers["content-length"]).toBe(String(whole.rawPayload.length));
        expect(response.headers["accept-ranges"]).toBe("bytes");
        expect(response.headers.etag).toBe(whole.headers.etag);
      }
      expect(whole.headers.etag).toMatch(/^"[\w-]{27}(-[a-z]+)?"$/);
      expect(head.rawPayload).toHaveLength(0);
    }
  });

  it("comes in pieces that make the whole", async () => {
    const whole = await get(url);
    const size = whole.rawPayload.length;
    const pieces: Buffer[] = [];
    const step = Math.ceil(size / 7);
    for (let start = 0; start < size; start += step) {
      const end = Math.min(start + step, size) - 1;
      const piece = await get(url, { range: `bytes=${start}-${end}` });
      expect(piece.statusCode).toBe(206);
      expect(piece.headers["content-range"]).toBe(`bytes ${start}-${end}/${size}`);
      expect(piece.headers["content-length"]).toBe(String(end - start + 1));
      expect(piece.headers.etag).toBe(whole.headers.etag);
      pieces.push(piece.rawPayload);
    }
    expect(Buffer.concat(pieces).equals(whole.rawPayload)).toBe(true);
    const rest = await get(url, { range: "bytes=10-" });
    expect(rest.rawPayload.equals(whole.rawPayload.subarray(10))).toBe(true);
    const tail = await get(url, { range: "bytes=-10" });
    expect(tail.rawPayload.equals(whole.rawPayload.subarray(size - 10))).toBe(true);
  });

  it("refuses a range after its end with 416 and its size", async () => {
    const size = (await get(url)).rawPayload.length;
    const response = await get(url, { range: `bytes=${size}-`, "accept-encoding": "identity" });
    expectProblem(
      response,
      "range-not-satisfiable",
      `The range "bytes=${size}-" has none of the ${size} bytes.`,
    );
    expect(response.headers["content-range"]).toBe(`bytes */${size}`);
    expect(response.headers.etag).toBeUndefined();
  });

  it.each(["bytes=5-2", "bytes=a-b", "bytes", "lines=0-5", "bytes=0-1,5-9", ""])(
    "ignores the range %j",
    async (range) => {
      const response = await get(url, { range });
      expect(response.statusCode).toBe(200);
      expect(response.rawPayload.equals((await get(url)).rawPayload)).toBe(true);
    },
  );

  it("sends the range only where If-Range has its very ETag", async () => {
    const { etag } = (await get(url)).headers;
    const range = "bytes=0-4";
    expect((await get(url, { range, "if-range": String(etag) })).statusCode).toBe(206);
    for (const condition of [`W/${etag}`, '"other"', "Sun, 29 Nov 2026 00:00:00 GMT", "*"]) {
      expect((await get(url, { range, "if-range": condition })).statusCode, condition).toBe(200);
    }
  });

  it("has an ETag of its own in every content coding, any of which a condition may name", async () => {
    const tags: string[] = [];
    for (const coding of ["identity", "gzip", "br"]) {
      const { headers } = await get(url, { "accept-encoding": coding });
      if (headers["content-encoding"] !== undefined || coding === "identity") tags.push(String(headers.etag));
    }
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) {
      const response = await get(url, { "if-none-match": tag });
      expect([response.statusCode, response.headers.etag]).toEqual([304, tag]);
    }
  });
});

describe("a range of a compressed response", () => {
  it("is one of the compressed bytes", async () => {
    const headers = { "accept-encoding": "br" };
    const whole = await get(DATA, headers);
    const first = await get(DATA, { ...headers, range: "bytes=0-99" });
    const second = await get(DATA, { ...headers, range: "bytes=100-" });
    expect(first.headers["content-encoding"]).toBe("br");
    const joined = Buffer.concat([first.rawPayload, second.rawPayload]);
    expect(brotliDecompressSync(joined).equals(brotliDecompressSync(whole.rawPayload))).toBe(true);
  });
});
