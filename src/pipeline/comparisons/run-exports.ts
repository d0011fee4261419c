/**
 * Weights & Biases exports: runs and their training history, each as Parquet (JSON inside text columns) or as JSON
 * lines (nested objects). A run of the lines form stands at the top of its record or under `run` or `raw_run`; a
 * history row has its metrics beside the step or under `metrics`.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { PipelineError } from "../../errors.js";
import { type Database, quoteName } from "../database.js";
import { checkColumns, isParquetFile, readColumnTypes } from "../input-files.js";

type JsonObject = Readonly<Record<string, unknown>>;

export interface ExportedRun {
  readonly id: string;
  /** The name shown to people, which may be the id again. */
  readonly displayName: string;
  readonly state: string | null;
  readonly config: JsonObject;
  readonly summary: JsonObject;
}

/** The history of a run in order of steps; null where a value was not logged. */
export interface RunHistory {
  readonly steps: readonly (number | null)[];
  readonly learningRates: readonly (number | null)[];
  readonly losses: readonly (number | null)[];
  readonly totalTokens: readonly (number | null)[];
}

interface HistoryRow {
  readonly run_id: string;
  readonly step: number | null;
  readonly learning_rate: number | null;
  readonly train_loss: number | null;
  readonly total_tokens: number | null;
}

/** What the Parquet form of each export needs to have. */
const RUN_COLUMNS = { run_id: "VARCHAR", state: "VARCHAR", config: "VARCHAR", summary: "VARCHAR" } as const;
const HISTORY_COLUMNS = {
  run_id: "VARCHAR",
  step: "DOUBLE",
  learning_rate: "DOUBLE",
  train_loss: "DOUBLE",
  total_tokens: "DOUBLE",
} as const;
const HISTORY_METRICS = ["learning_rate", "train_loss", "total_tokens"] as const;

/**
 * All runs of an export, in its order.
 * Throws PipelineError: input-missing, input-unreadable, input-column-missing, input-wrong-type, input-bad-value,
 * duplicate-rows for two runs of one id.
 */
export async function readRuns(database: Database, path: string): Promise<ExportedRun[]> {
  const records: JsonObject[] = [];
  if (await isParquetFile(path)) {
    checkColumns(await readColumnTypes(database, path), RUN_COLUMNS, path);
    records.push(...(await database.rows<Record<string, unknown>>(`FROM ${database.readParquet(path)}`)));
  } else {
    for await (const record of readLines(path)) records.push(record);
  }
  const seen = new Set<string>();
  return records.map((record, index) => {
    const run = buildRun(record, path, index);
    if (seen.has(run.id)) throw new PipelineError("duplicate-rows", path, `has the run "${run.id}" twice`);
    seen.add(run.id);
    return run;
  });
}

function buildRun(record: JsonObject, path: string, index: number): ExportedRun {
  const run = [record.run, record.raw_run].find(isObject) ?? record;
  const id = findText(run.run_id) ?? findText(record.run_id) ?? findText(run.id);
  if (id === null) throw new PipelineError("input-bad-value", path, `run ${index + 1} has no run_id`);
  const parse = (key: string, value: unknown) => parseObject(value, path, `${key} of run "${id}"`);
  return {
    id,
    displayName: findText(run.run_name) ?? findText(run.name) ?? findText(run.display_name) ?? id,
    state: findText(run.state),
    config: parse("config", run.config),
    summary: parse("summary", run.summary ?? run.summary_metrics),
  };
}

/** The histories of the wanted runs, by id; a run without any row has none. Throws as readRuns. */
export async function readHistories(
  database: Database,
  path: string,
  ids: ReadonlySet<string>,
): Promise<Map<string, RunHistory>> {
  const rowsById = new Map<string, HistoryRow[]>();
  for await (const row of readHistoryRows(database, path)) {
    if (!ids.has(row.run_id)) continue;
    const rows = rowsById.get(row.run_id);
    if (rows === undefined) rowsById.set(row.run_id, [row]);
    else rows.push(row);
  }
  return new Map(Array.from(rowsById, ([id, rows]) => [id, buildHistory(rows)]));
}

function buildHistory(rows: readonly HistoryRow[]): RunHistory {
  // A stable sort: rows of one step stay in the order of the file, rows without a step come first.
  const sorted = rows.toSorted((a, b) => (a.step ?? -1) - (b.step ?? -1));
  return {
    steps: sorted.map(({ step }) => step),
    learningRates: sorted.map(({ learning_rate: rate }) => rate),
    losses: sorted.map(({ train_loss: loss }) => loss),
    totalTokens: sorted.map(({ total_tokens: tokens }) => tokens),
  };
}

async function* readHistoryRows(database: Database, path: string): AsyncGenerator<HistoryRow> {
  if (await isParquetFile(path)) {
    checkColumns(await readColumnTypes(database, path), HISTORY_COLUMNS, path);
    const columns = ["step", ...HISTORY_METRICS].map(
      (name) => `nullif(${quoteName(name)}::DOUBLE, 'nan'::DOUBLE) AS ${quoteName(name)}`,
    );
    const query = `SELECT run_id::VARCHAR AS run_id, ${columns.join(", ")} FROM ${database.readParquet(path)}`;
    yield* await database.rows<HistoryRow>(query);
    return;
  }
  let index = 0;
  for await (const record of readLines(path)) {
    const id = findText(record.run_id);
    if (id === null) throw new PipelineError("input-bad-value", path, `row ${index + 1} has no run_id`);
    const metrics = isObject(record.metrics) ? { ...record, ...record.metrics } : record;
    yield {
      run_id: id,
      step: findNumber(record.step),
      learning_rate: findNumber(metrics.learning_rate),
      train_loss: findNumber(metrics.train_loss),
      total_tokens: findNumber(metrics.total_tokens),
    };
    index++;
  }
}

async function* readLines(path: string): AsyncGenerator<JsonObject> {
  const lines = createInterface({
    input: createReadStream(path, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() !== "") yield parseObject(line, path, `line ${number}`);
  }
}

/** An object, or the text of one; nothing is an empty object. */
function parseObject(value: unknown, path: string, place: string): JsonObject {
  if (value === null || value === undefined || value === "") return {};
  const parsed = typeof value === "string" ? parseJson(value) : value;
  if (!isObject(parsed)) throw new PipelineError("input-bad-value", path, `${place} is not a JSON object`);
  return parsed;
}

/** Undefined for what is not JSON. NaN and infinities, which Python writes and JSON does not know, become null. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const strict = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
      token.startsWith('"') ? token : "null",
    );
    try {
      return JSON.parse(strict);
    } catch {
      return undefined;
    }
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function findText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function findNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
