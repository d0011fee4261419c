/** From metrics text to columns: one row per run and task, then one table per metric with a column per task. */
import { type Database, quoteName, quoteText } from "../database.js";
import type { Effects } from "../effects.js";
import type { Finding, ReportBuilder } from "../report.js";
import { MMLU_AVERAGE, MMLU_TASKS, RAW_TASKS } from "../suite.js";
import { resolveDuplicates } from "./duplicates.js";
import { metricColumns, metricsAsStruct } from "./metrics-text.js";
import type { Names } from "./names.js";
import { RUN_LABEL, typedKeys } from "./runs.js";

/** Columns of the full table that belong together: tables `values_{id}` by run, `mean_{id}` and `std_{id}` by checkpoint. */
export interface Block {
  readonly id: string;
  /** Names of metrics, in table order. */
  readonly columns: readonly string[];
}

/** Makes `task_rows` (k, task, one column per metric), each key once. */
export async function expandMetrics(database: Database, names: Names, report: ReportBuilder): Promise<void> {
  await database.run(`CREATE TYPE task_name AS ENUM (${names.tasks.map(quoteText).join(", ")})`);
  const struct = metricsAsStruct("metrics", names.metrics);
  await database.run(
    `CREATE TABLE task_rows AS
     SELECT k, task, source_row, ${metricColumns("struct", names.metrics)}
     FROM (SELECT ${typedKeys(names)}, task::task_name AS task, source_row, ${struct} AS struct FROM raw_evaluations)
     JOIN runs USING (params, data, seed, step)`,
  );
  const rowsIn = await database.count("task_rows");
  const drops = await resolveDuplicates(database, {
    table: "task_rows",
    keys: ["k", "task"],
    values: names.metrics,
    label: `concat_ws(', ', ${RUN_LABEL}, task)`,
    labelJoin: "JOIN runs USING (k)",
  });
  const rowsOut = await database.count("task_rows");
  const findings = await findIncomplete(database);
  report.addStage({ name: "parse evaluations", rowsIn, rowsOut, drops, findings });
}

/** Runs that were not evaluated on all tasks of the suite; MMLU's average is taken over the subjects that are there. */
async function findIncomplete(database: Database): Promise<Finding[]> {
  const rows = await database.rows<{ label: string; tasks: number; n: number }>(
    `SELECT ${RUN_LABEL} AS label, tasks, count(*) OVER () AS n
     FROM (SELECT k, count(*) AS tasks FROM task_rows GROUP BY k HAVING tasks < ${RAW_TASKS.length})
     JOIN runs USING (k) ORDER BY k LIMIT 5`,
  );
  if (rows.length === 0) return [];
  const examples = rows.map(({ label, tasks }) => `${label} (${tasks} tasks)`);
  return [{ reason: `evaluated on fewer than ${RAW_TASKS.length} tasks`, count: rows[0].n, examples }];
}

/** Makes `values_{id}` for every metric, MMLU's average among the tasks; columns without any value are left out. */
export async function pivotTasks(
  database: Database,
  names: Names,
  report: ReportBuilder,
  { progress, signal }: Pick<Effects, "progress" | "signal">,
): Promise<Block[]> {
  const subjects = MMLU_TASKS.filter((task) => names.tasks.includes(task));
  const tasks = [...names.tasks, ...(subjects.length > 0 ? [MMLU_AVERAGE] : [])].sort();
  const task = progress.begin("pivot", names.metrics.length, "steps");
  const blocks: Block[] = [];
  const empty: string[] = [];
  for (const [index, metric] of names.metrics.entries()) {
    signal.throwIfAborted();
    const block = { id: `m${index}`, columns: tasks.map((name) => `${name}_${metric}`) };
    await pivotMetric(database, metric, block.id, tasks, subjects);
    const filled = await findFilled(database, block);
    empty.push(...block.columns.filter((name) => !filled.includes(name)));
    blocks.push({ ...block, columns: filled });
    task.advance(1);
  }
  const columns = blocks.reduce((sum, block) => sum + block.columns.length, 0);
  task.end(`${columns} columns`);
  await reportPivot(database, report, { columns, empty, subjects });
  await database.run("DROP TABLE task_rows");
  return blocks;
}

/** One column per task; MMLU's average is the plain mean of the subjects that are there, added up by name. */
async function pivotMetric(
  database: Database,
  metric: string,
  id: string,
  tasks: readonly string[],
  subjects: readonly string[],
): Promise<void> {
  const picked = tasks
    .filter((task) => task !== MMLU_AVERAGE)
    .map(
      (task) => `any_value(${quoteName(metric)}) FILTER (task = ${quoteText(task)}) AS ${quoteName(task)}`,
    );
  const columns = tasks.map((task) => {
    const value = task === MMLU_AVERAGE ? meanOf(subjects.map(quoteName)) : quoteName(task);
    return `${value} AS ${quoteName(`${task}_${metric}`)}`;
  });
  await database.run(
    `CREATE TABLE values_${id} AS
     SELECT k, ${columns.join(", ")}
     FROM (SELECT k, ${picked.join(", ")} FROM task_rows GROUP BY k) ORDER BY k`,
  );
}

/** The mean of the values that are there, added up from left to right; missing where none is. */
export function meanOf(values: readonly string[]): string {
  return `(${sumOf(values)}) / nullif(${countOf(values)}, 0)`;
}

function sumOf(values: readonly string[]): string {
  return values.map((value) => `coalesce(${value}, 0)`).join(" + ");
}

export function countOf(values: readonly string[]): string {
  return `(${values.map((value) => `(${value} IS NOT NULL)::INTEGER`).join(" + ")})`;
}

async function findFilled(database: Database, { id, columns }: Block): Promise<string[]> {
  const counts = await database.row<Record<string, number>>(
    `SELECT ${columns.map((name) => `count(${quoteName(name)}) AS ${quoteName(name)}`).join(", ")} FROM values_${id}`,
  );
  return columns.filter((name) => counts[name] > 0);
}

async function reportPivot(
  database: Database,
  report: ReportBuilder,
  { columns, empty, subjects }: { columns: number; empty: readonly string[]; subjects: readonly string[] },
): Promise<void> {
  const rowsIn = await database.count("task_rows");
  const list = subjects.map(quoteText).join(", ");
  const { averages, parts, groups } = await database.row<Record<"averages" | "parts" | "groups", number>>(
    `SELECT count(DISTINCT k) FILTER (is_subject) AS averages, count(*) FILTER (is_subject) AS parts,
       count(DISTINCT k) AS groups
     FROM (SELECT k, ${subjects.length > 0 ? `task IN (${list})` : "false"} AS is_subject FROM task_rows)`,
  );
  report.addStage({ name: MMLU_AVERAGE, rowsIn: parts, rowsOut: averages });
  const found: Finding[] = [{ reason: "task columns", count: columns, examples: [] }];
  if (empty.length > 0) {
    const reason = "columns without any value, left out";
    found.push({ reason, count: empty.length, examples: empty });
  }
  report.addStage({ name: "pivot", rowsIn: rowsIn + averages, rowsOut: groups, findings: found });
}
