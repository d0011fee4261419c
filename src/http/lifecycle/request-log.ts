/** The request id and the request log: one line for each request, when its response or its connection ends. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Where the bytes of a response came from: the response cache, an encoding, or the client's own cache. */
export type CacheState = "hit" | "miss" | "validated";

declare module "fastify" {
  interface FastifyRequest {
    /** Bytes that the connection had sent before this request. */
    startBytes: number;
    /** Whether the server closed the connection because the client paused for too long. */
    isTimedOut: boolean;
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
  app.decorateRequest("isTimedOut", false);
  app.decorateReply("rowCount", null);
  app.decorateReply("cacheState", null);
  app.addHook("onRequest", (request, reply, done) => {
    request.startBytes = countSentBytes(request);
    reply.header("x-request-id", request.id);
    // Not onRequestAbort, which has no reply and so neither status nor rows.
    request.raw.once("close", () => {
      if (request.raw.aborted) request.log.warn(describe(request, reply), explainAbort(app, request));
    });
    done();
  });
  app.addHook("onTimeout", (request, _reply, done) => {
    request.isTimedOut = true;
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    if (!request.raw.aborted) request.log.info(describe(request, reply), "answered");
    done();
  });
}

/** Which side ended the connection. */
function explainAbort(app: FastifyInstance, { isTimedOut }: FastifyRequest): string {
  if (app.isCutOff) return "cut off by the shutdown";
  return isTimedOut ? "closed, the client passed no bytes for too long" : "client left before the end";
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
