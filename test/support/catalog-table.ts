/** A small table with a column of every kind, written by DuckDB as Parquet, CSV and into a database file. */
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { SeededRandom } from "./seeded-random.js";

export const ROW_COUNT = 400;

/** By column: name, type, role and filter, as every engine infers them. */
export const INFERRED_COLUMNS = [
  ["size", "text", "key", "sizes"],
  ["recipe", "text", "key", "recipes"],
  ["step", "number", "key", "values"],
  ["seed", "text", "key", "values"],
  ["value", "number", "measure", "values"],
  ["is_final", "boolean", "attribute", "values"],
  ["at", "timestamp", "attribute", "values"],
  ["losses", "list", "attribute", "none"],
  ["row_number", "number", "attribute", "values"],
];

const RECIPES = ["C4", "DCLM-Baseline (QC 7%, FW2)", "Falcon+CC", "Dolma1.7"];
const SIZES = ["150M", "4M", "1B", "90M"];

/** Writes `table.parquet`, `table.csv` and `table.duckdb` to a folder; the same rows in all of them. */
export async function writeCatalogTable(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const random = new SeededRandom(20261129);
  const rows = Array.from({ length: ROW_COUNT }, (_, row) => {
    const orNull = (sql: string) => (random.chance(0.1) ? "NULL" : sql);
    const number = random.pick([
      "'nan'",
      "'inf'",
      "-0.0",
      String(random.next() * 100),
      String(random.next() * 1e-7),
    ]);
    const steps = random.below(40) * 250;
    const losses = Array.from({ length: random.below(4) }, () =>
      random.chance(0.2) ? "NULL" : random.next(),
    );
    return `(${[
      orNull(`'${random.pick(SIZES)}'`),
      orNull(`'${random.pick(RECIPES)}'`),
      orNull(String(steps)),
      orNull(`'${random.below(12)}'`),
      orNull(`CAST(${number} AS DOUBLE)`),
      orNull(random.pick(["true", "false"])),
      orNull(`TIMESTAMP '2025-09-12 04:09:44' + INTERVAL ${random.below(50)} HOUR`),
      orNull(`CAST([${losses.join(", ")}] AS DOUBLE[])`),
      String(row),
    ].join(", ")})`;
  });
  await connection.run(
    `CREATE TABLE t AS SELECT * FROM (VALUES ${rows.join(", ")})
     v(size, recipe, step, seed, value, is_final, "at", losses, row_number)`,
  );
  await connection.run(`COPY t TO '${join(folder, "table.parquet")}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  await connection.run(`COPY (SELECT * EXCLUDE losses FROM t) TO '${join(folder, "table.csv")}' (HEADER)`);
  await connection.run(
    `ATTACH '${join(folder, "table.duckdb")}' AS file; CREATE TABLE file.runs AS FROM t; DETACH file`,
  );
  connection.closeSync();
  instance.closeSync();
}
