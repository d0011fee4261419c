/**
 * One log line a request, when its last byte has left or its client has gone. Where lines are JSON they are written here
 * and not by the logger, in its shape, because its way of making a line costs more than finding the rows.
 */
import type { ServerResponse } from "node:http";
import { hostname } from "node:os";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { whenOver } from "./answer-ends.js";

/** Takes whole lines of JSON, each with its line break. */
export interface LineSink {
  write(line: string): unknown;
}

/** What a line says of an answer besides its id, bytes and milliseconds. */
export interface AnswerNote {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** Null for an answer without rows. */
  readonly rows: number | null;
  readonly cache: string | null;
}

/** Pino's number for the level info, and the levels at which such lines are logged. */
const INFO = 30;
const LOGGED_AT: readonly string[] = ["trace", "debug", "info"];
const PROCESS = `"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`;

export class RequestLog {
  readonly #log: FastifyBaseLogger;
  readonly #lines: LineSink | null;
  readonly #isLogged: boolean;

  /** `lines` is where the logger writes its lines as they are; null where they are made readable for people. */
  constructor(log: FastifyBaseLogger, lines: LineSink | null) {
    this.#log = log;
    this.#lines = lines;
    this.#isLogged = LOGGED_AT.includes(log.level);
  }

  /** Gives every answer its request id, and a line when it is over. */
  watch(app: FastifyInstance): void {
    app.decorateReply("rowCount", null);
    app.decorateReply("cacheState", null);
    app.addHook("onRequest", (request, reply, done) => {
      reply.header("x-request-id", request.id);
      this.begin(reply.raw)(request.id, () =>
        writeNote({
          method: request.method,
          url: request.originalUrl,
          status: reply.raw.statusCode,
          rows: reply.rowCount,
          cache: reply.cacheState,
        }),
      );
      done();
    });
  }

  /**
   * Takes note of the beginning. The function that it returns, called once, has a line logged when the response is over;
   * `note` is called then and gives what `writeNote` makes.
   */
  begin(response: ServerResponse): (reqId: string, note: () => string) => void {
    const startMs = performance.now();
    const { socket } = response.req;
    // The socket of Fastify's own inject counts nothing.
    const startBytes = socket.bytesWritten ?? 0;
    const finish = (reqId: string, note: () => string) => {
      const ms = Math.round((performance.now() - startMs) * 10) / 10;
      const isFinished = response.writableFinished;
      // One that still waited for others on its connection never had the socket.
      const bytes = isFinished || response.socket !== null ? (socket.bytesWritten ?? 0) - startBytes : 0;
      // What is written to a socket that the client has ended is taken and dropped.
      const isWhole = isFinished && (bytes > 0 || socket.bytesWritten === undefined);
      const line = `"reqId":"${reqId}",${note()},"bytes":${bytes},"ms":${ms}`;
      if (!isWhole) this.#log.warn(JSON.parse(`{${line}}`), "client left before the end");
      else if (this.#lines === null) this.#log.info(JSON.parse(`{${line}}`), "answered");
      else if (this.#isLogged) {
        this.#lines.write(`{"level":${INFO},"time":${Date.now()},${PROCESS},${line},"msg":"answered"}\n`);
      }
    };
    return (reqId, note) => whenOver(response, () => finish(reqId, note));
  }
}

/** The note as the inside of a JSON object. */
export function writeNote({ method, url, status, rows, cache }: AnswerNote): string {
  const cacheText = cache === null ? "null" : `"${cache}"`;
  return `"method":"${method}","url":${JSON.stringify(url)},"status":${status},"rows":${rows},"cache":${cacheText}`;
}
