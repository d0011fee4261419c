/** The OpenAPI document, made at its first request. */
import type { FastifyInstance } from "fastify";
import type { AnswerCache } from "../answer-cache.js";
import { buildEtag } from "../validators.js";
import { JSON_TYPE, sendDocument, type WholeDocument } from "../whole-documents.js";

export const OPENAPI_PATH = "/api/openapi.json";

export function registerOpenApiRoute(app: FastifyInstance, cache: AnswerCache, appVersion: string): void {
  let known: Promise<WholeDocument> | null = null;
  app.get(OPENAPI_PATH, async (request, reply) => {
    known ??= writeOpenApi(appVersion);
    return sendDocument(request, reply, await known, cache);
  });
}

async function writeOpenApi(appVersion: string): Promise<WholeDocument> {
  // Some hundred schemas and their library, which a server that nobody asks for the document can do without.
  const { buildOpenApi } = await import("../schemas/openapi.js");
  const text = JSON.stringify(buildOpenApi(appVersion));
  // Documents of one version differ between two states of the code, so the text itself is the identity.
  return { key: "openapi", etag: buildEtag(text), contentType: JSON_TYPE, build: () => text };
}
