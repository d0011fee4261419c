/** The routes of both datasets. */
import type { FastifyInstance } from "fastify";
import type { EvaluationsRoute } from "../../query/evaluations-query.js";
import { parseRawQuery } from "../../query/query-reader.js";
import type { Readiness } from "../readiness.js";
import { sendAnswer } from "../sending.js";

const CHART_PRESET = { metric: ["pile-valppl"], data: ["Dolma1.7"], step: ["5000"] };
const UNFILTERED_TABLE = { data: ["Dolma1.7"], params: ["10M", "60M", "150M", "530M", "1B"] };

/** The routes over the evaluations. */
export const EVALUATIONS_ROUTES: Readonly<Record<string, EvaluationsRoute>> = {
  "/api/visualize/data": { shape: null, preset: {}, unfiltered: {} },
  "/api/visualize/data/small": { shape: "long", preset: CHART_PRESET, unfiltered: {} },
  "/api/visualize/data/unmelted": { shape: "wide", preset: {}, unfiltered: UNFILTERED_TABLE },
};

export const COMPARISONS_PATH = "/api/visualize/data/ft";

export function registerDataRoutes(app: FastifyInstance, readiness: Readiness): void {
  for (const [path, route] of Object.entries(EVALUATIONS_ROUTES)) {
    app.get(path, (request, reply) => {
      const { datasets, evaluations } = readiness.get();
      const answer = evaluations.answer(readRawQuery(request.url), route);
      return sendAnswer(request, reply, { name: "evaluations", source: datasets.evaluations.source }, answer);
    });
  }
  app.get(COMPARISONS_PATH, (request, reply) => {
    const { datasets, comparisons } = readiness.get();
    const answer = comparisons.answer(readRawQuery(request.url));
    return sendAnswer(request, reply, { name: "comparisons", source: datasets.comparisons.source }, answer);
  });
}

function readRawQuery(url: string) {
  const at = url.indexOf("?");
  return parseRawQuery(at < 0 ? "" : url.slice(at + 1));
}
