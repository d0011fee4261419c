/** The OpenAPI document of all routes, built from the zod schemas in this folder. */
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
import { DATA_EXAMPLES, type DataExample, FACETS_EXAMPLE } from "./examples.js";
import { dataHeaders, documentHeaders, notModifiedHeaders, plainHeaders } from "./headers.js";
import {
  comparisonsFilters,
  conditionalHeader,
  evaluationsFilters,
  extension,
  outputOptions,
  selectOptions,
  shape,
} from "./parameters.js";
import { listProblems } from "./problems.js";
import { datasetsResponse, facetsResponse, healthResponse, rowResponses } from "./responses.js";

const DESCRIPTION = `Query the results of AllenAI's DataDecide: evaluations of pretraining checkpoints, and fine-tuning runs matched with them.
\`meta.provenance\` of every response distinguishes measured values from a synthetic stand-in.

HEAD works on every GET route and returns the same status and headers without a body. OPTIONS returns 204 with the CORS headers.
Every other method on a route is a 405, every other path a 404 with the nearest routes. Parameter names are exact; values are matched leniently.`;

/** The problems of every route, of routes with a query, and of row routes. */
const EVERYWHERE: readonly ProblemCode[] = [
  "malformed-request",
  "method-not-allowed",
  "url-too-long",
  "headers-too-large",
  "internal-error",
];
const WITH_QUERY: readonly ProblemCode[] = [...EVERYWHERE, "invalid-query", "not-ready"];
const WITH_FORMAT: readonly ProblemCode[] = [...WITH_QUERY, "not-acceptable"];

const PARTIAL: ZodOpenApiResponseObject = {
  id: "PartialContent",
  description: "The bytes that a `Range` header asks for, of a response that is sent whole.",
};
const NOT_MODIFIED: ZodOpenApiResponseObject = {
  id: "NotModified",
  description: "The client's copy is current.",
  headers: notModifiedHeaders,
};

interface DataRoute {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly query: z.ZodRawShape;
  readonly response: z.ZodType;
}

const { metric: _metric, data: _data, ...filtersBesideFixed } = evaluationsFilters;
const filtersOfSmall = Object.fromEntries(
  Object.entries(filtersBesideFixed).filter(([name]) => name !== "step"),
);

const LONG = selectOptions("long", ["params", "step", "value"], ["params", "-step"]);
const WIDE = selectOptions("wide", ["step", "*-valppl"], ["params", "-step"]);

export const DATA_ROUTES: readonly DataRoute[] = [
  {
    path: "/api/visualize/data",
    operationId: "getEvaluations",
    summary: "Evaluations of checkpoints, long or wide",
    description:
      "One row for each checkpoint and metric, or with `shape=wide` for each checkpoint. Without a `limit` the response is complete.",
    query: { ...evaluationsFilters, ...shape, ...LONG, ...outputOptions },
    response: rowResponses.either,
  },
  {
    path: "/api/visualize/data/small",
    operationId: "getSmallEvaluations",
    summary: "Pile perplexity of Dolma1.7 at step 5000",
    description: "Evaluations with `metric=pile-valppl`, `data=Dolma1.7` and `step=5000` fixed.",
    query: { ...filtersOfSmall, ...LONG, ...outputOptions },
    response: rowResponses.long,
  },
  {
    path: "/api/visualize/data/unmelted",
    operationId: "getUnmeltedEvaluations",
    summary: "Evaluations, a column for each metric",
    description: "By default, without any filter, `data=Dolma1.7` and `params=10M,60M,150M,530M,1B` apply.",
    query: { ...evaluationsFilters, ...WIDE, ...outputOptions },
    response: rowResponses.wide,
  },
  {
    path: "/api/visualize/data/ft",
    operationId: "getComparisons",
    summary: "Fine-tuning runs matched with the checkpoints they started from",
    description:
      "One row for each run; `metric` chooses columns. All other filters are base columns of the file.",
    query: {
      ...comparisonsFilters,
      ...selectOptions("comparisons", ["run_id", "delta_*"], ["params", "-ft_tok"]),
      ...outputOptions,
    },
    response: rowResponses.comparisons,
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
      { name: "metadata", description: "The datasets, and the values that filters accept." },
      { name: "service", description: "The server and its documentation." },
    ],
    paths: { ...HEALTH_PATHS, ...buildDataPaths(), ...METADATA_PATHS, ...SERVICE_PATHS, ...METRICS_PATHS },
  });
}

