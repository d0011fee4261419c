/**
 * One log line a request, when its last byte has left or its client has gone; none for a request that still waited for
 * others on its connection when the client went.
 */
import type { ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";

/** Logs method, URL, status, rows, bytes on the wire, milliseconds, and whether the client left early. */
export function registerRequestLog(app: FastifyInstance): void {
  app.decorateReply("rowCount", null);
  app.decorateReply("cacheState", null);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    logWhenClosed(request.log, reply.raw, () => ({
      reqId: request.id,
      method: request.method,
      url: request.originalUrl,
      status: reply.raw.statusCode,
      rows: reply.rowCount,
      cache: reply.cacheState,
    }));
    done();
  });
}

/** Logs a line once the response is over: what `describe` says of it then, and milliseconds counted from now. */
export function logWhenClosed(
  log: FastifyBaseLogger,
  response: ServerResponse,
  describe: () => { readonly reqId: string },
): void {
  const startMs = performance.now();
  const { socket } = response.req;
  const startBytes = socket.bytesWritten;
  response.once("close", () => {
    const bytes = socket.bytesWritten - startBytes;
    const ms = Math.round((performance.now() - startMs) * 10) / 10;
    const line = { ...describe(), bytes, ms };
    if (response.writableFinished) log.info(line, "answered");
    else log.warn(line, "client left before the end");
  });
}
