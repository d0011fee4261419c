/** Shutdown: open responses are completed, then all connections are closed. */
import type { FastifyInstance } from "fastify";

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
