/** What one would write first: all rows as objects in an array, filtered per request and stringified. */
import fastify from "fastify";
import { readConfig } from "../dist/config.js";
import { loadDatasets } from "../dist/datasets/load.js";
import { getCell } from "../dist/table/column.js";

process.once("message", async (answers) => {
  const quiet = { info() {}, warn() {} };
  const { evaluations, comparisons } = await loadDatasets(readConfig({}).paths, quiet);
  const columnBytes = sumBytes(evaluations.view.table.columns);
  globalThis.gc();
  const startBytes = process.memoryUsage().heapUsed;
  const evaluationRows = makeLongRows(evaluations.view);
  globalThis.gc();
  const objectBytes = process.memoryUsage().heapUsed - startBytes;
  const comparisonRows = makeRows(comparisons.table);
  const app = fastify();
  for (const [index, { body, path }] of answers.entries()) {
    const { meta, data } = JSON.parse(body);
    const select = path.endsWith("/ft")
      ? () => pickColumns(comparisonRows, Object.keys(data[0]))
      : (query) => filterRows(evaluationRows, query);
    app.get(`/${index}`, (request, reply) =>
      reply
        .type("application/json; charset=utf-8")
        .send(JSON.stringify({ meta, data: select(request.query) })),
    );
  }
  await app.listen({ host: "127.0.0.1", port: 0 });
  process.send({
    port: app.server.address().port,
    memory: { rows: evaluationRows.length, columnBytes, objectBytes },
  });
});

function sumBytes(columns) {
  return columns.reduce((sum, { values, codes }) => sum + (values ?? codes).byteLength, 0);
}

function filterRows(rows, { metric, data, params }) {
  const metrics = metric && new Set([metric].flat());
  const recipes = data && new Set([data].flat());
  const sizes = params && new Set([params].flat());
  return rows.filter(
    (row) =>
      (!metrics || metrics.has(row.metric)) &&
      (!recipes || recipes.has(row.data)) &&
      (!sizes || sizes.has(row.params)),
  );
}

function pickColumns(rows, names) {
  return rows.map((row) => {
    const picked = {};
    for (const name of names) picked[name] = row[name];
    return picked;
  });
}

function makeLongRows({ idColumns, valueColumns }) {
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

function makeRows({ columns, rowCount }) {
  return Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(columns.map((column) => [column.name, getCell(column, row)])),
  );
}
