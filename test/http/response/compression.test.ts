/** Every coding of every response gives back the bytes of the response without one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../../src/formats/registry.js";
import { CODINGS } from "../../../src/http/response/compression.js";
import { decodeBody, type HttpClient, listen, nameContent } from "../../support/http-client.js";
import { buildServedApp, DATA, FT, ready, type ServedApp } from "../../support/served-app.js";
import { buildSmallDatasets } from "../../support/small-datasets.js";

const HAS_ZSTD = CODINGS.some(({ name }) => name === "zstd");
/** Some hundred kilobytes, and too many cells to be sent whole. */
const WHOLE = `${DATA}?metric=pile-valppl`;
const STREAMED = `${DATA}?offset=0`;
const SMALL_ANSWER = `${DATA}?metric=pile-valppl&limit=1&columns=value`;

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

describe.each(FORMATS)("a response in $name", ({ name: format, isFile }) => {
  it.each([
    ["small", SMALL_ANSWER, false],
    ["sent whole", WHOLE, true],
    ["streamed", STREAMED, true],
    ["of the comparisons", `${FT}?metric=boolq_acc_raw`, true],
  ])("that is %s decodes to the same bytes, cold and again", async (_, url, isLarge) => {
    // A format that compresses its own content has no coding.
    const isCompressed = isLarge && !isFile;
    const named = `${url}&format=${format}`;
    const identity = await client.get(named);
    expect(identity.status).toBe(200);
    expect(identity.headers["content-encoding"]).toBeUndefined();
    for (const coding of [...CODINGS.map(({ name }) => name), "br, gzip"]) {
      // What is streamed is never cached.
      for (let round = 0; round < (url === STREAMED ? 1 : 2); round++) {
        const response = await client.get(named, { "accept-encoding": coding });
        expect(response.status).toBe(200);
        const expected = isCompressed ? coding.split(",")[0] : undefined;
        expect(response.headers["content-encoding"]).toBe(expected);
        expect(decodeBody(response).equals(identity.body), `${coding}, round ${round}`).toBe(true);
        expect(nameContent(response.headers.etag)).toBe(nameContent(identity.headers.etag));
        expect(response.headers["content-type"]).toBe(identity.headers["content-type"]);
        expect(response.headers["x-total-count"]).toBe(identity.headers["x-total-count"]);
        expect(response.headers.vary).toBe("Accept, Accept-Encoding");
        if (isCompressed) expect(response.body.length).toBeLessThan(identity.body.length * 0.75);
        const length = response.headers["content-length"];
        if (length !== undefined) expect(Number(length)).toBe(response.body.length);
      }
    }
    const again = await client.get(named);
    expect(again.headers["content-encoding"]).toBeUndefined();
    expect(again.body.equals(identity.body)).toBe(true);
  });
});

describe("the coding", () => {
  it.each([
    ["br", "br"],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["gzip, deflate, br", "br"],
    ["gzip;q=1.0, br;q=0.5", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0, gzip;q=0", undefined],
    ["*", "br"],
    ["*;q=0.5, br;q=0", HAS_ZSTD ? "zstd" : "gzip"],
    ["*;q=0", undefined],
    ["identity", undefined],
    ["identity;q=0, *", "br"],
    ["identity;q=0", undefined],
    ["identity;q=1, br;q=0.5", undefined],
    ["gzip;q=0.001", "gzip"],
    ["deflate", undefined],
    ["sdch, exi, x-unknown", undefined],
    ["zstd", HAS_ZSTD ? "zstd" : undefined],
    ["zstd, gzip", HAS_ZSTD ? "zstd" : "gzip"],
    ["", undefined],
    [",,;q=", undefined],
    ["br;q=nonsense, gzip;q=0.5", expect.stringMatching(/^(br|gzip)$/)],
  ])("for '%s' is %s", async (accepted, coding) => {
    const identity = await client.get(WHOLE);
    for (let round = 0; round < 2; round++) {
      const response = await client.get(WHOLE, { "accept-encoding": accepted });
      expect(response.status).toBe(200);
      expect(response.headers["content-encoding"]).toEqual(coding);
      expect(decodeBody(response).equals(identity.body)).toBe(true);
    }
  });

  it("of HEAD is none, for there is nothing to code, and of errors neither", async () => {
    for (let round = 0; round < 2; round++) {
      const head = await client.head(`${DATA}?metric=ice-valppl`, { "accept-encoding": "br" });
      expect([head.status, head.body.length]).toEqual([200, 0]);
      expect(Number(head.headers["x-total-count"])).toBeGreaterThan(1000);
      const error = await client.get(`${DATA}?metric=${"x,".repeat(900)}`, { "accept-encoding": "br, gzip" });
      expect(error.status).toBe(400);
      expect(error.headers["content-encoding"]).toBeUndefined();
      expect(JSON.parse(error.body.toString()).errors).toHaveLength(20);
    }
  });

  it("of a streamed response that is cut off by the client leaves the server well", async () => {
    for (const coding of ["br", "gzip", "identity"]) {
      const { request } = await import("node:http");
      await new Promise<void>((resolve) => {
        const options = {
          port: client.port,
          host: "127.0.0.1",
          path: DATA,
          headers: { "accept-encoding": coding },
        };
        const sent = request(options, (response) => {
          response.once("data", () => {
            response.destroy();
            resolve();
          });
        });
        sent.on("error", () => {}).end();
      });
      const response = await client.get(WHOLE, { "accept-encoding": coding });
      expect(response.status).toBe(200);
    }
    expect(served.log.filter(({ level }) => level >= 50)).toEqual([]);
  });
});
