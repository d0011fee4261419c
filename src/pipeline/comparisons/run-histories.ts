/**
 * The training history of exported runs, as Parquet or as JSON lines. In JSON lines the metrics of a row are beside
 * its step or under `metrics`, and the step is `step` or W&B's own `_step`.
 */
import { PipelineError } from "../../errors.js";
import { type Database, quoteName } from "../database.js";
import { checkColumns, isParquetFile, readColumnTypes } from "../input-files.js";
import { isJsonObject, type JsonObject, readJsonLines } from "../json-lines.js";
import { findNumber } from "../json-text.js";
import type { Finding } from "../report.js";
import { findText } from "./run-exports.js";

/** The history of a run by ascending step, each step once; null for values that were not logged. */
export interface RunHistory {
  readonly steps: readonly number[];
  readonly learningRates: readonly (number | null)[];
  readonly losses: readonly (number | null)[];
  readonly totalTokens: readonly (number | null)[];
}

export interface HistoryExport {
  /** By run id; a run without a usable row has none. */
  readonly histories: ReadonlyMap<string, RunHistory>;
  /** Rows of the requested runs. */
  readonly rowCount: number;
  /** Rows of the requested runs that are not in the histories. */
  readonly drops: readonly Finding[];
  readonly findings: readonly Finding[];
}

const METRICS = ["learning_rate", "train_loss", "total_tokens"] as const;
type Metric = (typeof METRICS)[number];
type MetricValues = Readonly<Record<Metric, number | null>>;

/** A row as stored in the file. */
interface StoredRow {
  readonly run_id: unknown;
  readonly step: unknown;
  readonly metrics: JsonObject;
}

/** In Parquet these may be numbers or the text of numbers. */
const STEP_NAMES = ["step", "_step"] as const;
const METRIC_COLUMNS = { learning_rate: "DOUBLE", train_loss: "DOUBLE", total_tokens: "DOUBLE" } as const;
const FLOATS = /^(FLOAT|DOUBLE)$/;

/**
 * Reads the histories of the requested runs.
 * Throws PipelineError: input-missing, input-unreadable, input-placeholder, input-column-missing, input-wrong-type,
 * input-bad-value, duplicate-rows for two rows of one run and step with different values.
 */
export async function readHistories(
  database: Database,
  path: string,
  ids: ReadonlySet<string>,
): Promise<HistoryExport> {
  const collector = new HistoryCollector(path);
  let number = 0;
  for await (const row of readRows(database, path)) {
    number++;
    const id = findText(row.run_id);
    if (id === null) throw new PipelineError("input-bad-value", path, `row ${number} has no run_id`);
    if (ids.has(id)) collector.add(id, row);
  }
  return collector.build();
}

async function* readRows(database: Database, path: string): AsyncGenerator<StoredRow> {
  if (await isParquetFile(path)) {
    yield* readParquetRows(database, path);
    return;
  }
  for await (const record of readJsonLines(path)) {
    const metrics = isJsonObject(record.metrics) ? { ...record, ...record.metrics } : record;
    const extra = isJsonObject(record.extra) ? record.extra : {};
    const step = record.step ?? record._step ?? metrics.step ?? metrics._step ?? extra._step;
    yield { run_id: record.run_id, step, metrics };
  }
}

async function* readParquetRows(database: Database, path: string): AsyncGenerator<StoredRow> {
  const types = await readColumnTypes(database, path);
  const steps = STEP_NAMES.filter((name) => types.has(name));
  checkColumns(
    types,
    { run_id: "VARCHAR", ...(steps.length === 0 ? { step: "DOUBLE" } : {}), ...METRIC_COLUMNS },
    path,
  );
  // As text, so that integers that a double cannot represent are detected instead of rounded.
  const columns = [...steps, ...METRICS].map((name) =>
    FLOATS.test(types.get(name) ?? "")
      ? quoteName(name)
      : `${quoteName(name)}::VARCHAR AS ${quoteName(name)}`,
  );
  const query = `SELECT run_id::VARCHAR AS run_id, ${columns.join(", ")} FROM ${database.readParquet(path)}`;
  for (const row of await database.rows<Record<string, unknown>>(query)) {
    yield { run_id: row.run_id, step: row.step ?? row._step, metrics: row };
  }
}

/** Collects the rows of the requested runs: one for each step, and findings about the others. */
class HistoryCollector {
  readonly #valuesById = new Map<string, Map<number, MetricValues>>();
  readonly #dropped = new FindingCounter();
  readonly #found = new FindingCounter();
  #rowCount = 0;

