/** Rows that share a key: found, counted, and brought down to one. */
import { type Database, quoteName } from "../database.js";
import type { Finding } from "../report.js";

export interface KeyedTable {
  readonly table: string;
  readonly keys: readonly string[];
  readonly values: readonly string[];
  /** An SQL text expression over the keys that names one for people, and the join it needs. */
  readonly label: string;
  readonly labelJoin?: string;
}

const EXAMPLES = 5;

/**
 * Leaves one row per key, with the first value in file order that is not missing, column by column. What it found:
 * rows that repeat others exactly, and rows that contradict an earlier one.
 */
export async function resolveDuplicates(database: Database, keyed: KeyedTable): Promise<Finding[]> {
  const { table, keys, values } = keyed;
  const keyList = keys.map(quoteName).join(", ");
  await database.run(
    `CREATE OR REPLACE TEMP TABLE repeated AS
     SELECT ${keyList} FROM ${table} GROUP BY ${keyList} HAVING count(*) > 1`,
  );
  if ((await database.count("repeated")) === 0) return [];
  const variants = `count(DISTINCT hash(${values.map(quoteName).join(", ")}))`;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE resolved AS
     SELECT ${keyList}, min(source_row) AS source_row, count(*) AS row_count, ${variants} AS variants,
       ${values.map((name) => `arg_min(${quoteName(name)}, source_row) AS ${quoteName(name)}`).join(", ")}
     FROM ${table} SEMI JOIN repeated USING (${keyList}) GROUP BY ${keyList}`,
  );
  const isSame = keys
    .map((name) => `${table}.${quoteName(name)} = repeated.${quoteName(name)}`)
    .join(" AND ");
  await database.run(`DELETE FROM ${table} USING repeated WHERE ${isSame}`);
  const columns = [...keys, "source_row", ...values].map(quoteName).join(", ");
  await database.run(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM resolved`);
  const findings = [
    await describe(database, keyed, "exact copy of another row", "variants = 1"),
    await describe(
      database,
      keyed,
      "same key as another row, other values; of each column the first value stays",
      "variants > 1",
    ),
  ];
  return findings.filter(({ count }) => count > 0);
}

async function describe(
  database: Database,
  { keys, label, labelJoin = "" }: KeyedTable,
  reason: string,
  condition: string,
): Promise<Finding> {
  const { count } = await database.row<{ count: number | null }>(
    `SELECT sum(row_count - 1)::BIGINT AS count FROM resolved WHERE ${condition}`,
  );
  const examples = await database.rows<{ label: string; copies: number }>(
    `SELECT ${label} AS label, row_count AS copies FROM resolved ${labelJoin} WHERE ${condition}
     ORDER BY ${keys.map(quoteName).join(", ")} LIMIT ${EXAMPLES}`,
  );
  return {
    reason,
    count: count ?? 0,
    examples: examples.map(({ label: text, copies }) => `${text} (${copies} rows)`),
  };
}
