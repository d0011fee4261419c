/**
 * Weights & Biases exports of runs, as Parquet (with JSON in text columns) or as JSON lines (nested objects). In JSON
 * lines a run is the record itself, or its `run` or `raw_run`.
 */
import { PipelineError } from "../../errors.js";
import type { Database } from "../database.js";
import { checkColumns, isParquetFile, readColumnTypes } from "../input-files.js";
import { isJsonObject, type JsonObject, readJsonLines } from "../json-lines.js";
import { findNumber, parseJsonText } from "../json-text.js";
import { RESULT_PREFIX } from "./evaluation-values.js";

export interface ExportedRun {
  readonly id: string;
  /** The display name, which may equal the id. */
  readonly displayName: string;
  readonly state: string | null;
  readonly config: JsonObject;
  /** Its `total_tokens`, if present, is a number, even if the export has it as text. */
  readonly summary: JsonObject;
}

export interface RunExport {
  /** In file order, each once. */
  readonly runs: readonly ExportedRun[];
  /** The ids of repeated runs with the same content, once for every repetition. */
  readonly repeatedIds: readonly string[];
}

/** The required columns of a Parquet export. */
const COLUMNS = { run_id: "VARCHAR", state: "VARCHAR", config: "VARCHAR", summary: "VARCHAR" } as const;

/**
 * Reads all runs of an export.
 * Throws PipelineError: input-missing, input-unreadable, input-placeholder, input-column-missing, input-wrong-type,
 * input-bad-value, duplicate-rows for two different runs with the same id.
 */
export async function readRuns(database: Database, path: string): Promise<RunExport> {
  const textById = new Map<string, string>();
  const runs: ExportedRun[] = [];
  const repeatedIds: string[] = [];
  let number = 0;
  for await (const record of readRecords(database, path)) {
    number++;
    const run = buildRun(record, path, number);
    const text = JSON.stringify(run, (_, value) => (typeof value === "bigint" ? String(value) : value));
    const known = textById.get(run.id);
    if (known === undefined) {
      textById.set(run.id, text);
      runs.push(run);
    } else if (known === text) {
      repeatedIds.push(run.id);
    } else {
      throw new PipelineError("duplicate-rows", path, `has two different runs with the id "${run.id}"`);
    }
  }
  return { runs, repeatedIds };
}

async function* readRecords(database: Database, path: string): AsyncGenerator<JsonObject> {
  if (await isParquetFile(path)) {
    checkColumns(await readColumnTypes(database, path), COLUMNS, path);
    yield* await database.rows<Record<string, unknown>>(`FROM ${database.readParquet(path)}`);
  } else {
    yield* readJsonLines(path);
  }
}

/** `number` counts the records of the file from 1. */
function buildRun(record: JsonObject, path: string, number: number): ExportedRun {
  const run = [record.run, record.raw_run].find(isJsonObject) ?? record;
  const id = findText(run.run_id) ?? findText(record.run_id) ?? findText(run.id);
  if (id === null) throw new PipelineError("input-bad-value", path, `run ${number} has no run_id`);
  const parse = (key: string, value: unknown) => parseObject(value, path, `${key} of run "${id}"`);
  const summary = parse("summary", run.summary ?? run.summary_metrics);
  checkResults(summary, path, id);
  return {
    id,
    displayName: findText(run.run_name) ?? findText(run.name) ?? findText(run.display_name) ?? id,
    state: findText(run.state),
    config: parse("config", run.config),
    summary: { ...summary, total_tokens: findNumber(summary.total_tokens) ?? null },
  };
}

/** An object, or its JSON text; a missing value is an empty object. */
function parseObject(value: unknown, path: string, subject: string): JsonObject {
  if (value === null || value === undefined || value === "") return {};
  const parsed = typeof value === "string" ? parseJsonText(value) : value;
  if (!isJsonObject(parsed)) {
    throw new PipelineError("input-bad-value", path, `${subject} is not a JSON object`);
  }
  return parsed;
}

/** Refuses integers that a double cannot represent in the places that the table uses. */
function checkResults(summary: JsonObject, path: string, id: string): void {
  const check = (key: string, value: unknown) => {
    if (typeof value !== "bigint") return;
    const problem = `${key} of run "${id}" is ${value}, which a double cannot represent`;
    throw new PipelineError("input-bad-value", path, problem);
  };
  for (const [key, value] of Object.entries(summary)) {
    if (key !== "total_tokens" && !key.startsWith(RESULT_PREFIX)) continue;
    check(key, value);
    if (isJsonObject(value))
      for (const [name, nested] of Object.entries(value)) check(`${key}/${name}`, nested);
  }
}

/** A non-empty text, or null. */
export function findText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
