/** The description of the served datasets: source, file, columns, load time. */
import type { FastifyInstance } from "fastify";
import { describeDatasets } from "../../datasets/descriptions.js";
import type { Datasets } from "../../datasets/read.js";
import { QueryReader, type RawQuery } from "../../query/query-reader.js";
import type { DatasetStore } from "../dataset-store.js";
import { type Document, JSON_TYPE, sendDocument } from "../response/document-response.js";
import type { ResponseCache } from "../response/response-cache.js";
import { buildEtag } from "../response/validators.js";
import { COMPARISONS_PATH, EVALUATIONS_PATH } from "./data.js";

export const DATASETS_PATH = "/api/visualize/datasets";

const PATH_BY_DATASET: Readonly<Record<keyof Datasets, string>> = {
  evaluations: EVALUATIONS_PATH,
  comparisons: COMPARISONS_PATH,
};

export function registerDatasetsRoute(
  app: FastifyInstance,
  store: DatasetStore,
  cache: ResponseCache,
  appVersion: string,
): void {
  app.get<{ Querystring: RawQuery }>(DATASETS_PATH, (request, reply) => {
    const { datasets, loadedAt } = store.get();
    new QueryReader(request.query).finish();
    return sendDocument(request, reply, describeDocument(datasets, loadedAt, appVersion), cache);
  });
}

function describeDocument(datasets: Datasets, loadedAt: Date, appVersion: string): Document {
  const hashes = Object.values(datasets).map(({ source }) => source.sha256);
  const etag = buildEtag("datasets", appVersion, loadedAt.toISOString(), ...hashes);
  const build = () => {
    const data = describeDatasets(datasets, loadedAt).map(({ name, ...rest }) => ({
      name,
      path: PATH_BY_DATASET[name],
      ...rest,
    }));
    return JSON.stringify({ data });
  };
  return { etag, contentType: JSON_TYPE, build };
}
