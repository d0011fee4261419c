/** One log line a request, when its last byte has left or its client has gone. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Logs method, URL, status, rows, bytes on the wire, milliseconds, and whether the client left early. */
export function registerRequestLog(app: FastifyInstance): void {
  app.decorateReply("rowCount", null);
  app.decorateReply("cacheState", null);
  app.addHook("onRequest", (request, reply, done) => {
    const startMs = performance.now();
    const startBytes = request.raw.socket.bytesWritten;
    reply.header("x-request-id", request.id);
    reply.raw.once("close", () => logRequest(request, reply, startMs, startBytes));
    done();
  });
}

function logRequest(request: FastifyRequest, reply: FastifyReply, startMs: number, startBytes: number): void {
  const line = {
    reqId: request.id,
    method: request.method,
    url: request.originalUrl,
    status: reply.raw.statusCode,
    rows: reply.rowCount,
    cache: reply.cacheState,
    bytes: request.raw.socket.bytesWritten - startBytes,
    ms: Math.round((performance.now() - startMs) * 10) / 10,
  };
  if (reply.raw.writableFinished) request.log.info(line, "answered");
  else request.log.warn(line, "client left before the end");
}
