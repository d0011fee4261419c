/** The facets of a dataset: every name of its filters with its number of rows under the given filters. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DatasetStore, ServedDataset } from "../../engines/dataset-store.js";
import { countFacets } from "../../engines/facets.js";
import type { FacetsPlan } from "../../query/facets.js";
import type { RawQuery } from "../../query/query-reader.js";
import { type Document, JSON_TYPE, sendDocument } from "../response/document-response.js";
import { RequestContext } from "../response/request-context.js";
import type { ResponseCache } from "../response/response-cache.js";
import { buildEtag } from "../response/validators.js";

export const FACETS_PATH = "/api/visualize/facets";

export function registerFacetsRoute(
  app: FastifyInstance,
  store: DatasetStore,
  cache: ResponseCache,
  appVersion: string,
): void {
  const routes: [path: string, name: string][] = [
    [FACETS_PATH, "evaluations"],
    ...store.names.map((name): [string, string] => [`${FACETS_PATH}/${name}`, name]),
  ];
  for (const [path, name] of routes) {
    app.get<{ Querystring: RawQuery }>(path, (request, reply) => {
      const dataset = store.getDataset(name);
      const plan = dataset.query.parseFacets(request.query);
      return sendDocument(request, reply, describeFacets(request, plan, dataset, appVersion), cache);
    });
  }
}

function describeFacets(
  request: FastifyRequest,
  plan: FacetsPlan,
  { schema, engine, version, provenance }: ServedDataset,
  appVersion: string,
): Document {
  const { key, filters } = plan;
  const build = async () => {
    const { rows, lists } = await countFacets(schema, engine, plan, new RequestContext(request));
    const meta = { dataset: schema.name, version: version.slice(0, 16), rows, filters, provenance };
    return Buffer.from(JSON.stringify({ meta, data: lists }));
  };
  return { etag: buildEtag(version, provenance, appVersion, key), contentType: JSON_TYPE, build };
}
