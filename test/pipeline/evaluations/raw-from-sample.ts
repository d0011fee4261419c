/** Raw tables made backwards from the real sample of the full table: what the build should turn into that sample again. */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../../src/config.js";
import { type Database, quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { type Effects, SILENT } from "../../../src/pipeline/effects.js";
import { DROPPED_METRICS, PPL_COLUMNS, RAW_TASKS, TASK_METRICS } from "../../../src/pipeline/suite.js";

const ROOT = join(import.meta.dirname, "../../..");
export const SAMPLES = join(ROOT, "../shared/data");
export const FULL_SAMPLE = join(SAMPLES, "full_eval_sample.parquet");
export const MELTED_SAMPLE = join(SAMPLES, "mean_eval_melted_sample.parquet");
/** Why tests on real samples are left out, or undefined where the samples are there. */
export const WITHOUT_SAMPLES = existsSync(FULL_SAMPLE) ? undefined : `no real samples in ${SAMPLES}`;

export interface RawEvaluation {
  params: string;
  data: string;
  task: string;
  chinchilla: string;
  tokens: number;
  compute: number;
  step: number;
  seed: string;
  metrics: string | null;
}

export type RawPerplexity = { params: string; data: string; seed: string; step: number } & Record<
  string,
  number | string | null
>;

export interface RawTables {
  evaluations: RawEvaluation[];
  perplexities: RawPerplexity[];
}

export type MetricsForm = (values: Readonly<Record<string, number | null>>) => string;

/** As Python prints a dict; missing values are left out. */
export const asPython: MetricsForm = (values) =>
  `{${Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `'${name}': ${value}`)
    .join(", ")}}`;

export const asJson: MetricsForm = (values) => JSON.stringify(values);

/** As Python prints missing values in one generation of rows or another. */
export const asPythonWithHoles: MetricsForm = (values) =>
  `{${Object.entries(values)
    .map(([name, value], index) => `'${name}': ${value ?? ["nan", "None", "inf", "-inf"][index % 4]}`)
    .join(", ")}}`;

/** The raw rows behind the sample. */
export async function readRawTables(form: MetricsForm = asPython): Promise<RawTables> {
  const rows = await withDatabase({}, (database) =>
    database.rows<Record<string, number | string | null>>(`SELECT * FROM ${quoteText(FULL_SAMPLE)}`),
  );
  const tables: RawTables = { evaluations: [], perplexities: [] };
  for (const row of rows) {
    const ids = { params: row.params as string, data: row.data as string, seed: "default" };
    const step = row.step as number;
    for (const task of row.boolq_acc_raw === null ? [] : RAW_TASKS) {
      const metrics = readMetrics(row, task);
      const extra = Object.fromEntries(DROPPED_METRICS.map((name, index) => [name, index / 7]));
      const [tokens, compute] = [row.tokens as number, row.compute as number];
      const text = form({ ...extra, ...metrics });
      tables.evaluations.push({ ...ids, task, chinchilla: "5xC", tokens, compute, step, metrics: text });
    }
    if (row["pile-valppl"] === null) continue;
    const values = PPL_COLUMNS.map(({ raw, name }) => [raw, row[name]]);
    tables.perplexities.push({ ...ids, step, ...Object.fromEntries(values) });
  }
  return tables;
}

function readMetrics(row: Readonly<Record<string, unknown>>, task: string): Record<string, number | null> {
  const values = TASK_METRICS.filter((metric) => `${task}_${metric}` in row).map((metric) => {
    return [metric, row[`${task}_${metric}`]];
  });
  return Object.fromEntries(values) as Record<string, number | null>;
}

export interface Folder {
  readonly path: string;
  readonly out: string;
  readonly evaluations: readonly string[];
  readonly perplexities: string;
}

export interface WriteOptions {
  /** Columns of both tables in another order. */
  readonly isReversed?: boolean;
  readonly stepType?: "BIGINT" | "DOUBLE" | "INTEGER";
  readonly fileCount?: number;
}

/** Writes raw tables as Parquet into a folder of their own. */
export async function writeRawTables(tables: RawTables, options: WriteOptions = {}): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "datadecide-test-"));
  const { fileCount = 1 } = options;
  const evaluations: string[] = [];
  const perplexities = join(path, "ppl.parquet");
  await withDatabase({}, async (database) => {
    for (let index = 0; index < fileCount; index++) {
      const file = join(path, `eval-${index}.parquet`);
      const rows = tables.evaluations.filter((_, row) => row % fileCount === index);
      await writeTable(database, rows, file, options);
      evaluations.push(file);
    }
    await writeTable(database, tables.perplexities, perplexities, options);
  });
  return { path, out: join(path, "out"), evaluations, perplexities };
}

async function writeTable(
  database: Database,
  rows: readonly object[],
  file: string,
  { isReversed = false, stepType = "DOUBLE" }: WriteOptions,
): Promise<void> {
  const text = `${file}.ndjson`;
  await writeFile(text, rows.map((row) => JSON.stringify(row)).join("\n"));
  const names = Object.keys(rows[0]);
  const types = names.map((name) => {
    const isNumber = rows.some((row) => typeof row[name as keyof typeof row] === "number");
    const type = name === "step" ? stepType : isNumber ? "DOUBLE" : "VARCHAR";
    return `${quoteText(name)}: '${type}'`;
  });
  const columns = (isReversed ? names.toReversed() : names).map((name) => `"${name}"`);
  await database.run(
    `COPY (SELECT ${columns.join(", ")} FROM read_ndjson(${quoteText(text)}, columns = {${types.join(", ")}}))
     TO ${quoteText(file)} (FORMAT parquet)`,
  );
  await rm(text);
}

/** Effects without a network and without a word. */
export function buildEffects(root: string): Effects {
  return {
    fetch: () => Promise.reject(new Error("no network here")),
    environment: {},
    readConfig: () => readConfig({}),
    root,
    workingFolder: root,
    progress: SILENT,
    signal: new AbortController().signal,
  };
}
