/** Pivots the values of tasks into the columns of the full table and selects the runs that have a value. */
import type { Finding, ReportBuilder } from "../report.js";
import type { MetricColumn } from "./full-table.js";
import { countOnes, type RunKey, type Runs } from "./runs.js";
import type { TaskValues } from "./task-values.js";

/** Builds a column per metric and task, without the columns that have no value. */
export function pivotTasks(
  { tasks, metrics, values, averages }: TaskValues,
  order: readonly string[],
  runs: Runs,
  report: ReportBuilder,
): MetricColumn[] {
  const runCount = runs.keys.length;
  const columns: MetricColumn[] = [];
  const empty: string[] = [];
  for (const metric of order) {
    const ofMetric = values.columns[metrics.indexOf(metric)];
    for (const [index, task] of tasks.entries()) {
      const name = `${task}_${metric}`;
      const own = ofMetric?.subarray(index * runCount, (index + 1) * runCount);
      if (own === undefined || own.every(Number.isNaN)) empty.push(name);
      else columns.push({ kind: "number", name, values: own });
    }
  }
  const findings: Finding[] = [{ reason: "task columns", count: columns.length, examples: [] }];
  if (empty.length > 0) {
    findings.push({ reason: "columns without any value, left out", count: empty.length, examples: empty });
  }
  const hasValue = findFilled(values.hasValue, runCount);
  report.addStage({
    name: "pivot",
    rowsIn: countOnes(values.isPresent) + averages,
    rowsOut: countOnes(hasValue),
    drops: describeRuns(
      "no kept metric",
      runs,
      (run) => isSet(runs.isEvaluated, run) && !isSet(hasValue, run),
    ),
    findings,
  });
  return columns;
}

/** Flags the runs that have a value for any task. */
function findFilled(hasValue: Uint8Array, runCount: number): Uint8Array {
  const filled = new Uint8Array(runCount);
  for (let start = 0; start < hasValue.length; start += runCount) {
    for (let run = 0; run < runCount; run++) filled[run] |= hasValue[start + run];
  }
  return filled;
}

export interface JoinedRuns {
  readonly keys: readonly RunKey[];
  readonly metrics: readonly MetricColumn[];
}

/** Selects the runs with a row of perplexities or a value for any task. */
export function joinRuns(
  metrics: readonly MetricColumn[],
  { values }: TaskValues,
  runs: Runs,
  report: ReportBuilder,
): JoinedRuns {
  const runCount = runs.keys.length;
  const hasValue = findFilled(values.hasValue, runCount);
  const kept = [...runs.keys.keys()].filter(
    (run) => isSet(runs.hasPerplexities, run) || isSet(hasValue, run),
  );
  const isEvaluated = (run: number) => isSet(hasValue, run);
  const hasNone = (run: number) => isEvaluated(run) && !isSet(runs.hasPerplexities, run);
  const isStart = (run: number) => runs.keys[run].step === 0;
  report.addStage({
    name: "outer join",
    rowsIn: { perplexities: countOnes(runs.hasPerplexities), evaluations: countOnes(hasValue) },
    rowsOut: kept.length,
    findings: [
      ...describeRuns(
        "evaluated at step 0, without perplexities",
        runs,
        (run) => hasNone(run) && isStart(run),
      ),
      ...describeRuns(
        "evaluated after step 0, without perplexities",
        runs,
        (run) => hasNone(run) && !isStart(run),
      ),
      ...describeRuns(
        "perplexities only, not evaluated",
        runs,
        (run) => isSet(runs.hasPerplexities, run) && !isEvaluated(run),
      ),
    ],
  });
  if (kept.length === runCount) return { keys: runs.keys, metrics };
  return {
    keys: kept.map((run) => runs.keys[run]),
    metrics: metrics.map((column) => ({ ...column, values: compact(column.values, kept) })),
  };
}

/** Moves the values of ascending rows to the start of their array. */
function compact(values: Float64Array, rows: readonly number[]): Float64Array {
  for (const [index, row] of rows.entries()) values[index] = values[row];
  return values.subarray(0, rows.length);
}

function isSet(flags: Uint8Array, run: number): boolean {
  return flags[run] === 1;
}

const MAX_EXAMPLES = 5;

function describeRuns(reason: string, runs: Runs, isIncluded: (run: number) => boolean): Finding[] {
  const found = [...runs.keys.keys()].filter(isIncluded);
  if (found.length === 0) return [];
  return [
    { reason, count: found.length, examples: found.slice(0, MAX_EXAMPLES).map((run) => runs.label(run)) },
  ];
}
