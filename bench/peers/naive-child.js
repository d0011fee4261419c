/** The plainest server: all rows as objects in an array, filtered and stringified for every request. */
import { join, resolve } from "node:path";
import fastify from "fastify";
import { readConfig } from "../../dist/config.js";
import { loadDatasets } from "../../dist/datasets/load.js";

const ROOT = join(import.meta.dirname, "..", "..");

process.once("message", async () => {
  const { sources, preparedPath } = readConfig({});
  const paths = {
    evaluations: resolve(ROOT, sources.evaluations),
    comparisons: resolve(ROOT, sources.comparisons),
  };
  const log = { info() {}, warn() {} };
  const { evaluations } = await loadDatasets(paths, preparedPath, log);
  const rows = buildRows(evaluations.view);
  const app = fastify();
  app.get("/data", (request, reply) =>
    reply
      .type("application/json; charset=utf-8")
      .send(JSON.stringify({ data: filterRows(rows, request.query) })),
  );
  await app.listen({ host: "127.0.0.1", port: 0 });
  globalThis.gc();
  process.send({ port: app.server.address().port });
});

function filterRows(rows, { metric, data, params, step__gte: minStep }) {
  const metrics = metric && new Set([metric].flat());
  const recipes = data && new Set([data].flat());
  const sizes = params && new Set([params].flat());
  return rows.filter(
    (row) =>
      (!metrics || metrics.has(row.metric)) &&
      (!recipes || recipes.has(row.data)) &&
      (!sizes || sizes.has(row.params)) &&
      (!minStep || row.step >= Number(minStep)),
  );
}

function buildRows({ idColumns, valueColumns }) {
  const rows = [];
  const [params, data, step, tokens, compute] = idColumns;
  for (const { name, values } of valueColumns) {
    for (const [row, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      rows.push({
        params: params.dictionary[params.codes[row]],
        data: data.dictionary[data.codes[row]],
        step: step.values[row],
        tokens: tokens.values[row],
        compute: compute.values[row],
        metric: name,
        value,
      });
    }
  }
  return rows;
}
