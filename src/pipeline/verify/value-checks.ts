/** Checks the values: ranges, constants of the tasks, and the patterns that seeds leave in accuracies. */
import { type Database, quoteText } from "../database.js";
import { formatCount } from "../report.js";
import { TASK_METRICS } from "../suite.js";
import { type CheckList, listSome } from "./check-list.js";
import { CORRECT_CHOICES, PRIMARY_ACCURACIES, QUESTIONS, RANGES } from "./facts.js";

/** The measure at the end of a metric's name: the longest one that it ends with. */
function selectMetricOf(name: string): string {
  const byLength = [...TASK_METRICS].sort((a, b) => b.length - a.length);
  const cases = byLength.map(
    (metric) => `WHEN ends_with(${name}, ${quoteText(`_${metric}`)}) THEN ${quoteText(metric)}`,
  );
  return `CASE WHEN ends_with(${name}, '-valppl') THEN 'valppl' ${cases.join(" ")} END`;
}

export async function checkRanges(database: Database, list: CheckList): Promise<void> {
  const extremes = await database.rows<{ kind: string | null; min: number; max: number; bad: number }>(
    `SELECT ${selectMetricOf("metric")} AS kind, min(low) AS min, max(high) AS max, sum(bad)::BIGINT AS bad
     FROM (SELECT metric::VARCHAR AS metric, min(value) AS low, max(value) AS high,
             count(*) FILTER (NOT isfinite(value)) AS bad FROM melted GROUP BY ALL) GROUP BY kind ORDER BY kind`,
  );
  for (const { metrics, min, max } of RANGES) {
    const own = extremes.filter(({ kind }) => kind !== null && metrics.includes(kind));
    const outside = own.filter((row) => row.min < min || row.max > max || row.bad > 0);
    const render = ({ kind, min: low, max: high }: (typeof own)[number]) =>
      `${kind} ${low.toPrecision(4)} to ${high.toPrecision(4)}`;
    const found = own.length === 0 ? "no values" : listSome(own.map(render));
    list.addNone(`range of ${metrics.join(", ")}`, `${min} to ${max}`, outside.map(render), found);
  }
}

/** correct_choice depends on the task's questions only; the primary metric is one of the accuracies. */
export async function checkTaskConstants(database: Database, list: CheckList): Promise<void> {
  const rows = await database.rows<{ metric: string; min: number; max: number }>(
    `SELECT metric::VARCHAR AS metric, min(value) AS min, max(value) AS max FROM melted
     WHERE ends_with(metric::VARCHAR, '_correct_choice') GROUP BY ALL ORDER BY metric`,
  );
  const wrong = rows.filter(({ metric, min, max }) => {
    const expected = CORRECT_CHOICES[metric.slice(0, -"_correct_choice".length)];
    return !(min > 0 && max - min <= 1e-9 * max && Math.abs(max - expected) <= 1e-3);
  });
  list.add(
    "correct_choice is a constant of the task",
    wrong.length === 0,
    `${Object.keys(CORRECT_CHOICES).length} constants`,
    wrong.length === 0
      ? `${rows.length} constants`
      : listSome(wrong.map(({ metric, min, max }) => `${metric} ${min} to ${max}`)),
  );
  const pairs = Object.entries(PRIMARY_ACCURACIES).map(
    ([task, accuracy]) => `('${task}', '${task}_primary_metric', '${task}_${accuracy}')`,
  );
  const unequal = await database.rows<{ task: string; n: number }>(
    `SELECT task, count(*) AS n FROM (VALUES ${pairs.join(", ")}) pairs(task, primary_name, accuracy_name)
     JOIN melted p ON p.metric = primary_name
     JOIN melted a ON a.metric = accuracy_name AND (p.params, p.data, p.step) = (a.params, a.data, a.step)
     WHERE abs(p.value - a.value) > 1e-9 GROUP BY task ORDER BY task`,
  );
  list.add(
    "the primary metric is the task's accuracy",
    unequal.length === 0,
    "equal at every checkpoint",
    unequal.length === 0
      ? "equal at every checkpoint"
      : listSome(unequal.map(({ task, n }) => `${task}: ${n}`)),
  );
}

/**
 * A task's accuracy is a number of right answers, so the mean over three seeds is a multiple of a third of a question.
 * Only about one in three is a multiple of a whole question, which reveals values of a single seed.
 */
export async function checkSeedTraces(database: Database, list: CheckList): Promise<void> {
  const tasks = Object.entries(QUESTIONS).map(([task, questions]) => `('${task}_acc_raw', ${questions})`);
  const { rows, thirds, wholes } = await database.row<{ rows: number; thirds: number; wholes: number }>(
    `SELECT count(*) AS rows, count(*) FILTER (${isMultiple("value * 3 * questions")}) AS thirds,
       count(*) FILTER (${isMultiple("value * questions")}) AS wholes
     FROM melted JOIN (VALUES ${tasks.join(", ")}) tasks(metric_name, questions) ON metric = metric_name`,
  );
  const share = (count: number) => (rows === 0 ? "no rows" : `${((100 * count) / rows).toFixed(1)}%`);
  const found = `${share(thirds)} of ${formatCount(rows)} rows`;
  list.add("accuracies are thirds of a question", rows > 0 && thirds === rows, "100% of rows", found);
  const isMean = rows > 0 && wholes < 0.6 * rows;
  list.add("three seeds are in the means", isMean, "less than 60% whole questions", share(wholes));
}

function isMultiple(expression: string): string {
  return `abs(${expression} - round(${expression})) < 1e-6`;
}
