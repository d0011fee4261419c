/** Requests that are not valid HTTP: Fastify has no request to reply to, so the problem details go to the socket. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { finished } from "node:stream";
import type { FastifyInstance } from "fastify";
import { PROBLEMS, type ProblemCode, ProblemError } from "../../errors.js";
import { buildProblem, PROBLEM_TYPE } from "./problem-details.js";

export class MalformedRequests {
  readonly #allowedOrigin: string | null;
  /** The latest response of each connection: a refusal sent before its end would corrupt it. */
  readonly #responses = new WeakMap<Socket, ServerResponse<IncomingMessage>>();

  /** `allowedOrigin` is the origin that may read the refusal, null for none. */
  constructor(allowedOrigin: string | null) {
    this.#allowedOrigin = allowedOrigin;
  }

  /** Tracks the responses of the application. */
  register(app: FastifyInstance): void {
    app.addHook("onRequest", (request, reply, done) => {
      this.#responses.set(request.raw.socket, reply.raw);
      done();
    });
  }

  /** Fastify's clientErrorHandler: sends a problem after the responses under way, and ends the connection. */
  refuse(error: NodeJS.ErrnoException, socket: Socket): void {
    const latest = this.#responses.get(socket);
    const send = () => sendRefusal(error, socket, this.#allowedOrigin);
    if (latest === undefined || latest.writableFinished) send();
    else finished(latest, send);
  }
}

function sendRefusal(error: NodeJS.ErrnoException, socket: Socket, allowedOrigin: string | null): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const code: ProblemCode = error.code === "HPE_HEADER_OVERFLOW" ? "headers-too-large" : "malformed-request";
  const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const detail = isLate
    ? "The request did not arrive whole in the time allowed."
    : "The request could not be read as HTTP/1.1.";
  const body = JSON.stringify(buildProblem(new ProblemError(code, detail), null));
  const { status } = PROBLEMS[code];
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    ...(allowedOrigin === null ? [] : [`access-control-allow-origin: ${allowedOrigin}`]),
    "cache-control: no-store",
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
