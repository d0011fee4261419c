/** The OpenAPI document, built on its first request. */
import type { FastifyInstance } from "fastify";
import type { DatasetStore, ServedData } from "../../engines/dataset-store.js";
import { type Document, JSON_TYPE, sendDocument } from "../response/document-response.js";
import type { ResponseCache } from "../response/response-cache.js";
import { buildEtag } from "../response/validators.js";

export const OPENAPI_PATH = "/api/openapi.json";

export function registerOpenApiRoute(
  app: FastifyInstance,
  store: DatasetStore,
  cache: ResponseCache,
  appVersion: string,
): void {
  /** The document of a publication; before the first, without the datasets of the catalog. */
  let built: { readonly of: ServedData | null; readonly document: Promise<Document> } | null = null;
  app.get(OPENAPI_PATH, async (request, reply) => {
    const data = store.find();
    if (built === null || built.of !== data) built = { of: data, document: buildDocument(appVersion, data) };
    return sendDocument(request, reply, await built.document, cache);
  });
}

async function buildDocument(appVersion: string, data: ServedData | null): Promise<Document> {
  // Imported on demand: the schemas and their libraries take megabytes that most processes never need.
  const { buildOpenApi } = await import("../../openapi/document.js");
  const catalog = [...(data?.served.values() ?? [])].filter(({ engine }) => engine.name !== "memory");
  const datasets = catalog.map(({ schema, query, describe }) => ({ schema, query, title: describe().title }));
  const text = JSON.stringify(buildOpenApi(appVersion, datasets));
  return { etag: buildEtag(text), contentType: JSON_TYPE, build: () => text };
}
