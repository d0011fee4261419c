/** How the page and its files are served; what is in them is tested in a browser. It needs `npm run build` before. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { buildServedApp, expectProblem, ROOT } from "../../support/served-app.js";

const MAX_BYTES = 300_000;

let app: FastifyInstance;
let files: string[];

beforeAll(async () => {
  // Without data, which the page does not need.
  ({ app } = await buildServedApp());
  files = readdirSync(join(ROOT, "dist/explorer")).filter((name) => /\.(js|css)$/.test(name));
});

describe("the explorer page", () => {
  it("is served while the data is still loading, at / and with whatever query", async () => {
    for (const url of ["/", "/?view=curves&params=1B", "/?data=100%"]) {
      const response = await app.inject(url);
      expect([response.statusCode, response.headers["content-type"]]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      expect(response.body).toMatch(/^<!doctype html>/);
    }
  });

  it("forbids inline scripts, and everything of other servers", async () => {
    const { headers } = await app.inject("/");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toMatch(/style-src 'self' 'sha256-[^']+';/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it("names two files that are served for ever, each by its content, and nothing else", async () => {
    const { body } = await app.inject("/");
    const names = [...body.matchAll(/(?:src|href)="(\/explorer\/[^"]*)"/g)].map(([, path]) => path);
    expect(names.sort()).toEqual(files.map((name) => `/explorer/${name}`).sort());
    for (const name of names) {
      expect(name).toMatch(/-[0-9A-Z]{8}\.(js|css)$/);
      const response = await app.inject(name);
      expect(response.statusCode).toBe(200);
      expect(response.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    }
  });

  it("is revalidated each time, with a 304 if nothing has changed", async () => {
    const first = await app.inject("/");
    expect(first.headers["cache-control"]).toBe("no-cache");
    const again = await app.inject({ url: "/", headers: { "if-none-match": String(first.headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    const head = await app.inject({ method: "HEAD", url: "/" });
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, "", first.headers.etag]);
  });

  it("weighs less than 300 kB with its files, compressed beforehand in both codings", async () => {
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const [coding, decompress] of Object.entries(unpack)) {
      let bytes = 0;
      for (const url of ["/", ...files.map((name) => `/explorer/${name}`)]) {
        const plain = await app.inject(url);
        const packed = await app.inject({ url, headers: { "accept-encoding": coding } });
        expect([packed.headers["content-encoding"], packed.headers.vary]).toEqual([
          coding,
          "accept-encoding",
        ]);
        expect(decompress(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
        bytes += packed.rawPayload.length;
      }
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(MAX_BYTES);
    }
  });

  it("requests nothing from other servers", async () => {
    const { body } = await app.inject("/");
    // The one address is that of a namespace.
    expect(body.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|url\(/);
  });

  it("refuses other methods, and unknown files with the nearest route", async () => {
    for (const url of ["/", `/explorer/${files[0]}`]) {
      expectProblem(await app.inject({ method: "POST", url }), "method-not-allowed", /use GET/);
    }
    expectProblem(await app.inject("/explorer/none.js"), "not-found", /There is no route/);
  });
});
