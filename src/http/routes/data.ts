/** The routes of both datasets, each also with the ending of every format. */
import type { FastifyInstance } from "fastify";
import type { Format } from "../../formats/format.js";
import { FORMATS } from "../../formats/registry.js";
import type { EvaluationsRoute } from "../../query/evaluations-query.js";
import type { QueryPlan } from "../../query/query-plan.js";
import { findQuery, parseRawQuery } from "../../query/query-reader.js";
import type { DatasetStore, ServedData } from "../dataset-store.js";
import type { AnswerRequest } from "../exchange.js";
import { negotiateFormat } from "../negotiation.js";
import { type AnswerSender, type PreparedAnswer, prepareAnswer, type ServedDataset } from "../sending.js";

const CHART_FILTERS = { metric: ["pile-valppl"], data: ["Dolma1.7"], step: ["5000"] };
const DEFAULT_TABLE_FILTERS = { data: ["Dolma1.7"], params: ["10M", "60M", "150M", "530M", "1B"] };

export const EVALUATIONS_PATH = "/api/visualize/data";

/** The routes over the evaluations. */
export const EVALUATIONS_ROUTES: Readonly<Record<string, EvaluationsRoute>> = {
  [EVALUATIONS_PATH]: { shape: null, fixedFilters: {}, defaultFilters: {} },
  "/api/visualize/data/small": { shape: "long", fixedFilters: CHART_FILTERS, defaultFilters: {} },
  "/api/visualize/data/unmelted": { shape: "wide", fixedFilters: {}, defaultFilters: DEFAULT_TABLE_FILTERS },
};

export const COMPARISONS_PATH = "/api/visualize/data/ft";

/** Every path of the data, with and without the ending of a format. */
export const DATA_PATHS: readonly string[] = [...Object.keys(EVALUATIONS_ROUTES), COMPARISONS_PATH].flatMap(
  (path) => [path, ...FORMATS.map(({ extension }) => `${path}.${extension}`)],
);

/** Understands a request of one route. Throws ProblemError invalid-query, not-acceptable or not-ready. */
export type PrepareAnswer = (request: AnswerRequest) => PreparedAnswer;

type ReadQuery = (data: ServedData, query: string, pathFormat: Format | null) => [QueryPlan, ServedDataset];

/** The routes by path. */
export function buildDataRoutes(
  readiness: DatasetStore,
  appVersion: string,
): ReadonlyMap<string, PrepareAnswer> {
  const routes = new Map<string, PrepareAnswer>();
  for (const [path, read] of listRoutes()) {
    for (const format of [null, ...FORMATS]) {
      routes.set(format === null ? path : `${path}.${format.extension}`, (request) => {
        const [answer, dataset] = read(readiness.get(), findQuery(request.url), format);
        return prepareAnswer(answer, answer.format ?? negotiateFormat(request), dataset, appVersion);
      });
    }
  }
  return routes;
}

export function registerDataRoutes(
  app: FastifyInstance,
  routes: ReadonlyMap<string, PrepareAnswer>,
  sender: AnswerSender,
): void {
  for (const [path, prepare] of routes) {
    app.get(path, (request, reply) => sender.send(request, reply, prepare(request)));
  }
}

function listRoutes(): [path: string, read: ReadQuery][] {
  const evaluations = Object.entries(EVALUATIONS_ROUTES).map(([path, route]): [string, ReadQuery] => [
    path,
    (data, query, format) => [
      data.evaluations.parse(parseRawQuery(query), route, format),
      data.served.evaluations,
    ],
  ]);
  return [
    ...evaluations,
    [
      COMPARISONS_PATH,
      (data, query, format) => [
        data.comparisons.parse(parseRawQuery(query), format),
        data.served.comparisons,
      ],
    ],
  ];
}
