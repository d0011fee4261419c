/** One log line a request, when its last byte has left or its client has gone. */
import type { ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { whenOver } from "./answer-ends.js";

/** Logs method, URL, status, rows, bytes on the wire, milliseconds, and whether the client left early. */
export function registerRequestLog(app: FastifyInstance): void {
  app.decorateReply("rowCount", null);
  app.decorateReply("cacheState", null);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    logWhenOver(request.log, reply.raw, (bytes, ms) => ({
      reqId: request.id,
      method: request.method,
      url: request.originalUrl,
      status: reply.raw.statusCode,
      rows: reply.rowCount,
      cache: reply.cacheState,
      bytes,
      ms,
    }));
    done();
  });
}

/** Logs a line once the response is over: what `describe` makes of bytes on the wire and milliseconds from now on. */
export function logWhenOver(
  log: FastifyBaseLogger,
  response: ServerResponse,
  describe: (bytes: number, ms: number) => object,
): void {
  const startMs = performance.now();
  const { socket } = response.req;
  const startBytes = socket.bytesWritten;
  whenOver(response, () => {
    const ms = Math.round((performance.now() - startMs) * 10) / 10;
    const isWhole = response.writableFinished;
    // One that still waited for others on its connection never had the socket.
    const bytes = isWhole || response.socket !== null ? socket.bytesWritten - startBytes : 0;
    if (isWhole) log.info(describe(bytes, ms), "answered");
    else log.warn(describe(bytes, ms), "client left before the end");
  });
}
