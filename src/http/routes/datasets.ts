/** The descriptions of the served datasets: source, file, engine, columns, load time. */
import type { FastifyInstance } from "fastify";
import type { DatasetStore, ServedDataset } from "../../engines/dataset-store.js";
import { QueryReader, type RawQuery } from "../../query/query-reader.js";
import { type Document, JSON_TYPE, sendDocument } from "../response/document-response.js";
import type { ResponseCache } from "../response/response-cache.js";
import { buildEtag } from "../response/validators.js";
import { COMPARISONS_PATH, EVALUATIONS_PATH } from "./data.js";

export const DATASETS_PATH = "/api/visualize/datasets";

/** The datasets with a path of their own; every other has that of its name. */
const PATH_BY_DATASET: Readonly<Record<string, string>> = {
  evaluations: EVALUATIONS_PATH,
  comparisons: COMPARISONS_PATH,
};

export function registerDatasetsRoute(
  app: FastifyInstance,
  store: DatasetStore,
  cache: ResponseCache,
  appVersion: string,
): void {
  const register = (path: string, names: readonly string[], build: (described: object[]) => object) => {
    app.get<{ Querystring: RawQuery }>(path, (request, reply) => {
      const { loadedAt } = store.get();
      new QueryReader(request.query).finish();
      const datasets = names.map((name) => store.getDataset(name));
      const versions = datasets.map(({ schema, version }) => `${schema.name} ${version}`);
      const document: Document = {
        etag: buildEtag("datasets", appVersion, loadedAt.toISOString(), ...versions),
        contentType: JSON_TYPE,
        build: () => JSON.stringify({ data: build(datasets.map(describe)) }),
      };
      return sendDocument(request, reply, document, cache);
    });
  };
  register(DATASETS_PATH, store.names, (described) => described);
  for (const name of store.names) register(`${DATASETS_PATH}/${name}`, [name], ([described]) => described);
}

function describe(dataset: ServedDataset): object {
  const { name, ...rest } = dataset.describe();
  return { name, path: PATH_BY_DATASET[name] ?? `${EVALUATIONS_PATH}/${name}`, ...rest };
}
