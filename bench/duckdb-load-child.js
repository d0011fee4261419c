/** The baseline of start-up: a process that reads the Parquet file into a table of DuckDB, all columns and rows. */
import { DuckDBInstance } from "@duckdb/node-api";

process.once("message", async ({ parquetPath }) => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const path = parquetPath.replaceAll("'", "''");
  await connection.run(`create table evaluations as select * from read_parquet('${path}')`);
  const rows = await connection.runAndReadAll("select count(*) from evaluations");
  process.send({ rowCount: Number(rows.getRows()[0][0]) });
});
