/**
 * Error responses: RFC 9457 problem details, on every route. An error of a plugin keeps its status and headers; nothing of
 * an unexpected error reaches the client.
 */
import { STATUS_CODES } from "node:http";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PROBLEMS, ProblemError } from "../../errors.js";
import { NameIndex } from "../../query/name-index.js";

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

const MAX_URL_BYTES = 32 * 1024;
const MAX_INSTANCE_LENGTH = 4096;
/** An error as plugins throw it. */
type PluginError = Error & { statusCode?: number; status?: number; headers?: Record<string, string> };

const READ_METHODS = ["GET", "HEAD", "OPTIONS"];

/** Turns every thrown error, every refusal of a plugin and every unknown route into a problem. */
export function registerProblemDetails(app: FastifyInstance, paths: readonly string[]): void {
  const names = new NameIndex(paths);
  app.setNotFoundHandler((request) => {
    throw buildRouteProblem(app, request, names);
  });
  app.setErrorHandler((error: PluginError, request, reply) => sendError(error, request, reply));
  // Some plugins send their refusal as a payload and throw nothing.
  app.addHook("onSend", (request, reply, payload, done) => {
    const { statusCode } = reply;
    if (statusCode < 400 || reply.getHeader("content-type") === PROBLEM_TYPE) return done(null, payload);
    if (payload instanceof Readable) payload.destroy();
    prepareProblem(reply, statusCode);
    done(null, JSON.stringify(buildPluginProblem(statusCode, readMessage(payload), request)));
  });
}

/**
 * Refuses requests that no route can answer: registered after all other hooks, which so apply to refusals too, and run
 * before the body is parsed, so that a POST of any media type gets the same response.
 */
export function registerRequestChecks(app: FastifyInstance, paths: readonly string[]): void {
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
    if (request.is404 && request.method !== "OPTIONS") return done(buildRouteProblem(app, request, names));
    done();
  });
}

/** The body of a problem. `instance` is null where the request's URL could not be read. */
export function buildProblem({ code, message, errors }: ProblemError, instance: string | null) {
  const { status, title } = PROBLEMS[code];
  return { type: `urn:datadecide:problem:${code}`, title, status, detail: message, instance, errors };
}

/** Headers that a handler or a plugin set for a response that is not sent. */
const RESPONSE_HEADERS =
  "etag link x-total-count content-disposition content-encoding content-length content-range accept-ranges server-timing";

function prepareProblem(reply: FastifyReply, status: number): FastifyReply {
  for (const name of RESPONSE_HEADERS.split(" ")) reply.removeHeader(name);
  return reply.code(status).header("cache-control", "no-store").type(PROBLEM_TYPE);
}

function sendError(error: PluginError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = getErrorStatus(error, reply);
  if (!(error instanceof ProblemError) && status !== 500) {
    const body = buildPluginProblem(status, error.message, request);
    return prepareProblem(reply, status)
      .headers(error.headers ?? {})
      .send(JSON.stringify(body));
  }
  const problem = error instanceof ProblemError ? error : logFailure(error, request);
  const body = buildProblem(problem, getInstance(request));
  return prepareProblem(reply, body.status).headers(problem.headers).send(JSON.stringify(body));
}

/** The status that a plugin gave its error or the reply, otherwise 500. */
function getErrorStatus(error: PluginError, reply: FastifyReply): number {
  const status = Number(error.statusCode ?? error.status ?? reply.statusCode);
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : 500;
}

function logFailure(error: Error, request: FastifyRequest): ProblemError {
  request.log.error({ err: error }, "the request failed");
  const detail = `The request could not be answered. The log has the reason under the request id ${request.id}.`;
  return new ProblemError("internal-error", detail);
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
