/** Reads the perplexity table and gathers its values by run and column. */
import { type Database, quoteName } from "../database.js";
import type { Finding, ReportBuilder } from "../report.js";
import { FirstValues } from "./first-values.js";
import type { MetricColumn } from "./full-table.js";
import type { PerplexityColumn } from "./inputs.js";
import type { RawKey } from "./raw-keys.js";
import { countOnes, type Runs } from "./runs.js";

export interface PerplexityRows {
  readonly keys: readonly RawKey[];
  /** Row by row, NaN for a missing or non-finite value. */
  readonly values: readonly Float64Array[];
  readonly findings: readonly Finding[];
}

const KEYS = ["params", "data", "seed", "step"];

/** Reads `raw_perplexities`, of whose keys none is missing. */
export async function readPerplexities(
  database: Database,
  columns: readonly PerplexityColumn[],
): Promise<PerplexityRows> {
  const keys: RawKey[] = [];
  const values: Float64Array[] = [];
  const notFinite = columns.map(() => 0);
  const names = [...KEYS, ...columns.map(({ raw }) => quoteName(raw))];
  for await (const chunk of database.chunks(`SELECT ${names.join(", ")} FROM raw_perplexities`)) {
    for (const [params, data, seed, step, ...numbers] of chunk.getRows()) {
      keys.push({ params, data, seed, step } as RawKey);
      values.push(
        Float64Array.from(numbers as (number | null)[], (value, column) => {
          if (value === null) return Number.NaN;
          if (Number.isFinite(value)) return value;
          notFinite[column]++;
          return Number.NaN;
        }),
      );
    }
  }
  return { keys, values, findings: describeNotFinite(columns, notFinite) };
}

function describeNotFinite(columns: readonly PerplexityColumn[], counts: readonly number[]): Finding[] {
  const found = columns
    .map(({ name }, index) => ({ name, count: counts[index] }))
    .filter(({ count }) => count > 0);
  if (found.length === 0) return [];
  return [
    {
      reason: "non-finite perplexity, treated as missing",
      count: found.reduce((sum, { count }) => sum + count, 0),
      examples: found.map(({ name, count }) => `${name} (${count})`),
    },
  ];
}

/** The names of the columns, each with the number of rows. */
export function countColumns(
  columns: readonly PerplexityColumn[],
  { keys }: PerplexityRows,
): ReadonlyMap<string, number> {
  return new Map(columns.map(({ name }) => [name, keys.length]));
}

/** The values by run and column: of several rows of one run, each column keeps the first value. */
export function gatherPerplexities(rows: PerplexityRows, runs: Runs, report: ReportBuilder): FirstValues {
  const values = new FirstValues(runs.keys.length);
  for (const [row, run] of runs.perplexityRuns.entries()) {
    values.add(run, rows.values[row], rows.values[row].length);
  }
  report.addStage({
    name: "parse perplexities",
    rowsIn: rows.keys.length,
    rowsOut: countOnes(runs.hasPerplexities),
    drops: values.describeDuplicates(
      (run) => runs.label(run),
      (a, b) => a - b,
    ),
    findings: rows.findings,
  });
  return values;
}

/** A column for each of the file's, also where it has no value. */
export function buildPerplexityColumns(
  columns: readonly PerplexityColumn[],
  { columns: values, keyCount }: FirstValues,
): MetricColumn[] {
  return columns.map(({ name, isSingle }, slot) => ({
    ...{ kind: "number", name, isSingle },
    values: values[slot] ?? new Float64Array(keyCount).fill(Number.NaN),
  }));
}
