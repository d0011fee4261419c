/** The interactive API reference and its two scripts. */
import type { FastifyInstance } from "fastify";
import { type Document, sendDocument } from "../response/document-response.js";
import type { ResponseCache } from "../response/response-cache.js";
import { buildEtag } from "../response/validators.js";
import { buildDocsPage, buildStartScript, DOCS_POLICY, readReferenceBundle } from "./docs-page.js";
import { OPENAPI_PATH } from "./openapi.js";

export const DOCS_PATH = "/api/docs";
const BUNDLE_PATH = `${DOCS_PATH}/reference.js`;
const START_PATH = `${DOCS_PATH}/start.js`;

/** The scripts of the page. */
export const DOCS_ASSET_PATHS: readonly string[] = [BUNDLE_PATH, START_PATH];

const HTML_TYPE = "text/html; charset=utf-8";
const SCRIPT_TYPE = "text/javascript; charset=utf-8";

export function registerDocsRoutes(app: FastifyInstance, cache: ResponseCache, appVersion: string): void {
  const page = buildDocsPage(OPENAPI_PATH, BUNDLE_PATH, START_PATH);
  const start = buildStartScript(OPENAPI_PATH);
  const documents: readonly [path: string, document: Document][] = [
    [DOCS_PATH, describe("page", page, HTML_TYPE, () => page)],
    [START_PATH, describe("start", start, SCRIPT_TYPE, () => start)],
    // The version of the application decides which bundle is installed.
    [BUNDLE_PATH, describe("bundle", appVersion, SCRIPT_TYPE, readReferenceBundle)],
  ];
  for (const [path, document] of documents) {
    app.get(path, (request, reply) => {
      reply.header("content-security-policy", DOCS_POLICY).header("x-content-type-options", "nosniff");
      return sendDocument(request, reply, document, cache);
    });
  }
}

function describe(name: string, identity: string, contentType: string, build: Document["build"]): Document {
  return { etag: buildEtag("docs", name, identity), contentType, build };
}
