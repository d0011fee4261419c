/** The OpenAPI document of every route, put together from the zod schemas beside this file. */
import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from "zod-openapi";
import type { ProblemCode } from "../../errors.js";
import { FORMATS } from "../../formats/registry.js";
import { datasetsAnswer, facetsAnswer, healthAnswer, jsonAnswers } from "./answers.js";
import { DATA_EXAMPLES, type DataExample, FACETS_EXAMPLE } from "./examples.js";
import { dataHeaders, documentHeaders, notModifiedHeaders, plainHeaders } from "./headers.js";
import {
  comparisonsFilters,
  conditionalHeader,
  ending,
  evaluationsFilters,
  facetCounts,
  options,
  output,
  shape,
} from "./parameters.js";
import { listProblems } from "./problems.js";

const DESCRIPTION = `Query the results of AllenAI's DataDecide: evaluations of pretraining checkpoints, and fine-tuning runs beside them.
\`meta.provenance\` of every answer says whether the values are the suite's or a synthetic stand-in's.

HEAD works wherever GET does: the same status and headers, no body. OPTIONS answers 204 with the CORS headers. Every other
method on a route is a 405, every other path a 404 with the nearest routes. Parameter names are exact, their values are forgiving.`;

/** What can go wrong on every route, and what besides on those of the data and on single documents. */
const EVERYWHERE: readonly ProblemCode[] = [
  "malformed-request",
  "method-not-allowed",
  "url-too-long",
  "headers-too-large",
  "internal-error",
];
const WITH_QUERY: readonly ProblemCode[] = [...EVERYWHERE, "invalid-query", "not-ready"];
const WITH_FORMAT: readonly ProblemCode[] = [...WITH_QUERY, "not-acceptable"];

const NOT_MODIFIED: ZodOpenApiResponseObject = {
  id: "NotModified",
  description: "The client has the answer already.",
  headers: notModifiedHeaders,
};

interface DataRoute {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly query: z.ZodRawShape;
  readonly answer: z.ZodType;
}

const { metric: _metric, data: _data, ...filtersBesideFixed } = evaluationsFilters;
const filtersOfSmall = Object.fromEntries(
  Object.entries(filtersBesideFixed).filter(([name]) => name !== "step"),
);

const LONG = options("long", ["params", "step", "value"], ["params", "-step"]);
const WIDE = options("wide", ["step", "*-valppl"], ["params", "-step"]);

export const DATA_ROUTES: readonly DataRoute[] = [
  {
    path: "/api/visualize/data",
    operationId: "getEvaluations",
    summary: "Evaluations of checkpoints, long or wide",
    description:
      "One row per checkpoint and metric, or with `shape=wide` one per checkpoint. Complete without a `limit`: without any parameter it sends all rows.",
    query: { ...evaluationsFilters, ...shape, ...LONG, ...output },
    answer: jsonAnswers.either,
  },
  {
    path: "/api/visualize/data/small",
    operationId: "getSmallEvaluations",
    summary: "Pile perplexity of Dolma1.7 at step 5000",
    description: "Evaluations with `metric=pile-valppl`, `data=Dolma1.7` and `step=5000` fixed.",
    query: { ...filtersOfSmall, ...LONG, ...output },
    answer: jsonAnswers.long,
  },
  {
    path: "/api/visualize/data/unmelted",
    operationId: "getUnmeltedEvaluations",
    summary: "Evaluations, a column per metric",
    description: "Without any filter `data=Dolma1.7` and `params=10M,60M,150M,530M,1B` are in force.",
    query: { ...evaluationsFilters, ...WIDE, ...output },
    answer: jsonAnswers.wide,
  },
  {
    path: "/api/visualize/data/ft",
    operationId: "getComparisons",
    summary: "Fine-tuning runs beside the checkpoints they began from",
    description:
      "One row per run; `metric` chooses columns. The filters besides `metric`, `params` and `data` are the base columns of the usual file.",
    query: {
      ...comparisonsFilters,
      ...options("comparisons", ["run_id", "delta_*"], ["params", "-ft_tok"]),
      ...output,
    },
    answer: jsonAnswers.comparisons,
  },
];

/** The document; `version` is the server's. */
export function buildOpenApi(version: string): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "DataDecide results API",
      version,
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "The server that this document comes from." }],
    security: [],
    tags: [
      { name: "data", description: "Rows, in five formats." },
      { name: "nameIndex", description: "What there is to ask for." },
      { name: "service", description: "The server and its documentation." },
    ],
    paths: { ...HEALTH_PATHS, ...buildDataPaths(), ...VOCABULARY_PATHS, ...SERVICE_PATHS, ...METRICS_PATHS },
  });
}

function buildDataPaths(): ZodOpenApiPathsObject {
  return Object.fromEntries(
    DATA_ROUTES.flatMap((route) => [
      [route.path, { get: buildDataOperation(route) }],
      [`${route.path}.{ending}`, { get: buildEndingOperation(route) }],
    ]),
  );
}

