/** The facets of the evaluations: every size, recipe and metric with its number of rows under the given filters. */
import type { FastifyInstance } from "fastify";
import type { FacetsPlan } from "../../query/facets.js";
import type { RawQuery } from "../../query/query-reader.js";
import type { DatasetStore, ServedDataset } from "../dataset-store.js";
import { type Document, JSON_TYPE, sendDocument } from "../response/document-response.js";
import type { ResponseCache } from "../response/response-cache.js";
import { buildEtag } from "../response/validators.js";

export const FACETS_PATH = "/api/visualize/facets";

export function registerFacetsRoute(
  app: FastifyInstance,
  store: DatasetStore,
  cache: ResponseCache,
  appVersion: string,
): void {
  app.get<{ Querystring: RawQuery }>(FACETS_PATH, (request, reply) => {
    const { evaluations, served } = store.get();
    const plan = evaluations.parseFacets(request.query);
    return sendDocument(request, reply, describeFacets(plan, served.evaluations, appVersion), cache);
  });
}

function describeFacets(
  { key, filters, count }: FacetsPlan,
  { name: dataset, source: { sha256, provenance } }: ServedDataset,
  appVersion: string,
): Document {
  const build = () => {
    const { rows, ...data } = count();
    const meta = { dataset, version: sha256.slice(0, 16), rows, filters, provenance };
    return JSON.stringify({ meta, data });
  };
  return { etag: buildEtag(sha256, appVersion, key), contentType: JSON_TYPE, build };
}
