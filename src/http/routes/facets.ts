/** The facets of the evaluations: every size, recipe and metric with its rows under the given filters. */
import type { FastifyInstance } from "fastify";
import type { FacetsPlan } from "../../query/facets.js";
import { findQuery, parseRawQuery } from "../../query/query-reader.js";
import type { AnswerCache } from "../answer-cache.js";
import type { DatasetStore } from "../dataset-store.js";
import type { ServedDataset } from "../sending.js";
import { buildEtag } from "../validators.js";
import { JSON_TYPE, sendDocument, type WholeDocument } from "../whole-documents.js";

export const FACETS_PATH = "/api/visualize/facets";

export function registerFacetsRoute(
  app: FastifyInstance,
  readiness: DatasetStore,
  cache: AnswerCache,
  appVersion: string,
): void {
  app.get(FACETS_PATH, (request, reply) => {
    const { evaluations, served } = readiness.get();
    const answer = evaluations.parseFacets(parseRawQuery(findQuery(request.url)));
    return sendDocument(request, reply, describeFacets(answer, served.evaluations, appVersion), cache);
  });
}

function describeFacets(
  { key, filters, count }: FacetsPlan,
  { name: dataset, source: { sha256, provenance } }: ServedDataset,
  appVersion: string,
): WholeDocument {
  const build = () => {
    const { rows, ...data } = count();
    const meta = { dataset, version: sha256.slice(0, 16), rows, filters, provenance };
    return JSON.stringify({ meta, data });
  };
  return { key, etag: buildEtag(sha256, appVersion, key), contentType: JSON_TYPE, build };
}
