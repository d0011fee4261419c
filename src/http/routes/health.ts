/** The health check: 200 with the loaded datasets, 503 with the reason until then. */
import type { FastifyInstance } from "fastify";
import type { DatasetStore } from "../../engines/dataset-store.js";

export const HEALTH_PATH = "/api/health";

export function registerHealthRoute(app: FastifyInstance, store: DatasetStore): void {
  app.get(HEALTH_PATH, (_request, reply) => {
    const datasets = [...store.get().served].map(([name, { rowCount, provenance }]) => [
      name,
      { rows: rowCount, provenance },
    ]);
    return reply.header("cache-control", "no-store").send({
      status: "ok",
      message: "DataDecide results API is running and all data is loaded",
      datasets: Object.fromEntries(datasets),
    });
  });
}
