/** A small full table, runs and histories, made by rule, so that a test can work out each value of the frame anew. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FT_COLUMNS, PRETRAINING_COLUMNS } from "../../../src/pipeline/comparisons/columns.js";
import { quoteName, quoteText, withDatabase } from "../../../src/pipeline/database.js";

export interface Checkpoint {
  readonly params: string;
  readonly data: string;
  readonly seed: number;
  readonly step: number;
}

/** Steps of the default seed out of order, and other seeds with other values and a later step. */
export const CHECKPOINTS: readonly Checkpoint[] = [
  { params: "4M", data: "Dolma1.7", seed: 0, step: 2500 },
  { params: "4M", data: "Dolma1.7", seed: 0, step: 0 },
  { params: "4M", data: "Dolma1.7", seed: 0, step: 1250 },
  { params: "4M", data: "Dolma1.7", seed: 1, step: 1250 },
  { params: "4M", data: "Dolma1.7", seed: 1, step: 3750 },
  { params: "10M", data: "C4", seed: 0, step: 0 },
  { params: "10M", data: "C4", seed: 0, step: 1250 },
  { params: "10M", data: "C4", seed: 0, step: 2500 },
  { params: "10M", data: "Falcon", seed: 2, step: 1250 },
  { params: "60M", data: "C4", seed: 0, step: 1250 },
];

/** The value of a column of PRETRAINING_COLUMNS at a checkpoint; perplexities have none at step 0. */
export function pretrainingValue(column: string, { params, data, seed, step }: Checkpoint): number | null {
  if (column === "step") return step;
  if (column === "tokens") return step * 65_536;
  if (column.endsWith("-valppl") && step === 0) return null;
  // One column has a hole in the middle, so that its list is shorter than that of the steps.
  if (column === "piqa_margin" && step === 1250) return null;
  return hash(`${column} ${params} ${data} ${seed} ${step}`);
}

export interface WorldRun {
  readonly id: string;
  readonly state?: string;
  readonly config?: object;
  readonly summary?: object;
}

const EVALUATED_TASKS = ["arc_challenge", "arc_easy", "boolq", "csqa", "hellaswag", "openbookqa", "piqa"];

/** The summary of an evaluated run. `holes` are columns that it lacks. */
export function evaluate(id: string, holes: readonly string[] = []): Record<string, unknown> {
  const summary: Record<string, unknown> = { total_tokens: 9_000_000, train_loss: 2.5 };
  for (const column of FT_COLUMNS) {
    if (holes.includes(column)) continue;
    const [task, metric] = splitColumn(column);
    if (metric === "num_instances" || metric === "primary_score") {
      summary[task] = { ...(summary[task] as object), [metric]: fineTunedValue(column, id) };
    } else {
      summary[`${task}/${metric}`] = fineTunedValue(column, id);
    }
  }
  for (const task of EVALUATED_TASKS) {
    const key = `oe_eval_metrics/${task}`;
    summary[key] = {
      ...(summary[key] as object),
      task_config: { limit: 3 },
      extra_metrics: { no_answer: 0 },
    };
    summary[`${key}/no_answer`] = 0;
  }
  return summary;
}

export function fineTunedValue(column: string, id: string): number {
  return hash(`${column} ${id}`);
}

function splitColumn(column: string): [task: string, metric: string] {
  const aggregate = /^ft_core9_full_(.+)$/.exec(column);
  if (aggregate !== null) return ["oe_eval_metrics/core_9mcqa:rc::olmes:full", aggregate[1]];
  const [, task, metric] = /^ft_(arc_challenge|arc_easy|[a-z]+)_(.+)$/.exec(column) as RegExpExecArray;
  return [`oe_eval_metrics/${task}`, metric];
}

export const RUNS = {
  pileA: "250901-000001_match_60M_finetune_10Mtx1_DD-d17-4M-1250-2_lr=5e-05",
  pileB: "250901-000002_match_60M_pile_finetune_10Mtx1_DD-c4-10M-1250-0",
  pileC: "250901-000003_match_60M_finetune_Ft_DD-d17-4M-2500-1",
  c4Only: "250901-000004_match_60M_c4_finetune_10Mtx1_DD-c4-10M-2500-0",
  noStep: "250901-000005_match_60M_c4_finetune_10Mtx1_DD-d17-4M-9999-0",
  noModel: "250901-000006_match_150M_finetune_10Mtx1_DD-falcon-10M-1250-0",
  running: "250901-000007_match_60M_finetune_10Mtx1_DD-d17-4M-1250-0",
  unevaluated: "250901-000008_match_60M_finetune_10Mtx1_DD-d17-4M-2500-0",
  old: "2025_08_18-22_30_05_allenai--DataDecide-dolma1_7-4M_main_default",
  dpo: "2025_08_20-12_12_19_test_dpo_DD-dolma1_7-4M_main_default",
} as const;

export function buildRuns(): WorldRun[] {
  const config = { learning_rate: 0.000005, seed: 8, num_train_epochs: 1 };
  const evaluated = (id: string, holes: readonly string[] = []) => ({
    id,
    config,
    summary: evaluate(id, holes),
  });
  return [
    evaluated(RUNS.pileA),
    { id: RUNS.old },
    evaluated(RUNS.pileB, ["ft_piqa_acc_uncond"]),
    evaluated(RUNS.pileC),
    { ...evaluated(RUNS.running), state: "running" },
    evaluated(RUNS.c4Only),
    evaluated(RUNS.noStep),
    { id: RUNS.unevaluated, config, summary: { "oe_eval_metrics/piqa/task_config": 1 } },
    evaluated(RUNS.noModel),
    { id: RUNS.dpo },
  ];
}

