import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { findUndocumented } from "../support/openapi.js";
import { buildServedApp, ready } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";
import { checkDrawnRequests, fillPath, PATHS } from "./drawn-requests.js";

let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await buildServedApp(ready(buildSmallDatasets())));
});

describe("requests drawn from the OpenAPI document", () => {
  it("have no undocumented status, header or shape in their responses", async () => {
    await checkDrawnRequests(buildSmallDatasets(), 20261124, 240);
  });

  it("get a documented 405 with another method, on every path", async () => {
    for (const path of PATHS) {
      for (const method of ["POST", "PUT", "DELETE", "PATCH"] as const) {
        const response = await app.inject({ method, url: fillPath(path, "csv") });
        expect(response.statusCode).toBe(405);
        const { statusCode: status, headers, body } = response;
        expect(findUndocumented(path, { status, headers, body }), path).toBeNull();
      }
    }
  });

  it("get a documented 503 or a response while the data is loading, on every path", async () => {
    const { app: loading } = await buildServedApp();
    for (const path of PATHS) {
      const { statusCode: status, headers, body } = await loading.inject(fillPath(path, "json"));
      expect(findUndocumented(path, { status, headers, body }), path).toBeNull();
      expect([200, 503]).toContain(status);
    }
  });
});
