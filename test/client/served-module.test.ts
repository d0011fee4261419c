/** The client as the built server sends it: one module, imported as notebooks and pages do. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as source from "../../src/client/index.js";
import { type HttpClient, listen } from "../support/http-client.js";
import { buildServedApp, ready, type ServedApp } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

const PATH = "/client.js";
const MAX_BYTES = 8_000;

let served: ServedApp;
let client: HttpClient;
let origin: string;
let folder: string;

beforeAll(async () => {
  served = await buildServedApp(ready(buildSmallDatasets()));
  client = await listen(served.app);
  origin = `http://127.0.0.1:${client.port}`;
  folder = await mkdtemp(join(tmpdir(), "datadecide-client-"));
});
afterAll(async () => {
  client.close();
  served.app.server.closeAllConnections();
  await served.app.close();
  await rm(folder, { recursive: true, force: true });
});

describe("/client.js", () => {
  it("is one small script for pages of any origin, compressed, cached and kept by its ETag", async () => {
    const headers = { origin: "https://notebook.example", "accept-encoding": "br" };
    const response = await served.app.inject({ url: PATH, headers });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      "content-type": "application/javascript; charset=utf-8",
      "content-encoding": "br",
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=300, stale-while-revalidate=86400",
      "x-content-type-options": "nosniff",
    });
    expect(response.headers.vary).toMatch(/accept-encoding/i);
    const etag = String(response.headers.etag);
    const again = await served.app.inject({ url: PATH, headers: { ...headers, "if-none-match": etag } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    const { body } = await served.app.inject(PATH);
    expect(body.length).toBeLessThan(MAX_BYTES);
    expect(body).not.toMatch(/\bimport\s*[({"']|\bfrom\s*["']/);
  });

  it("has the functions of the source and gets data, as a data: URL and as a file", async () => {
    const text = await (await fetch(origin + PATH)).text();
    const file = join(folder, "client.mjs");
    await writeFile(file, text);
    for (const url of [`data:text/javascript,${encodeURIComponent(text)}`, pathToFileURL(file).href]) {
      const module: typeof source = await import(/* @vite-ignore */ url);
      expect(Object.keys(module).sort()).toEqual(Object.keys(source).sort());
      const query = { metric: "pile-valppl", data: "C4", params: "1B", step: 5000 };
      const { data } = await module.getEvaluations(query, { baseUrl: origin });
      expect(data).toMatchObject([{ data: "C4", params: "1B", value: expect.any(Number) }]);
      const failure = module.getEvaluations({ metric: "pile-vlppl" }, { baseUrl: origin });
      await expect(failure).rejects.toBeInstanceOf(module.ProblemError);
      // Without a server of its own, a module sends requests to the page's, as the source does.
      expect(module.buildUrl("/x", {})).toBe("/x");
    }
  });
});
