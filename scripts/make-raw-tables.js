/**
 * Makes raw tables out of a melted evaluations file: what the hub's files look like before the build.
 *
 *     node scripts/make-raw-tables.js [--from initial_data/mean_eval_melted.parquet] [--out data/raw-stand-in]
 *         [--rows 1410750]
 *
 * writes eval-0.parquet to eval-3.parquet (1,410,750 rows with the metrics as the text of a Python dict) and
 * ppl.parquet (22,709 rows), the same every time, sorted like the hub's by size, recipe, task, step and seed. Fewer
 * `--rows` take that share of the checkpoints of all sizes and recipes, and of the perplexities. Seeds lie evenly
 * around the mean and MMLU's subjects evenly around its average, so that a build of these tables gives the melted file
 * back, up to rounding; only the few perplexities that lose a seed to the number of rows come back a little lower.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { quoteName, quoteText, withDatabase } from "../dist/pipeline/database.js";
import {
  DROPPED_METRICS,
  MMLU_AVERAGE,
  MMLU_TASKS,
  OLMES_TASKS,
  PPL_COLUMNS,
  RAW_TASKS,
  SEED_NUMBERS,
  SIZES,
  TASK_METRICS,
} from "../dist/pipeline/suite.js";

const ROWS = 1_410_750;
const PPL_ROWS = 22_709;
/** A checkpoint has a row for each of three seeds and 66 tasks. */
const ROWS_PER_CHECKPOINT = 3 * RAW_TASKS.length;
const FILES = 4;
/** How far seeds and subjects lie apart, as a share of the value. */
const SEED_SPREAD = 0.003;
const SUBJECT_SPREAD = 0.002;

const { values: options } = parseArgs({
  options: {
    from: { type: "string", default: "initial_data/mean_eval_melted.parquet" },
    out: { type: "string", default: "data/raw-stand-in" },
    rows: { type: "string", default: String(ROWS) },
    memory: { type: "string", default: "2GB" },
  },
});
const checkpoints = Number(options.rows) / ROWS_PER_CHECKPOINT;
if (!Number.isInteger(checkpoints) || checkpoints < 1) {
  throw new Error(`--rows ${options.rows} is no multiple of ${ROWS_PER_CHECKPOINT}`);
}
const perplexityRows = Math.round((PPL_ROWS * Number(options.rows)) / ROWS);

/** One row per checkpoint and seed; the middle one of three seeds has the mean itself. */
async function makeRuns(database) {
  const seedNames = Object.fromEntries(Object.entries(SEED_NUMBERS).map(([name, number]) => [number, name]));
  const seeds = SIZES.flatMap(({ name, seeds: numbers }) =>
    numbers.map((number, index) => `('${name}', '${seedNames[number]}', ${index - 1})`),
  );
  await database.run(
    `CREATE TABLE seeds AS SELECT * FROM (VALUES ${seeds.join(", ")}) s(params, seed, deviation)`,
  );
  await database.run(`CREATE VIEW melted AS SELECT * FROM read_parquet(${quoteText(options.from)})`);
  await database.run(
    `CREATE TABLE checkpoints AS
     SELECT DISTINCT params, data, step FROM melted WHERE NOT ends_with(metric, '-valppl')
     ORDER BY hash(params, data, step), params, data, step LIMIT ${checkpoints}`,
  );
}

/** One row per checkpoint and task with the metrics as columns. */
async function makeTasks(database) {
  const tasks = [...OLMES_TASKS, MMLU_AVERAGE].map(quoteText).join(", ");
  const picks = TASK_METRICS.map(
    (metric) => `any_value(value) FILTER (metric = task || '_${metric}') AS ${quoteName(metric)}`,
  );
  await database.run(
    `CREATE TABLE tasks AS
     SELECT params, data, step, tokens, compute, task, ${picks.join(", ")}
     FROM melted SEMI JOIN checkpoints USING (params, data, step)
     JOIN (SELECT unnest([${tasks}]) AS task) ON starts_with(metric, task || '_')
     GROUP BY params, data, step, tokens, compute, task`,
  );
  const subjects = MMLU_TASKS.map((task, index) => `('${task}', ${index - (MMLU_TASKS.length - 1) / 2})`);
  await database.run(
    `CREATE TABLE raw_tasks AS
     SELECT task AS source, task AS name, 0 AS deviation FROM (SELECT unnest([${tasks}]) AS task) WHERE task <> '${MMLU_AVERAGE}'
     UNION ALL SELECT '${MMLU_AVERAGE}', * FROM (VALUES ${subjects.join(", ")}) s(name, deviation)`,
  );
}

/** A Python dict as Python prints it, keys without a value left out; those that the build drops come first. */
function metricsText() {
  const dropped = DROPPED_METRICS.map((metric, index) => quoteText(`'${metric}': ${(index + 1) / 7}`));
  const entries = TASK_METRICS.map((metric) => {
    const value = `${quoteName(metric)} * (1 + ${SEED_SPREAD} * seeds.deviation) * (1 + ${SUBJECT_SPREAD} * raw_tasks.deviation / 28)`;
    return `'''${metric}'': ' || (${value})::VARCHAR`;
  });
  return `'{' || concat_ws(', ', ${[...dropped, ...entries].join(", ")}) || '}'`;
}

async function writeEvaluations(database) {
  for (let file = 0; file < FILES; file++) {
    const path = join(options.out, `eval-${file}.parquet`);
    await database.run(
      `COPY (
         SELECT tasks.params, data, raw_tasks.name AS task, '5xC' AS chinchilla, tokens, compute, step::BIGINT AS step,
           seed, ${metricsText()} AS metrics
         FROM tasks JOIN raw_tasks ON source = task JOIN seeds USING (params)
         WHERE hash(tasks.params, data, step) % ${FILES} = ${file}
         ORDER BY tasks.params, data, raw_tasks.name, step, seeds.deviation
       ) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  }
  return database.count(`read_parquet(${quoteText(join(options.out, "eval-*.parquet"))})`);
}

/** Three seeds where tasks are evaluated too; beside that grid as many as the number of rows allows. */
async function writePerplexities(database) {
  const picks = PPL_COLUMNS.map(
    ({ name, raw }) =>
      `any_value(value) FILTER (metric = '${name}') * (1 + ${SEED_SPREAD} * any_value(deviation)) AS ${quoteName(raw)}`,
  );
  const path = join(options.out, "ppl.parquet");
  await database.run(
    `COPY (
       SELECT m.params, m.data, seed, m.step, ${picks.join(", ")}, row_number() OVER () AS __index_level_0__
       FROM melted m JOIN seeds USING (params)
       LEFT JOIN (SELECT DISTINCT params, data, step, true AS is_evaluated FROM tasks) USING (params, data, step)
       WHERE ends_with(metric, '-valppl')
       GROUP BY m.params, m.data, seed, deviation, m.step
       ORDER BY any_value(is_evaluated) IS NULL, abs(deviation), deviation, m.params, m.data, m.step
       LIMIT ${perplexityRows}
     ) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  return database.count(`read_parquet(${quoteText(path)})`);
}

await mkdir(options.out, { recursive: true });
await withDatabase({ memoryLimit: options.memory }, async (database) => {
  await makeRuns(database);
  await makeTasks(database);
  const evaluations = await writeEvaluations(database);
  const perplexities = await writePerplexities(database);
  process.stdout.write(`${options.out}: ${evaluations} evaluation rows, ${perplexities} perplexity rows\n`);
});
