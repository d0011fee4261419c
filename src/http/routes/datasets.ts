/** What the served datasets are: source, file, columns, and when they were loaded. */
import type { FastifyInstance } from "fastify";
import { describeDatasets } from "../../datasets/descriptions.js";
import type { Datasets } from "../../datasets/read.js";
import { findQuery, parseRawQuery, QueryReader } from "../../query/query-reader.js";
import type { AnswerCache } from "../answer-cache.js";
import type { DatasetStore } from "../dataset-store.js";
import { buildEtag } from "../validators.js";
import { JSON_TYPE, sendDocument, type WholeDocument } from "../whole-documents.js";
import { COMPARISONS_PATH, EVALUATIONS_PATH } from "./data.js";

export const DATASETS_PATH = "/api/visualize/datasets";

const PATH_BY_DATASET: Readonly<Record<keyof Datasets, string>> = {
  evaluations: EVALUATIONS_PATH,
  comparisons: COMPARISONS_PATH,
};

export function registerDatasetsRoute(
  app: FastifyInstance,
  readiness: DatasetStore,
  cache: AnswerCache,
): void {
  app.get(DATASETS_PATH, (request, reply) => {
    const { datasets, loadedAt } = readiness.get();
    new QueryReader(parseRawQuery(findQuery(request.url))).finish();
    return sendDocument(request, reply, writeDescriptions(datasets, loadedAt), cache);
  });
}

function writeDescriptions(datasets: Datasets, loadedAt: Date): WholeDocument {
  // What is loaded stays loaded, so timestamp and hashes name the text.
  const { evaluations, comparisons } = datasets;
  const identity = [evaluations.source.sha256, comparisons.source.sha256, loadedAt.toISOString()].join(" ");
  const build = () =>
    JSON.stringify({
      data: describeDatasets(datasets, loadedAt).map(({ name, ...rest }) => ({
        name,
        path: PATH_BY_DATASET[name],
        ...rest,
      })),
    });
  return { key: `datasets ${identity}`, etag: buildEtag(identity), contentType: JSON_TYPE, build };
}