function buildDataOperation(route: DataRoute): ZodOpenApiOperationObject {
  const { operationId, summary, description, query, answer } = route;
  return {
    operationId,
    summary,
    description,
    tags: ["data"],
    requestParams: { query: z.object(query), header: conditionalHeader },
    responses: {
      "200": {
        description: "The rows.",
        headers: dataHeaders,
        content: buildContent(answer, DATA_EXAMPLES[operationId]),
      },
      "304": NOT_MODIFIED,
      ...listProblems(WITH_FORMAT),
    },
  };
}

/** The same under the ending of a format, which `format` may only repeat. */
function buildEndingOperation(route: DataRoute): ZodOpenApiOperationObject {
  const operation = buildDataOperation(route);
  return {
    ...operation,
    operationId: `${route.operationId}As`,
    summary: `${route.summary}, in the format of the ending`,
    requestParams: { ...operation.requestParams, path: z.object({ ending }) },
    responses: {
      "200": operation.responses["200"],
      "304": NOT_MODIFIED,
      ...listProblems([...WITH_QUERY, "not-found"]),
    },
  };
}

/** Every media type of the registry; JSON is described, the others are text or bytes. */
function buildContent(answer: z.ZodType, examples: DataExample): ZodOpenApiContentObject {
  return Object.fromEntries(
    FORMATS.map(({ name, mediaType }) => {
      if (mediaType === "application/json") return [mediaType, { schema: answer, examples: examples.json }];
      const isBinary = name === "arrow";
      const schema = isBinary ? { type: "string" as const, format: "binary" } : z.string();
      const example = isBinary ? undefined : examples[name];
      return [mediaType, example === undefined ? { schema } : { schema, example }];
    }),
  );
}

function buildDocumentOperation(
  operationId: string,
  summary: string,
  description: string,
  content: ZodOpenApiContentObject,
  problems: readonly ProblemCode[],
  query: z.ZodRawShape = {},
): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    description,
    tags: [problems === EVERYWHERE ? "service" : "nameIndex"],
    requestParams: { query: z.object(query), header: conditionalHeader },
    responses: {
      "200": { description: summary, headers: documentHeaders, content },
      "304": NOT_MODIFIED,
      ...listProblems(problems),
    },
  };
}

const HEALTH_PATHS: ZodOpenApiPathsObject = {
  "/api/health": {
    get: {
      operationId: "getHealth",
      summary: "Whether all data is loaded",
      description: "200 once both datasets are loaded; until then a 503 problem.",
      tags: ["service"],
      responses: {
        "200": {
          description: "All data is loaded.",
          headers: plainHeaders,
          content: { "application/json": { schema: healthAnswer } },
        },
        ...listProblems([...EVERYWHERE, "not-ready"]),
      },
    },
  },
};

const METRICS_PATHS: ZodOpenApiPathsObject = {
  "/metrics": {
    get: {
      operationId: "getMetrics",
      summary: "Figures for Prometheus",
      description: "Hits, misses and bytes of the caches, and the memory in use, in Prometheus' text format.",
      tags: ["service"],
      responses: {
        "200": {
          description: "The figures of this timestamp.",
          headers: plainHeaders,
          content: { "text/plain": { schema: z.string() } },
        },
        ...listProblems(EVERYWHERE),
      },
    },
  },
};

const VOCABULARY_PATHS: ZodOpenApiPathsObject = {
  "/api/visualize/facets": {
    get: buildDocumentOperation(
      "getFacets",
      "Every size, recipe and metric, with its rows under the given filters",
      "What the filters of the evaluations can be set to, and how many rows each value has under those that are set.",
      { "application/json": { schema: facetsAnswer, examples: FACETS_EXAMPLE } },
      WITH_QUERY,
      { ...evaluationsFilters, ...facetCounts },
    ),
  },
  "/api/visualize/datasets": {
    get: buildDocumentOperation(
      "getDatasets",
      "What the two datasets are",
      "Source, licence, citation, file, rows and columns of both; it takes no parameter.",
      { "application/json": { schema: datasetsAnswer } },
      WITH_QUERY,
    ),
  },
};

const SERVICE_PATHS: ZodOpenApiPathsObject = {
  "/": {
    get: buildDocumentOperation(
      "getExplorer",
      "The explorer: a page to look at the data",
      "Charts and tables of both datasets, made of the other routes; its query is the state of the page.",
      { "text/html": { schema: z.string() } },
      EVERYWHERE,
    ),
  },
  "/api/openapi.json": {
    get: buildDocumentOperation(
      "getOpenApi",
      "This document",
      "The description of every route, OpenAPI 3.1.",
      { "application/json": { schema: z.looseObject({ openapi: z.string() }).meta({ id: "OpenApi" }) } },
      EVERYWHERE,
    ),
  },
  "/api/docs": {
    get: buildDocumentOperation(
      "getDocs",
      "A page to try the routes on",
      "An interactive reference made of this document; it asks nothing of other servers.",
      { "text/html": { schema: z.string() } },
      EVERYWHERE,
    ),
  },
};
