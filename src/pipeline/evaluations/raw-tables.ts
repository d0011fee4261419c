/** Reads both raw tables into the runs of the full table and their metrics. */
import { PipelineError, quote } from "../../errors.js";
import type { Database } from "../database.js";
import { formatCount, type ReportBuilder } from "../report.js";
import type { Steps } from "../steps.js";
import { EVALUATED_RUNS, TASK_METRICS } from "../suite.js";
import { type MetricColumn, OTHER_COLUMNS } from "./full-table.js";
import { checkIds, type InputColumns, openInputs, type RawPaths } from "./inputs.js";
import { describeSurvey, MetricsReader } from "./metrics-text.js";
import { buildNames, describeUnknown, type Names, refuseUnknown, type UnknownOptions } from "./names.js";
import {
  buildPerplexityColumns,
  countColumns,
  gatherPerplexities,
  type PerplexityRows,
  readPerplexities,
} from "./perplexities.js";
import { joinRuns, pivotTasks } from "./pivot.js";
import { buildRunKeys, countNames, type EvaluationKeys, findRates, readEvaluationKeys } from "./raw-keys.js";
import { buildIds, countOnes, type IdColumns, labelRun, Runs } from "./runs.js";
import { readTaskValues, reportTasks, type TaskValues } from "./task-values.js";

/** The rows of the full table. */
export interface FullRuns {
  readonly ids: IdColumns;
  /** Perplexities, then metric by metric the tasks. */
  readonly metrics: readonly MetricColumn[];
  /** The label of a run in reports. */
  readonly label: (run: number) => string;
}

export interface BuildTools {
  readonly database: Database;
  readonly steps: Steps;
  readonly report: ReportBuilder;
}

/**
 * Reads both raw tables. Throws PipelineError: raw-table-missing, input-unreadable, input-column-missing,
 * input-wrong-type, input-bad-value, unknown-name.
 */
export async function readFullRuns(
  tools: BuildTools,
  paths: RawPaths,
  isUnknownAllowed: boolean,
): Promise<FullRuns> {
  const { database, steps, report } = tools;
  const files = [...paths.evaluations, paths.perplexities].join(", ");
  const unknown: UnknownOptions = { isUnknownAllowed, files };
  const inputs = await steps.run("open the raw tables", () => openInputs(database, paths));
  if (inputs.unusedColumns.length > 0) {
    report.warn(`columns that are not used: ${inputs.unusedColumns.join(", ")}`);
  }
  const keys = await steps.run("read the names", () => readKeys(database, paths, inputs, unknown));
  const { evaluations, perplexities, names } = keys;
  const evaluated = buildRunKeys(evaluations.groups, names);
  const runs = new Runs(evaluated, buildRunKeys(perplexities.keys, names), names);
  warnOfMissing(runs, report);
  const perplexityValues = await steps.run("join the raw tables", async () =>
    gatherPerplexities(perplexities, runs, report),
  );
  const { tasks, order } = await readTasks(tools, keys, runs, { paths: paths.evaluations, unknown });
  return await steps.run("pivot", async () => {
    const columns = [
      ...buildPerplexityColumns(inputs.perplexities, perplexityValues),
      ...pivotTasks(tasks, order, runs, report),
    ];
    refuseSameColumns(columns, files);
    const joined = joinRuns(columns, tasks, runs, report);
    const ids = buildIds(joined.keys, names, findRates(evaluations.groups, names));
    return { ids, metrics: joined.metrics, label: (run) => labelRun(joined.keys[run], names) };
  });
}

/** Reads the metrics of all rows. `order` lists the metrics of the tables in table order. Throws PipelineError unknown-name. */
async function readTasks(
  { database, steps, report }: BuildTools,
  { evaluations, names }: Keys,
  runs: Runs,
  { paths, unknown }: { paths: readonly string[]; unknown: UnknownOptions },
): Promise<{ readonly tasks: TaskValues; readonly order: readonly string[] }> {
  const reader = new MetricsReader(unknown.isUnknownAllowed);
  const rowCount = evaluations.groups.reduce((sum, { rows }) => sum + rows, 0);
  const tasks = await steps.runRows("read the metrics", rowCount, (progress) =>
    readTaskValues(database, { names, runs, reader, paths, progress, signal: steps.effects.signal }),
  );
  const survey = reader.survey();
  const unknownMetrics = describeUnknown("metric", survey.unknown);
  refuseUnknown(unknownMetrics, unknown);
  if (survey.unknown.size === 0 && survey.absent.length === TASK_METRICS.length) {
    throw new PipelineError("input-bad-value", paths.join(", "), "no row has any metric");
  }
  report.addStage({
    ...{ name: "expand metrics", rowsIn: rowCount, rowsOut: rowCount },
    findings: [...describeSurvey(survey), ...names.unknown, ...unknownMetrics],
  });
  reportTasks(tasks, runs, report);
  const order = [...TASK_METRICS.filter((name) => !survey.absent.includes(name)), ...survey.unknown.keys()];
  return { tasks, order };
}

interface Keys {
  readonly evaluations: EvaluationKeys;
  readonly perplexities: PerplexityRows;
  readonly names: Names;
}

async function readKeys(
  database: Database,
  paths: RawPaths,
  inputs: InputColumns,
  options: UnknownOptions,
): Promise<Keys> {
  await checkIds(database, "raw_evaluations", paths.evaluations);
  await checkIds(database, "raw_perplexities", [paths.perplexities]);
  const evaluations = await readEvaluationKeys(database);
  const perplexities = await readPerplexities(database, inputs.perplexities);
  const counts = countNames(evaluations, perplexities.keys);
  const perplexity = countColumns(inputs.perplexities, perplexities);
  const names = buildNames({ ...counts, perplexity }, options);
  return { evaluations, perplexities, names };
}

/** Rejects columns of the same name, which unknown names can lead to. DuckDB renames columns that differ only in case. */
function refuseSameColumns(metrics: readonly MetricColumn[], files: string): void {
  const taken = new Map(OTHER_COLUMNS.map((name) => [name.toLowerCase(), name]));
  for (const { name } of metrics) {
    const other = taken.get(name.toLowerCase());
    if (other !== undefined) {
      const problem = `the column ${quote(name)} of a task and a metric collides with ${quote(other)}`;
      throw new PipelineError("input-bad-value", files, problem);
    }
    taken.set(name.toLowerCase(), name);
  }
}

function warnOfMissing({ isEvaluated }: Runs, report: ReportBuilder): void {
  const count = countOnes(isEvaluated);
  if (count === EVALUATED_RUNS) return;
  const [found, known] = [count, EVALUATED_RUNS].map(formatCount);
  report.warn(
    `the evaluation table has ${found} groups of size, recipe, seed and step, the whole suite has ${known}. Is a file missing?`,
  );
}
