/** Every answer that is not a success: RFC 9457 problem details, one shape on every route and status. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PROBLEMS, type ProblemCode, ProblemError } from "../errors.js";
import { NameIndex } from "../query/name-index.js";
import type { Connections } from "./connections.js";

const MAX_INSTANCE = 4096;

const MAX_URL_BYTES = 32 * 1024;

const MEDIA_TYPE = "application/problem+json; charset=utf-8";
const READ_METHODS = ["GET", "HEAD", "OPTIONS"];

/** The paths that are suggested for an unknown one, and these with the endings of formats besides. */
interface KnownRoutes {
  readonly paths: NameIndex;
  readonly all: ReadonlySet<string>;
}

/** Answers unknown routes, other methods, long URLs and every thrown error; nothing leaks from unexpected ones. */
export function registerProblemDetails(
  app: FastifyInstance,
  paths: readonly string[],
  endings: readonly string[] = [],
): void {
  const routes: KnownRoutes = { paths: new NameIndex(paths), all: new Set([...paths, ...endings]) };
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.raw.url !== undefined && request.raw.url.length > MAX_URL_BYTES) {
      const detail = `The URL has ${request.raw.url.length} bytes, the most is ${MAX_URL_BYTES}; use wildcards (metric=mmlu_*) to name many values.`;
      return done(new ProblemError("url-too-long", detail));
    }
    if (request.raw.httpVersion === "1.1" && request.raw.headers.host === undefined) {
      throw new ProblemError("malformed-request", "An HTTP/1.1 request needs a Host header.");
    }
    // Before the body is looked at, so that a POST of any media type gets the same answer.
    if (request.is404 && request.method !== "OPTIONS") return done(findRouteProblem(request, routes));
    done();
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, findRouteProblem(request, routes)));
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ProblemError) return sendProblem(request, reply, error);
    request.log.error({ reqId: request.id, err: error }, "the request failed");
    const detail = `The request could not be answered. The log has the reason under the request id ${request.id}.`;
    return sendProblem(request, reply, new ProblemError("internal-error", detail));
  });
}

/** Answers on a socket whose request could not be parsed, where there is no reply object, and closes it. */
export function refuseMalformedRequest(
  error: NodeJS.ErrnoException,
  socket: Socket,
  connections: Connections,
  isOpenToAll: boolean,
): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const code: ProblemCode = error.code === "HPE_HEADER_OVERFLOW" ? "headers-too-large" : "malformed-request";
  const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const detail = isLate
    ? "The request did not arrive whole in the time allowed."
    : "The request could not be read as HTTP/1.1.";
  const body = JSON.stringify(toBody(new ProblemError(code, detail), null));
  const { status } = PROBLEMS[code];
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    // With a list of origins there is none to compare: the request was not read.
    ...(isOpenToAll ? ["access-control-allow-origin: *"] : []),
    "cache-control: no-store",
    "connection: close",
  ];
  connections.endAfterAnswers(socket, () => socket.end(`${head.join("\r\n")}\r\n\r\n${body}`));
}

function findRouteProblem(request: FastifyRequest, routes: KnownRoutes): ProblemError {
  const [routedPath] = request.url.split("?", 1);
  const known = decodeURI(routedPath).replace(/(?<=.)\/$/, "");
  if (routes.all.has(known) && !READ_METHODS.includes(request.method)) {
    const detail = `${request.method} is not offered on ${known}; use GET.`;
    return new ProblemError("method-not-allowed", detail, [], { allow: READ_METHODS.join(", ") });
  }
  const [path] = request.originalUrl.split("?", 1);
  const nearest = routes.paths.suggest(path);
  return new ProblemError("not-found", `There is no route ${path}. The nearest are ${nearest.join(", ")}.`);
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ProblemError): FastifyReply {
  return reply
    .code(PROBLEMS[problem.code].status)
    .headers(problem.headers)
    .header("cache-control", "no-store")
    .type(MEDIA_TYPE)
    .send(JSON.stringify(toBody(problem, nameInstance(request.originalUrl))));
}

/** The URL that was asked for, without its query where that alone would fill the answer. */
function nameInstance(url: string): string {
  return url.length <= MAX_INSTANCE ? url : url.slice(0, MAX_INSTANCE).split("?", 1)[0];
}

function toBody({ code, message, errors }: ProblemError, instance: string | null) {
  const { status, title } = PROBLEMS[code];
  return { type: `urn:datadecide:problem:${code}`, title, status, detail: message, instance, errors };
}