export interface WorldHistoryRow {
  readonly run_id: string;
  readonly step: number;
  readonly learning_rate: number | null;
  readonly train_loss: number | null;
  readonly total_tokens: number | null;
}

/** Rows out of order; run A has holes, run C a count that falls back. */
export const HISTORY: readonly WorldHistoryRow[] = [
  { run_id: RUNS.pileA, step: 200, learning_rate: 2e-5, train_loss: null, total_tokens: 2e6 },
  { run_id: RUNS.pileA, step: 100, learning_rate: null, train_loss: 2.75, total_tokens: null },
  { run_id: RUNS.pileA, step: 300, learning_rate: 1e-5, train_loss: 2.5, total_tokens: 3e6 },
  { run_id: RUNS.running, step: 100, learning_rate: 1e-5, train_loss: 2.5, total_tokens: 1e6 },
  { run_id: RUNS.pileC, step: 100, learning_rate: 1e-5, train_loss: 2.5, total_tokens: 5e6 },
  { run_id: RUNS.pileC, step: 200, learning_rate: 1e-6, train_loss: 2.25, total_tokens: 1e6 },
];

export interface WorldFiles {
  readonly folder: string;
  readonly fullTable: string;
  readonly runs: string;
  readonly history: string;
}

export async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "datadecide-comparisons-"));
}

/** The full table as Parquet; the columns named in `without` are left out. */
export async function writeFullTable(
  folder: string,
  checkpoints: readonly Checkpoint[] = CHECKPOINTS,
  without: readonly string[] = [],
): Promise<string> {
  const path = join(folder, "full_eval.parquet");
  const columns = PRETRAINING_COLUMNS.filter((name) => name !== "step" && !without.includes(name));
  const rows = checkpoints.map((checkpoint) => {
    const { params, data, seed, step } = checkpoint;
    // As text: number literals are decimals to DuckDB, and not every double survives that.
    const values = columns.map((name) => quoteNumber(pretrainingValue(name, checkpoint)));
    return `(${[quoteText(params), quoteText(data), seed, step, ...values].join(", ")})`;
  });
  const definitions = columns.map((name) => `${quoteName(name)} DOUBLE`).join(", ");
  await withDatabase({}, async (database) => {
    await database.run(
      `CREATE TABLE t (params VARCHAR, data VARCHAR, seed BIGINT, step DOUBLE, ${definitions})`,
    );
    await database.run(`INSERT INTO t VALUES ${rows.join(", ")}`);
    await database.run(`COPY t TO ${quoteText(path)} (FORMAT parquet)`);
  });
  return path;
}

/** As text that Python writes: what is missing in the history is NaN there. */
export async function writeLines(path: string, records: readonly object[]): Promise<string> {
  const lines = records.map((record) =>
    JSON.stringify(record, (_, value) => (value === null ? "NaN!" : value)).replaceAll('"NaN!"', "NaN"),
  );
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

export async function writeWorld(): Promise<WorldFiles> {
  const folder = await makeFolder();
  const runs = buildRuns().map(({ id, state = "finished", config = {}, summary = {} }) => ({
    run_id: id,
    run_name: id,
    state,
    config,
    summary,
  }));
  return {
    folder,
    fullTable: await writeFullTable(folder),
    runs: await writeLines(join(folder, "runs.jsonl"), runs),
    history: await writeLines(join(folder, "history.jsonl"), HISTORY),
  };
}

/** The same runs and history as Parquet, with JSON inside text columns. */
export async function writeWorldAsParquet({
  folder,
}: WorldFiles): Promise<Pick<WorldFiles, "runs" | "history">> {
  const runs = join(folder, "runs.parquet");
  const history = join(folder, "history.parquet");
  const text = (value: unknown) => quoteText(typeof value === "string" ? value : JSON.stringify(value));
  const runRows = buildRuns().map(
    ({ id, state = "finished", config = {}, summary = {} }) =>
      `(${[id, id, state, config, summary].map(text).join(", ")})`,
  );
  const historyRows = HISTORY.map(
    (row) =>
      `(${[text(row.run_id), row.step, row.learning_rate ?? "'nan'", row.train_loss ?? "NULL", row.total_tokens ?? "NULL"].join(", ")})`,
  );
  await withDatabase({}, async (database) => {
    await database.run(`COPY (FROM (VALUES ${runRows.join(", ")}) t(run_id, run_name, state, config, summary))
      TO ${quoteText(runs)} (FORMAT parquet)`);
    await database.run(
      "CREATE TABLE h (run_id VARCHAR, step BIGINT, learning_rate DOUBLE, train_loss DOUBLE, total_tokens DOUBLE)",
    );
    await database.run(`INSERT INTO h VALUES ${historyRows.join(", ")}`);
    await database.run(`COPY h TO ${quoteText(history)} (FORMAT parquet)`);
  });
  return { runs, history };
}

function quoteNumber(value: number | null): string {
  return value === null ? "NULL" : `'${value}'`;
}

/** The hash of a text as a number between 0 and 1 (FNV-1a). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return (state >>> 0) / 2 ** 32;
}