  constructor(readonly path: string) {}

  add(id: string, { step: stored, metrics }: StoredRow): void {
    this.#rowCount++;
    const step = findNumber(stored);
    if (step === undefined || !Number.isSafeInteger(step) || step < 0) {
      this.#dropped.count("no usable step", id, describeValue(stored));
      return;
    }
    const values = Object.fromEntries(
      METRICS.map((name) => [name, this.#readMetric(id, step, name, metrics[name])]),
    ) as MetricValues;
    const byStep = this.#valuesById.get(id) ?? new Map<number, MetricValues>();
    this.#valuesById.set(id, byStep);
    const known = byStep.get(step);
    byStep.set(step, known === undefined ? values : this.#unite(id, step, known, values));
  }

  build(): HistoryExport {
    return {
      histories: new Map(Array.from(this.#valuesById, ([id, byStep]) => [id, buildHistory(byStep)])),
      rowCount: this.#rowCount,
      drops: this.#dropped.build(),
      findings: this.#found.build(),
    };
  }

  /** NaN, which W&B writes as text, means that nothing was logged; any other value that is not a number is counted. */
  #readMetric(id: string, step: number, name: Metric, stored: unknown): number | null {
    if (stored === null || stored === undefined || Number.isNaN(stored) || stored === "NaN") return null;
    const value = findNumber(stored);
    if (value !== undefined) return value;
    if (typeof stored === "bigint" || (typeof stored === "string" && /^[+-]?\d+$/.test(stored.trim()))) {
      const problem = `${name} of run "${id}", step ${step} is ${stored}, which a double cannot represent`;
      throw new PipelineError("input-bad-value", this.path, problem);
    }
    this.#found.count(`${name} is not a finite number and counts as missing`, id, describeValue(stored));
    return null;
  }

  /** Merges two rows of one step that are equal or complement each other. */
  #unite(id: string, step: number, first: MetricValues, second: MetricValues): MetricValues {
    const name = METRICS.find((metric) => isContradiction(first[metric], second[metric]));
    if (name !== undefined) {
      const problem = `has two rows of run "${id}", step ${step}, with ${name} ${first[name]} and ${second[name]}`;
      throw new PipelineError("duplicate-rows", this.path, problem);
    }
    if (METRICS.every((metric) => first[metric] === second[metric])) {
      this.#dropped.count("repeated rows", id);
      return first;
    }
    this.#dropped.count("rows of one step that complement each other, merged", id);
    const united = METRICS.map((metric) => [metric, first[metric] ?? second[metric]]);
    return Object.fromEntries(united) as MetricValues;
  }
}

function isContradiction(first: number | null, second: number | null): boolean {
  return first !== null && second !== null && first !== second;
}

function buildHistory(byStep: ReadonlyMap<number, MetricValues>): RunHistory {
  const sorted = [...byStep].sort(([a], [b]) => a - b);
  return {
    steps: sorted.map(([step]) => step),
    learningRates: sorted.map(([, values]) => values.learning_rate),
    losses: sorted.map(([, values]) => values.train_loss),
    totalTokens: sorted.map(([, values]) => values.total_tokens),
  };
}

interface RunCount {
  rows: number;
  readonly firstValue: string | undefined;
}

/** Counts rows by reason and by run. */
class FindingCounter {
  readonly #countsByReason = new Map<string, Map<string, RunCount>>();

  /** `value` describes the invalid value. */
  count(reason: string, id: string, value?: string): void {
    const counts = this.#countsByReason.get(reason) ?? new Map<string, RunCount>();
    this.#countsByReason.set(reason, counts);
    const known = counts.get(id);
    if (known === undefined) counts.set(id, { rows: 1, firstValue: value });
    else known.rows++;
  }

  build(): Finding[] {
    return Array.from(this.#countsByReason, ([reason, counts]) => ({
      reason,
      count: [...counts.values()].reduce((sum, { rows }) => sum + rows, 0),
      examples: Array.from(counts, ([id, { rows, firstValue }]) => {
        const size = rows === 1 ? "1 row" : `${rows} rows`;
        return `${id} (${size}${firstValue === undefined ? "" : `, the first has ${firstValue}`})`;
      }),
    }));
  }
}

const MAX_VALUE_LENGTH = 30;

/** A value that is not a number, quoted and cut. */
function describeValue(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "none";
  const text =
    typeof value === "object"
      ? "an object"
      : typeof value === "string"
        ? JSON.stringify(value)
        : String(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}
