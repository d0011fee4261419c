/**
 * Error responses: RFC 9457 problem details, on every route. An error of a plugin keeps its status and headers; nothing of
 * an unexpected error reaches the client.
 */
import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PROBLEMS, ProblemError } from "../../errors.js";
import { NameIndex } from "../../query/name-index.js";

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

const MAX_URL_BYTES = 32 * 1024;
const MAX_INSTANCE_LENGTH = 4096;
const READ_METHODS = ["GET", "HEAD", "OPTIONS"];

/** Handles unknown routes, other methods, long URLs and every thrown error. `paths` are suggested for unknown ones. */
export function registerProblemDetails(app: FastifyInstance, paths: readonly string[]): void {
  const names = new NameIndex(paths);
  app.addHook("onRequest", (request, _reply, done) => {
    const { url = "", httpVersion, headers } = request.raw;
    if (url.length > MAX_URL_BYTES) {
      const detail = `The URL has ${url.length} bytes, the maximum is ${MAX_URL_BYTES}; use wildcards (metric=mmlu_*) to name many values.`;
      return done(new ProblemError("url-too-long", detail));
    }
    if (httpVersion === "1.1" && headers.host === undefined) {
      return done(new ProblemError("malformed-request", "An HTTP/1.1 request needs a Host header."));
    }
    // Before the body is parsed, so that a POST of any media type gets the same response.
    if (request.is404 && request.method !== "OPTIONS") return done(buildRouteProblem(app, request, names));
    done();
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, buildRouteProblem(app, request, names)),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply));
  // Some plugins send their refusal as a payload and throw nothing.
  app.addHook("onSend", (request, reply, payload, done) => {
    const { statusCode } = reply;
    if (statusCode < 400 || reply.getHeader("content-type") === PROBLEM_TYPE) return done(null, payload);
    reply.removeHeader("content-length").type(PROBLEM_TYPE).header("cache-control", "no-store");
    done(null, JSON.stringify(buildPluginProblem(statusCode, readMessage(payload), request)));
  });
}

/** The body of a problem. `instance` is null where the request's URL could not be read. */
export function buildProblem({ code, message, errors }: ProblemError, instance: string | null) {
  const { status, title } = PROBLEMS[code];
  return { type: `urn:datadecide:problem:${code}`, title, status, detail: message, instance, errors };
}

/** Headers of the response that a handler prepared before it threw. */
const RESPONSE_HEADERS = [
  "etag",
  "link",
  "x-total-count",
  "content-disposition",
  "content-encoding",
  "accept-ranges",
  "server-timing",
];

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ProblemError): FastifyReply {
  for (const name of RESPONSE_HEADERS) reply.removeHeader(name);
  return reply
    .code(PROBLEMS[problem.code].status)
    .headers(problem.headers)
    .header("cache-control", "no-store")
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(buildProblem(problem, getInstance(request))));
}

function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ProblemError) return sendProblem(request, reply, error);
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 600 && statusCode !== 500) {
    return reply
      .code(statusCode)
      .header("cache-control", "no-store")
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(buildPluginProblem(statusCode, error.message, request)));
  }
  request.log.error({ err: error }, "the request failed");
  const detail = `The request could not be answered. The log has the reason under the request id ${request.id}.`;
  return sendProblem(request, reply, new ProblemError("internal-error", detail));
}

/** The problem of a plugin: `about:blank` adds nothing to the meaning of the status (RFC 9457, section 4.2.1). */
function buildPluginProblem(status: number, detail: string | undefined, request: FastifyRequest) {
  const title = STATUS_CODES[status] ?? "Error";
  return {
    type: "about:blank",
    title,
    status,
    detail: detail ?? title,
    instance: getInstance(request),
    errors: [],
  };
}

/** The message in a plugin's own payload: JSON with `message` or `error`, or plain text. */
function readMessage(payload: unknown): string | undefined {
  if (typeof payload !== "string" || payload === "") return undefined;
  try {
    const { message, error } = JSON.parse(payload);
    return [message, error].find((text) => typeof text === "string");
  } catch {
    return payload;
  }
}

function buildRouteProblem(app: FastifyInstance, request: FastifyRequest, names: NameIndex): ProblemError {
  const url = decodeURI(request.url.split("?", 1)[0]).replace(/(?<=.)\/$/, "");
  if (!READ_METHODS.includes(request.method) && app.hasRoute({ method: "GET", url })) {
    const detail = `${request.method} is not offered on ${url}; use GET.`;
    return new ProblemError("method-not-allowed", detail, [], { allow: READ_METHODS.join(", ") });
  }
  const [path] = request.originalUrl.split("?", 1);
  const nearest = names.suggest(path);
  return new ProblemError("not-found", `There is no route ${path}. The nearest are ${nearest.join(", ")}.`);
}

/** The requested URL, without its query where that alone would fill the response. */
function getInstance({ originalUrl }: FastifyRequest): string {
  return originalUrl.length <= MAX_INSTANCE_LENGTH
    ? originalUrl
    : originalUrl.slice(0, MAX_INSTANCE_LENGTH).split("?", 1)[0];
}
