/** Fastify over DuckDB: each request is one prepared statement on the Parquet file. */
import { DuckDBInstance } from "@duckdb/node-api";
import fastify from "fastify";

process.once("message", async ({ parquetPath }) => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const app = fastify();
  app.get("/data", async (request, reply) => {
    const { sql, values } = buildQuery(parquetPath, request.query);
    const reader = await connection.runAndReadAll(sql, values);
    return reply
      .type("application/json; charset=utf-8")
      .send(JSON.stringify({ data: reader.getRowObjectsJS() }));
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  process.send({ port: app.server.address().port });
});

function buildQuery(parquetPath, query) {
  const values = [];
  const conditions = ["value is not null"];
  for (const name of ["metric", "data", "params"]) {
    if (query[name] === undefined) continue;
    const names = [query[name]].flat();
    values.push(...names);
    conditions.push(`${name} in (${names.map(() => "?").join(", ")})`);
  }
  if (query.step__gte !== undefined) {
    values.push(Number(query.step__gte));
    conditions.push("step >= ?");
  }
  const columns = "params, data, step, tokens, compute, metric, value";
  const sql = `select ${columns} from read_parquet('${parquetPath.replaceAll("'", "''")}') where ${conditions.join(" and ")}`;
  return { sql, values };
}