function buildDataPaths(): ZodOpenApiPathsObject {
  return Object.fromEntries(
    DATA_ROUTES.flatMap((route) => [
      [route.path, { get: buildDataOperation(route) }],
      [`${route.path}.{extension}`, { get: buildExtensionOperation(route) }],
    ]),
  );
}

function buildDataOperation(route: DataRoute): ZodOpenApiOperationObject {
  const { operationId, summary, description, query, response } = route;
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
        content: buildContent(response, DATA_EXAMPLES[operationId]),
      },
      "206": PARTIAL,
      "304": NOT_MODIFIED,
      ...listProblems([...WITH_FORMAT, "range-not-satisfiable"]),
    },
  };
}

/** The same operation with the extension of a format; `format` may only repeat it. */
function buildExtensionOperation(route: DataRoute): ZodOpenApiOperationObject {
  const operation = buildDataOperation(route);
  return {
    ...operation,
    operationId: `${route.operationId}As`,
    summary: `${route.summary}, in the format of the extension`,
    requestParams: { ...operation.requestParams, path: z.object({ extension }) },
    responses: {
      "200": operation.responses["200"],
      "206": PARTIAL,
      "304": NOT_MODIFIED,
      ...listProblems([...WITH_QUERY, "not-found", "range-not-satisfiable"]),
    },
  };
}

/** The media types of all formats; only JSON has a detailed schema. */
function buildContent(response: z.ZodType, examples: DataExample): ZodOpenApiContentObject {
  return Object.fromEntries(
    FORMATS.map(({ name, mediaType }) => {
      if (mediaType === "application/json") return [mediaType, { schema: response, examples: examples.json }];
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
    tags: [problems === EVERYWHERE ? "service" : "metadata"],
    requestParams: { query: z.object(query), header: conditionalHeader },
    responses: {
      "200": { description: summary, headers: documentHeaders, content },
      "206": PARTIAL,
      "304": NOT_MODIFIED,
      ...listProblems([...problems, "range-not-satisfiable"]),
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
          content: { "application/json": { schema: healthResponse } },
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
      summary: "Prometheus metrics",
      description:
        "Requests by route and status, the process and its event loop, and the caches, in the Prometheus text format.",
      tags: ["service"],
      responses: {
        "200": {
          description: "The current metrics.",
          headers: plainHeaders,
          content: { "text/plain": { schema: z.string() } },
        },
        ...listProblems(EVERYWHERE),
      },
    },
  },
};

const METADATA_PATHS: ZodOpenApiPathsObject = {
  "/api/visualize/facets": {
    get: buildDocumentOperation(
      "getFacets",
      "Every size, recipe and metric, with its rows under the given filters",
      "What the filters of the evaluations can be set to, and what is left under those that are set.",
      { "application/json": { schema: facetsResponse, examples: FACETS_EXAMPLE } },
      WITH_QUERY,
      evaluationsFilters,
    ),
  },
  "/api/visualize/datasets": {
    get: buildDocumentOperation(
      "getDatasets",
      "The two datasets",
      "Source, licence, citation, file, rows and columns of both. It has no parameters.",
      { "application/json": { schema: datasetsResponse } },
      WITH_QUERY,
    ),
  },
};

const SERVICE_PATHS: ZodOpenApiPathsObject = {
  "/": {
    get: buildDocumentOperation(
      "getExplorer",
      "The explorer, a page with charts of the data",
      "Charts and tables of both datasets, from the other routes. The query string is the state of the page.",
      { "text/html": { schema: z.string() } },
      EVERYWHERE,
    ),
  },
  "/api/openapi.json": {
    get: buildDocumentOperation(
      "getOpenApi",
      "This document",
      "The description of all routes, OpenAPI 3.1.",
      { "application/json": { schema: z.looseObject({ openapi: z.string() }).meta({ id: "OpenApi" }) } },
      EVERYWHERE,
    ),
  },
  "/api/docs": {
    get: buildDocumentOperation(
      "getDocs",
      "A page to try the routes",
      "An interactive reference, built from this document. It requests nothing from other servers.",
      { "text/html": { schema: z.string() } },
      EVERYWHERE,
    ),
  },
};
