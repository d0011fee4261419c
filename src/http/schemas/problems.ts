/** Problem details, the body of every error response, and one response for each status, as zod schemas. */
import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import { type ParameterError, PROBLEMS, type ProblemCode } from "../../errors.js";
import { problemHeaders } from "./headers.js";

export const PROBLEM_TYPE = "application/problem+json";

interface ProblemExample {
  readonly when: string;
  readonly detail: string;
  readonly instance: string | null;
  readonly errors?: readonly ParameterError[];
}

const UNKNOWN_METRIC: ParameterError = {
  parameter: "metric",
  value: "pile-vlppl",
  message: "is not a known value",
  suggestions: ["pile-valppl", "ice-valppl", "c4_en-valppl"],
};

const DATA = "/api/visualize/data";

/** The cause and an example of each problem. */
export const PROBLEM_EXAMPLES: Readonly<Record<ProblemCode, ProblemExample>> = {
  "invalid-query": {
    when: "The query has a mistake: an unknown parameter or value, or a range that is malformed or contradicts itself. The response lists all mistakes, with similar valid values.",
    detail:
      "metric=pile-vlppl is not a known value (did you mean pile-valppl or ice-valppl or c4_en-valppl?).",
    instance: `${DATA}?metric=pile-vlppl`,
    errors: [UNKNOWN_METRIC],
  },
  "malformed-request": {
    when: "The request is not valid HTTP/1.1, or is incomplete after the time allowed.",
    detail: "An HTTP/1.1 request needs a Host header.",
    instance: "/api/health",
  },
  "not-found": {
    when: "No route has this path.",
    detail: `There is no route /api/visualize/dta. The nearest are ${DATA}, ${DATA}/ft, /api/visualize/facets.`,
    instance: "/api/visualize/dta",
  },
  "method-not-allowed": {
    when: "The method is neither GET, HEAD nor OPTIONS.",
    detail: `POST is not offered on ${DATA}; use GET.`,
    instance: DATA,
  },
  "not-acceptable": {
    when: "The `Accept` header allows none of the formats.",
    detail:
      'Nothing here satisfies "Accept: application/xml". On offer are application/json, text/csv, application/x-ndjson, application/vnd.apache.arrow.stream; format= chooses as well.',
    instance: DATA,
  },
  "range-not-satisfiable": {
    when: "The `Range` header has none of the bytes of the response; `Content-Range` has their number.",
    detail: 'The range "bytes=9999999-" has none of the 4521 bytes.',
    instance: DATA,
  },
  "url-too-long": {
    when: "The URL has more than 32 KiB.",
    detail:
      "The URL has 33027 bytes, the maximum is 32768; use wildcards (metric=mmlu_*) to name many values.",
    instance: DATA,
  },
  "headers-too-large": {
    when: "The request line and the headers have more than 256 KiB.",
    detail: "The request could not be read as HTTP/1.1.",
    instance: null,
  },
  "internal-error": {
    when: "The server failed. The log has the cause under the request id.",
    detail:
      "The request could not be answered. The log has the reason under the request id 7d0c4f0e-9f53-4b59-9d24-4f6f0a3c2f11.",
    instance: DATA,
  },
  "not-ready": {
    when: "The data is still loading; try again after `Retry-After` seconds.",
    detail: "The data files are being read, which takes some seconds after a start; try again shortly.",
    instance: DATA,
  },
};

/** The problems of every route, of routes with a query, and of row routes. */
export const COMMON_PROBLEMS: readonly ProblemCode[] = [
  "malformed-request",
  "method-not-allowed",
  "url-too-long",
  "headers-too-large",
  "internal-error",
];
export const QUERY_PROBLEMS: readonly ProblemCode[] = [...COMMON_PROBLEMS, "invalid-query", "not-ready"];
export const ROW_PROBLEMS: readonly ProblemCode[] = [...QUERY_PROBLEMS, "not-acceptable"];

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

const parameterError = z
  .strictObject({
    parameter: z.string(),
    value: z.string().nullable().meta({ description: "The value as sent." }),
    message: z.string().meta({ description: "What is wrong with it." }),
    suggestions: z.array(z.string()).meta({ description: "Similar valid values." }),
  })
  .meta({ id: "ParameterError" });

const problem = z
  .strictObject({
    type: z.enum(CODES.map(nameType)).meta({ description: "A URN that ends in the problem's code." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What is wrong with this request." }),
    instance: z.string().nullable().meta({ description: "Path and query as sent." }),
    errors: z.array(parameterError).meta({ description: "The mistakes of a query, otherwise empty." }),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });

const RESPONSES: ReadonlyMap<number, ZodOpenApiResponseObject> = new Map(
  [...new Set(CODES.map((code) => PROBLEMS[code].status))].map((status) => [status, buildResponse(status)]),
);

/** The responses to the problems of these codes, by status. */
export function listProblems(codes: readonly ProblemCode[]): Record<string, ZodOpenApiResponseObject> {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [status, RESPONSES.get(status) as ZodOpenApiResponseObject]),
  );
}

function buildResponse(status: number): ZodOpenApiResponseObject {
  const codes = CODES.filter((code) => PROBLEMS[code].status === status);
  return {
    id: `Problem${status}`,
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_EXAMPLES[code].when}`).join("\n\n"),
    headers: problemHeaders(codes),
    content: {
      [PROBLEM_TYPE]: {
        schema: problem,
        examples: Object.fromEntries(codes.map((code) => [code, { value: buildExample(code) }])),
      },
    },
  };
}

function buildExample(code: ProblemCode) {
  const { detail, instance, errors = [] } = PROBLEM_EXAMPLES[code];
  const { title, status } = PROBLEMS[code];
  return { type: nameType(code), title, status, detail, instance, errors };
}

function nameType(code: ProblemCode): string {
  return `urn:datadecide:problem:${code}`;
}
