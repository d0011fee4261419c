/** Closing the application: responses under way are finished, and then every connection is closed. */
import type { FastifyInstance } from "fastify";

/**
 * Closes the remaining connections as soon as no response is under way: Node waits for every connection, also for one
 * that never sends a request.
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
