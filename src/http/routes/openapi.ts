/** The OpenAPI document, built on its first request. */
import type { FastifyInstance } from "fastify";
import { type Document, JSON_TYPE, sendDocument } from "../response/document-response.js";
import type { ResponseCache } from "../response/response-cache.js";
import { buildEtag } from "../response/validators.js";

export const OPENAPI_PATH = "/api/openapi.json";

export function registerOpenApiRoute(app: FastifyInstance, cache: ResponseCache, appVersion: string): void {
  let document: Promise<Document> | null = null;
  app.get(OPENAPI_PATH, async (request, reply) => {
    document ??= buildDocument(appVersion);
    return sendDocument(request, reply, await document, cache);
  });
}

async function buildDocument(appVersion: string): Promise<Document> {
  // Imported on demand: the schemas and their libraries take megabytes that most processes never need.
  const { buildOpenApi } = await import("../schemas/openapi.js");
  const text = JSON.stringify(buildOpenApi(appVersion));
  return { etag: buildEtag(text), contentType: JSON_TYPE, build: () => text };
}
