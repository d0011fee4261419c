/** Shutdown: open responses are completed, then all connections are closed. */
import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether responses under way have been cut off. */
    isCutOff: boolean;
    /** Closes every connection at once, also those with a response under way. */
    cutOff(): void;
  }
}

/**
 * Closes the remaining connections when the last open response has ended. Node would wait for every connection, including
 * those that never send a request.
 */
export function registerShutdown(app: FastifyInstance): void {
  let pendingCount = 0;
  let isClosing = false;
  const closeWhenIdle = () => {
    if (isClosing && pendingCount === 0) app.server.closeAllConnections();
  };
  app.decorate("isCutOff", false);
  app.decorate("cutOff", () => {
    app.isCutOff = true;
    app.server.closeAllConnections();
  });
  app.addHook("onRequest", (request, _reply, done) => {
    pendingCount++;
    request.raw.once("close", () => {
      pendingCount--;
      closeWhenIdle();
    });
    done();
  });
  app.addHook("preClose", async () => {
    isClosing = true;
    closeWhenIdle();
  });
}
