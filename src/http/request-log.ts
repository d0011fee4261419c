/** One log line a request, when its last byte has left or its client has gone. */
import type { FastifyInstance } from "fastify";

/** Logs method, URL, status, rows, bytes on the wire, milliseconds, and whether the client left early. */
export function registerRequestLog(app: FastifyInstance): void {
  app.decorateReply("rowCount", null);
  app.decorateReply("cacheState", null);
  app.addHook("onRequest", async (request, reply) => {
    const startMs = performance.now();
    const socketStartBytes = request.raw.socket.bytesWritten;
    reply.header("x-request-id", request.id);
    reply.raw.once("close", () => {
      const line = {
        method: request.method,
        url: request.originalUrl,
        status: reply.raw.statusCode,
        rows: reply.rowCount,
        cache: reply.cacheState,
        bytes: request.raw.socket.bytesWritten - socketStartBytes,
        ms: Math.round((performance.now() - startMs) * 10) / 10,
      };
      if (reply.raw.writableFinished) request.log.info(line, "answered");
      else request.log.warn(line, "client left before the end");
    });
  });
}
