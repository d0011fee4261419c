/** The request log: one line for each request, when its response ends or its client disconnects. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Where the bytes of a response came from: the response cache, an encoding, or the client's own cache. */
export type CacheState = "hit" | "miss" | "validated";

declare module "fastify" {
  interface FastifyRequest {
    /** Bytes that the connection had sent before this request. */
    startBytes: number;
  }
  interface FastifyReply {
    /** For the log; null for a response without rows. */
    rowCount: number | null;
    /** For the log; null for a response that is never cached. */
    cacheState: CacheState | null;
  }
}

/** Sets X-Request-Id on every response and logs every request when it ends. */
export function registerRequestLog(app: FastifyInstance): void {
  app.decorateRequest("startBytes", 0);
  app.decorateReply("rowCount", null);
  app.decorateReply("cacheState", null);
  app.addHook("onRequest", (request, reply, done) => {
    request.startBytes = countSentBytes(request);
    reply.header("x-request-id", request.id);
    // Not onRequestAbort, which has no reply and so neither status nor rows.
    request.raw.once("close", () => {
      if (request.raw.aborted) request.log.warn(describe(request, reply), "client left before the end");
    });
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    if (!request.raw.aborted) request.log.info(describe(request, reply), "answered");
    done();
  });
}

function describe(request: FastifyRequest, reply: FastifyReply) {
  // A pipelined request that is still waiting has no socket and has sent nothing.
  const hasSent = reply.raw.writableFinished || reply.raw.socket !== null;
  return {
    method: request.method,
    url: request.originalUrl,
    status: reply.raw.statusCode,
    rows: reply.rowCount,
    cache: reply.cacheState,
    bytes: hasSent ? countSentBytes(request) - request.startBytes : 0,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
}

/** The socket of an injected request has no counter. */
function countSentBytes(request: FastifyRequest): number {
  return request.raw.socket.bytesWritten ?? 0;
}
