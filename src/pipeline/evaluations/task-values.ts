/** Reads the evaluation table: a value per run, task and metric, with the MMLU average as a task. */
import { PipelineError } from "../../errors.js";
import { type Database, quoteText } from "../database.js";
import type { ProgressTask } from "../effects.js";
import type { Finding, ReportBuilder } from "../report.js";
import { MMLU_AVERAGE, MMLU_TASKS, RAW_TASKS } from "../suite.js";
import { readTexts, viewDoubles } from "./chunk-values.js";
import { FirstValues } from "./first-values.js";
import { locateRow } from "./inputs.js";
import { type MetricsReader, MetricsTextError } from "./metrics-text.js";
import type { Names } from "./names.js";
import { countOnes, type Runs } from "./runs.js";
import { GroupMeans } from "./seed-statistics.js";

/** The values of all rows. Their key is the index of the task times the number of runs, plus the run. */
export interface TaskValues {
  /** In table order, MMLU's average among them. */
  readonly tasks: readonly string[];
  /** The metrics by slot of the values. */
  readonly metrics: readonly string[];
  readonly values: FirstValues;
  readonly rowCount: number;
  /** The rows of MMLU subjects without duplicates, and the number of their runs. */
  readonly subjectRows: number;
  readonly averages: number;
}

export interface TaskRowsInput {
  readonly names: Names;
  readonly runs: Runs;
  readonly reader: MetricsReader;
  /** The files, for messages. */
  readonly paths: readonly string[];
  readonly progress: ProgressTask;
  readonly signal: AbortSignal;
}

/** Reads all rows of `raw_evaluations`. Throws PipelineError input-bad-value for a metrics text that cannot be read. */
export async function readTaskValues(database: Database, input: TaskRowsInput): Promise<TaskValues> {
  const { names, runs } = input;
  const subjects = new Set(MMLU_TASKS.filter((task) => names.tasks.includes(task)));
  const average = subjects.size > 0 && !names.tasks.includes(MMLU_AVERAGE) ? [MMLU_AVERAGE] : [];
  const tasks = [...names.tasks, ...average].sort();
  const values = new FirstValues(tasks.length * runs.keys.length);
  const order = new SubjectOrder(runs.keys.length, tasks, subjects);
  const rowCount = await readRows(database, input, tasks, (run, task, metrics, count) => {
    const key = task * runs.keys.length + run;
    if (values.isPresent[key] === 0) order.note(run, task);
    values.add(key, metrics, count);
  });
  if (subjects.size > 0) averageSubjects(values, order, tasks.indexOf(MMLU_AVERAGE), input);
  const averages = order.counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const subjectRows = order.counts.reduce((sum, count) => sum + count, 0);
  return { tasks, metrics: input.reader.metrics, values, rowCount, subjectRows, averages };
}

type TakeRow = (run: number, task: number, metrics: Float64Array, count: number) => void;

/** Passes every row to `take` in file order. Returns the number of rows. */
async function readRows(
  database: Database,
  { names, runs, reader, paths, progress, signal }: TaskRowsInput,
  tasks: readonly string[],
  take: TakeRow,
): Promise<number> {
  const taskIndexes = names.tasks.map((task) => tasks.indexOf(task));
  let rowCount = 0;
  for await (const chunk of database.chunks(await selectRows(database, names))) {
    const [params, data, seed, step, task] = [0, 1, 2, 3, 4].map((column) => viewDoubles(chunk, column));
    readTexts(chunk, TEXT_COLUMN, (row, buffer, start, end) => {
      try {
        reader.read(buffer, start, end);
      } catch (error) {
        throw nameRow(error, paths, Number(chunk.getColumnVector(SOURCE_ROW_COLUMN).getItem(row)));
      }
      const run = runs.get(params[row], data[row], seed[row], step[row]);
      take(run, taskIndexes[task[row]], reader.values, reader.metrics.length);
    });
    signal.throwIfAborted();
    rowCount += chunk.rowCount;
    progress.advance(chunk.rowCount);
  }
  return rowCount;
}

const [TEXT_COLUMN, SOURCE_ROW_COLUMN] = [5, 6];

