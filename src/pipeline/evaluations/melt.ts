/** The long form: one row per checkpoint (or run) and metric, metric by metric; values that are missing have no row. */
import { type Database, quoteName, quoteText } from "../database.js";
import { MMLU_TASKS } from "../suite.js";
import type { Block } from "./task-values.js";

export interface LongForm {
  readonly table: string;
  /** The table of ids and the column that the value tables share with it. */
  readonly ids: "checkpoints" | "runs";
  readonly key: "c" | "k";
  readonly idColumns: readonly string[];
  readonly prefix: "mean" | "values";
}

export const MEAN_MELTED: LongForm = {
  table: "mean_melted",
  ...{ ids: "checkpoints", key: "c", prefix: "mean" },
  idColumns: ["params", "data", "step", "tokens", "compute"],
};

export const FULL_MELTED: LongForm = {
  table: "full_melted",
  ...{ ids: "runs", key: "k", prefix: "values" },
  idColumns: ["params", "data", "seed", "step", "tokens", "compute"],
};

/** The blocks without MMLU's subjects, which the long form leaves to their average. */
export function selectMelted(blocks: readonly Block[]): Block[] {
  const subjects = MMLU_TASKS.map((task) => `${task}_`);
  const isSubject = (name: string) => subjects.some((start) => name.startsWith(start));
  return blocks.map(({ id, columns }) => ({ id, columns: columns.filter((name) => !isSubject(name)) }));
}

/** Makes the table. Returns the cells that were looked at, missing ones among them. */
export async function melt(database: Database, form: LongForm, blocks: readonly Block[]): Promise<number> {
  const { table, ids, idColumns } = form;
  const metrics = blocks.flatMap(({ columns }) => columns);
  await database.run(`CREATE OR REPLACE TYPE ${table}_metric AS ENUM (${metrics.map(quoteText).join(", ")})`);
  await database.run(
    `CREATE TABLE ${table} AS
     SELECT ${idColumns.join(", ")}, NULL::${table}_metric AS metric, 0::DOUBLE AS value FROM ${ids} LIMIT 0`,
  );
  for (const block of blocks) await meltBlock(database, form, block);
  return metrics.length * (await database.count(ids));
}

async function meltBlock(
  database: Database,
  { table, ids, key, idColumns, prefix }: LongForm,
  { id, columns }: Block,
): Promise<void> {
  for (const name of columns) {
    await database.run(
      `INSERT INTO ${table}
       SELECT ${idColumns.join(", ")}, ${quoteText(name)}, ${quoteName(name)}
       FROM ${ids} JOIN ${prefix}_${id} USING (${key}) WHERE ${quoteName(name)} IS NOT NULL`,
    );
  }
}

/** A query for the table in its final order: metric by metric, and in each the order of the ids. */
export function selectMeltedRows({ table, idColumns }: LongForm): string {
  const columns = [...idColumns, "metric", "value"].map((name) =>
    ["params", "data", "metric"].includes(name) ? `${name}::VARCHAR AS ${name}` : name,
  );
  const order = ["metric", ...idColumns].map((name) => `${table}.${name}`);
  return `SELECT ${columns.join(", ")} FROM ${table} ORDER BY ${order.join(", ")}`;
}
