/** The reference page: what it is made of comes from here, and nothing of it from elsewhere. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { DOCS_PATH, DOCS_POLICY } from "../../../src/http/routes/pages.js";
import { buildServedApp, expectProblem } from "../../support/served-app.js";

const DOCS_ASSET_PATHS = ["/api/docs/reference.js", "/api/docs/start.js"];

let app: FastifyInstance;
let page: string;

beforeAll(async () => {
  // Without data: the reference is there from the first timestamp.
  ({ app } = await buildServedApp());
  page = (await app.inject(DOCS_PATH)).body;
});

describe("the reference page", () => {
  it("is HTML under a policy that allows scripts of this server only", async () => {
    const { statusCode, headers } = await app.inject(DOCS_PATH);
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toBe(DOCS_POLICY);
    expect(DOCS_POLICY).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(DOCS_POLICY).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it("links to the explorer and the document, loads its scripts, and names no other server", () => {
    const links = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target]) => target);
    expect(links).toEqual(["data:,", "/", "/api/openapi.json", "/api/openapi.json", ...DOCS_ASSET_PATHS]);
    expect(page).not.toMatch(/https?:|<script>/);
  });

  it.each(DOCS_ASSET_PATHS)("loads %s as a script, compressed and kept by its ETag", async (path) => {
    const response = await app.inject({ url: path, headers: { "accept-encoding": "br" } });
    expect(response.statusCode).toBe(200);
    expect(response.headers["content-type"]).toMatch(/^(text|application)\/javascript; charset=utf-8$/);
    if (response.rawPayload.length > 1024) expect(response.headers["content-encoding"]).toBe("br");
    const etag = String(response.headers.etag);
    const again = await app.inject({
      url: path,
      headers: { "accept-encoding": "br", "if-none-match": etag },
    });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expectProblem(
      await app.inject({ method: "POST", url: path }),
      "method-not-allowed",
      /^POST is not offered/,
    );
  });

  it("starts the reference on this server's document, without fonts, telemetry and services of others", async () => {
    const start = (await app.inject(DOCS_ASSET_PATHS[1])).body;
    expect(start).toContain('url: "/api/openapi.json"');
    expect(start).toContain("withDefaultFonts: false");
    expect(start).toContain("telemetry: false");
    expect(start).toContain("agent: { disabled: true }");
    expect(start).not.toMatch(/https?:/);
    expect((await app.inject(DOCS_ASSET_PATHS[0])).body).toContain("createApiReference");
  });
});