/** Names are read as indexes, which is faster than reading texts. */
async function selectRows(database: Database, { sizes, recipes, seeds, tasks }: Names): Promise<string> {
  const lists = { params: sizes, data: recipes, seed: seeds, task: tasks };
  for (const [name, list] of Object.entries(lists)) {
    await database.run(`CREATE TYPE ${name}_name AS ENUM (${list.map(quoteText).join(", ")})`);
  }
  const indexOf = (name: keyof typeof lists) => `enum_code(${name}::${name}_name)::DOUBLE`;
  return `SELECT ${indexOf("params")}, ${indexOf("data")}, ${indexOf("seed")}, step, ${indexOf("task")}, metrics, source_row
    FROM raw_evaluations`;
}

function nameRow(error: unknown, paths: readonly string[], sourceRow: number): unknown {
  if (!(error instanceof MetricsTextError)) return error;
  const { path, row } = locateRow(paths, sourceRow);
  return new PipelineError("input-bad-value", path, `row ${row} has a metrics text ${error.message}`);
}

/** The subjects of each run in the order of their rows. */
class SubjectOrder {
  readonly counts: Uint32Array;
  readonly #isSubject: readonly boolean[];
  readonly #tasks: Uint16Array;
  readonly #width: number;

  constructor(runCount: number, tasks: readonly string[], subjects: ReadonlySet<string>) {
    this.counts = new Uint32Array(runCount);
    this.#isSubject = tasks.map((task) => subjects.has(task));
    this.#width = subjects.size;
    this.#tasks = new Uint16Array(runCount * this.#width);
  }

  /** Records the first row of a run and task. */
  note(run: number, task: number): void {
    if (!this.#isSubject[task]) return;
    this.#tasks[run * this.#width + this.counts[run]] = task;
    this.counts[run]++;
  }

  /** The task indexes of a run's subjects. */
  of(run: number): Uint16Array {
    const start = run * this.#width;
    return this.#tasks.subarray(start, start + this.counts[run]);
  }
}

/** Fills in the MMLU average: per run and metric the mean of its subjects, added in the order of the rows as in pandas. */
function averageSubjects(
  values: FirstValues,
  order: SubjectOrder,
  average: number,
  { runs, reader }: TaskRowsInput,
): void {
  const runCount = runs.keys.length;
  const groups = new GroupMeans(runCount);
  const means = reader.metrics.map((_, slot) => {
    const column = values.columns[slot];
    groups.begin();
    for (let run = 0; column !== undefined && run < runCount; run++) {
      for (const task of order.of(run)) groups.add(run, column[task * runCount + run]);
    }
    return Float64Array.from({ length: runCount }, (_, run) => groups.mean(run));
  });
  for (let run = 0; run < runCount; run++) {
    if (order.counts[run] === 0) continue;
    const row = Float64Array.from(means, (ofMetric) => ofMetric[run]);
    values.fill(average * runCount + run, row, row.length);
  }
}

/** Adds the stages of the evaluation table to the report. */
export function reportTasks(tasks: TaskValues, runs: Runs, report: ReportBuilder): void {
  const { values, rowCount, subjectRows, averages } = tasks;
  const runCount = runs.keys.length;
  const label = (key: number) => `${runs.label(key % runCount)}, ${tasks.tasks[Math.floor(key / runCount)]}`;
  report.addStage({
    ...{ name: "parse evaluations", rowsIn: rowCount, rowsOut: countOnes(values.isPresent) },
    drops: values.describeDuplicates(label, (a, b) => (a % runCount) - (b % runCount) || a - b),
    findings: findIncomplete(tasks, runs),
  });
  report.addStage({ name: MMLU_AVERAGE, rowsIn: subjectRows, rowsOut: averages });
}

const MAX_EXAMPLES = 5;

/** Finds runs that were not evaluated on all tasks of the suite. */
function findIncomplete({ tasks, values }: TaskValues, runs: Runs): Finding[] {
  const runCount = runs.keys.length;
  const counts = new Uint32Array(runCount);
  for (const key of tasks.keys()) {
    const present = values.isPresent.subarray(key * runCount, (key + 1) * runCount);
    for (const [run, flag] of present.entries()) counts[run] += flag;
  }
  const found = [...counts.keys()].filter((run) => counts[run] > 0 && counts[run] < RAW_TASKS.length);
  if (found.length === 0) return [];
  const examples = found.slice(0, MAX_EXAMPLES).map((run) => `${runs.label(run)} (${counts[run]} tasks)`);
  return [{ reason: `evaluated on fewer than ${RAW_TASKS.length} tasks`, count: found.length, examples }];
}
