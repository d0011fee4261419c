/** How the reference page and its files are served; what is in them is tested in a browser. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { DOCS_PATH, DOCS_POLICY } from "../../../src/http/routes/pages.js";
import { buildServedApp, expectProblem, ROOT } from "../../support/served-app.js";

const MAX_BYTES = 20_000;

let app: FastifyInstance;
let page: string;
let paths: string[];

beforeAll(async () => {
  // Without data: the reference is there from the first timestamp.
  ({ app } = await buildServedApp());
  page = (await app.inject(DOCS_PATH)).body;
  const files = readdirSync(join(ROOT, "dist/reference")).filter((name) => /\.(js|css)$/.test(name));
  paths = files.map((name) => `${DOCS_PATH}/${name}`);
});

describe("the reference page", () => {
  it("is HTML under a policy that allows scripts and styles of this server only", async () => {
    const { statusCode, headers } = await app.inject(DOCS_PATH);
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toBe(DOCS_POLICY);
    expect(DOCS_POLICY).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(DOCS_POLICY).not.toMatch(/unsafe|https?:|\*/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it("loads its script and style sheet, links to the document, and names no other server", () => {
    const links = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target]) => target);
    expect(links.sort()).toEqual([...paths, "data:,", "/api/openapi.json"].sort());
    expect(page).not.toMatch(/https?:|<script>|<style>/);
  });

  it("has small files, served for ever, each by its content", async () => {
    expect(paths).toHaveLength(2);
    let size = 0;
    for (const url of paths) {
      const response = await app.inject({ url, headers: { "accept-encoding": "br" } });
      expect([response.statusCode, response.headers["content-encoding"]]).toEqual([200, "br"]);
      expect(response.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      size += response.rawPayload.length;
      expectProblem(await app.inject({ method: "POST", url }), "method-not-allowed", /^POST is not offered/);
    }
    expect(size).toBeLessThan(MAX_BYTES);
  });
});
