/** The OpenAPI operations of the row routes. */
import { z } from "zod";
import type { ZodOpenApiContentObject, ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import examples from "../datasets/shipped-examples.json" with { type: "json" };
import { FORMATS } from "../formats/registry.js";
import { dataHeaders } from "./headers.js";
import {
  comparisonsFilters,
  conditionalHeader,
  evaluationsFilters,
  extension,
  outputOptions,
  selectOptions,
  shape,
} from "./parameters.js";
import { listProblems, QUERY_PROBLEMS, ROW_PROBLEMS } from "./problems.js";
import { NOT_MODIFIED, PARTIAL_CONTENT, rowResponses } from "./responses.js";

/** The JSON examples of an operation, and one by the name of each text format. */
interface RowExamples {
  readonly json: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
  readonly [format: string]: RowExamples["json"] | string;
}

/** By operation. Every summary is a request, and a test compares the example with its response. */
const ROW_EXAMPLES: Readonly<Record<string, RowExamples>> = examples.operations;

interface RowRoute {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly query: z.ZodRawShape;
  readonly response: z.ZodType;
}

const { metric: _metric, data: _data, step: _step, ...filtersOfSmall } = evaluationsFilters;

const LONG = selectOptions("long", ["params", "step", "value"], ["params", "-step"]);
const WIDE = selectOptions("wide", ["step", "*-valppl"], ["params", "-step"]);

const ROW_ROUTES: readonly RowRoute[] = [
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

/** The paths of the row routes, each also with the extension of a format. */
export function buildRowPaths(): ZodOpenApiPathsObject {
  return Object.fromEntries(
    ROW_ROUTES.flatMap((route) => [
      [route.path, { get: buildRowOperation(route) }],
      [`${route.path}.{extension}`, { get: buildExtensionOperation(route) }],
    ]),
  );
}

function buildRowOperation(route: RowRoute): ZodOpenApiOperationObject {
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
        content: buildContent(response, ROW_EXAMPLES[operationId]),
      },
      "206": PARTIAL_CONTENT,
      "304": NOT_MODIFIED,
      ...listProblems([...ROW_PROBLEMS, "range-not-satisfiable"]),
    },
  };
}

/** The same operation with the extension of a format; `format` may only repeat it. */
function buildExtensionOperation(route: RowRoute): ZodOpenApiOperationObject {
  const operation = buildRowOperation(route);
  return {
    ...operation,
    operationId: `${route.operationId}As`,
    summary: `${route.summary}, in the format of the extension`,
    requestParams: { ...operation.requestParams, path: z.object({ extension }) },
    responses: {
      "200": operation.responses["200"],
      "206": PARTIAL_CONTENT,
      "304": NOT_MODIFIED,
      ...listProblems([...QUERY_PROBLEMS, "not-found", "range-not-satisfiable"]),
    },
  };
}

const BINARY_FORMATS = ["arrow", "parquet"];

/** The media types of all formats; only JSON has a detailed schema. */
function buildContent(response: z.ZodType, { json, ...texts }: RowExamples): ZodOpenApiContentObject {
  return Object.fromEntries(
    FORMATS.map(({ name, mediaType }) => {
      if (mediaType === "application/json") return [mediaType, { schema: response, examples: json }];
      const schema = BINARY_FORMATS.includes(name)
        ? { type: "string" as const, format: "binary" }
        : z.string();
      return [mediaType, name in texts ? { schema, example: texts[name] } : { schema }];
    }),
  );
}
