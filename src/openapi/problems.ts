/** Problem details, the body of every error response, and one response for each status, as zod schemas. */
import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import examples from "../datasets/shipped-examples.json" with { type: "json" };
import { type ParameterError, PROBLEMS, type ProblemCode } from "../errors.js";
import { problemHeaders } from "./headers.js";

export const PROBLEM_TYPE = "application/problem+json";

type ProblemExample = { detail: string; instance: string | null; errors?: readonly ParameterError[] };

const PROBLEM_EXAMPLES: Readonly<Record<ProblemCode, ProblemExample>> = examples.problems;

/** The problems of every route, of routes with a query, and of row routes. */
export const COMMON_PROBLEMS: readonly ProblemCode[] = [
  "malformed-request",
  "method-not-allowed",
  "url-too-long",
  "headers-too-large",
  "internal-error",
];
export const QUERY_PROBLEMS: readonly ProblemCode[] = [...COMMON_PROBLEMS, "invalid-query", "not-ready"];
export const ROW_PROBLEMS: readonly ProblemCode[] = [...QUERY_PROBLEMS, "not-acceptable", "limit-required"];
/** Of datasets whose engine is outside of this process, besides. */
export const ENGINE_PROBLEMS: readonly ProblemCode[] = [
  "engine-busy",
  "engine-unavailable",
  "source-changed",
  "query-timeout",
];

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
    type: z.enum([...CODES.map(nameType), "about:blank"]).meta({
      description: "A URN that ends in the problem's code; `about:blank` for an error of a plugin.",
    }),
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
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].cause}`).join("\n\n"),
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
