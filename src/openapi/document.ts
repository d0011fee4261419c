/** The OpenAPI document of all routes, built from the zod schemas in this folder. */
import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import examples from "../datasets/shipped-examples.json" with { type: "json" };
import type { ProblemCode } from "../errors.js";
import { buildCatalogPaths, type DocumentedDataset } from "./catalog-operations.js";
import { documentHeaders, plainHeaders } from "./headers.js";
import { conditionalHeader, datasetPath, evaluationsFilters, facetCounts } from "./parameters.js";
import { COMMON_PROBLEMS, listProblems, QUERY_PROBLEMS } from "./problems.js";
import {
  datasetResponse,
  datasetsResponse,
  facetsResponse,
  healthResponse,
  NOT_MODIFIED,
  PARTIAL_CONTENT,
} from "./responses.js";
import { buildRowPaths } from "./row-operations.js";

const DESCRIPTION = `Query the results of AllenAI's DataDecide: evaluations of pretraining checkpoints, and fine-tuning runs matched with them.
\`meta.provenance\` of every response distinguishes measured values from a synthetic stand-in.

HEAD works on every GET route and returns the same status and headers without a body. OPTIONS returns 204 with the CORS headers.
Every other method on a route is a 405, every other path a 404 with the nearest routes. Parameter names are exact; values are matched leniently.`;

/** The document; `version` is the server's, `datasets` are those of its catalog. */
export function buildOpenApi(
  version: string,
  datasets: readonly DocumentedDataset[] = [],
): ReturnType<typeof createDocument> {
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
    paths: { ...buildRowPaths(), ...buildCatalogPaths(datasets), ...METADATA_PATHS, ...SERVICE_PATHS },
  });
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
    tags: [problems === COMMON_PROBLEMS ? "service" : "metadata"],
    requestParams: { query: z.object(query), header: conditionalHeader },
    responses: {
      "200": { description: summary, headers: documentHeaders, content },
      "206": PARTIAL_CONTENT,
      "304": NOT_MODIFIED,
      ...listProblems([...problems, "range-not-satisfiable"]),
    },
  };
}

/** An operation without validators, whose response is never cached. */
function buildPlainOperation(
  operationId: string,
  summary: string,
  description: string,
  content: ZodOpenApiContentObject,
  problems: readonly ProblemCode[],
): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    description,
    tags: ["service"],
    responses: { "200": { description: summary, headers: plainHeaders, content }, ...listProblems(problems) },
  };
}

const METADATA_PATHS: ZodOpenApiPathsObject = {
  "/api/visualize/facets": {
    get: buildDocumentOperation(
      "getFacets",
      "Every size, recipe and metric, with its rows under the given filters",
      "What the filters of the evaluations can be set to, and how many rows each value has under those that are set.",
      { "application/json": { schema: facetsResponse, examples: examples.operations.getFacets.json } },
      QUERY_PROBLEMS,
      { ...evaluationsFilters, ...facetCounts },
    ),
  },
  "/api/visualize/datasets": {
    get: buildDocumentOperation(
      "getDatasets",
      "All datasets",
      "Source, licence, citation, file, engine, rows and columns of each. It has no parameters.",
      { "application/json": { schema: datasetsResponse } },
      QUERY_PROBLEMS,
    ),
  },
  "/api/visualize/datasets/{dataset}": {
    get: {
      ...buildDocumentOperation(
        "getDataset",
        "One dataset",
        "The same of one dataset. It has no parameters.",
        { "application/json": { schema: datasetResponse } },
        [...QUERY_PROBLEMS, "not-found"],
      ),
      requestParams: { path: datasetPath, header: conditionalHeader },
    },
  },
};

const SERVICE_PATHS: ZodOpenApiPathsObject = {
  "/api/health": {
    get: buildPlainOperation(
      "getHealth",
      "Whether all data is loaded",
      "200 once both datasets are loaded; until then a 503 problem.",
      { "application/json": { schema: healthResponse } },
      [...COMMON_PROBLEMS, "not-ready"],
    ),
  },
  "/metrics": {
    get: buildPlainOperation(
      "getMetrics",
      "Prometheus metrics",
      "Requests by route and status, the process and its event loop, and the caches, in the Prometheus text format.",
      { "text/plain": { schema: z.string() } },
      COMMON_PROBLEMS,
    ),
  },
  "/": {
    get: buildDocumentOperation(
      "getExplorer",
      "The explorer, a page with charts of the data",
      "Charts and tables of both datasets, from the other routes. The query string is the state of the page.",
      { "text/html": { schema: z.string() } },
      COMMON_PROBLEMS,
    ),
  },
  "/api/openapi.json": {
    get: buildDocumentOperation(
      "getOpenApi",
      "This document",
      "The description of all routes, OpenAPI 3.1.",
      { "application/json": { schema: z.looseObject({ openapi: z.string() }).meta({ id: "OpenApi" }) } },
      COMMON_PROBLEMS,
    ),
  },
  "/api/docs": {
    get: buildDocumentOperation(
      "getDocs",
      "A page to try the routes",
      "An interactive reference, built from this document. It requests nothing from other servers.",
      { "text/html": { schema: z.string() } },
      COMMON_PROBLEMS,
    ),
  },
  "/client.js": {
    get: buildDocumentOperation(
      "getClient",
      "The typed client as one ES module",
      "For notebooks and pages without a build. The functions of the module ask the server that it was loaded from.",
      { "application/javascript": { schema: z.string() } },
      COMMON_PROBLEMS,
    ),
  },
};
