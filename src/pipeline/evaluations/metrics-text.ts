/**
 * The `metrics` text of the raw evaluations: a Python dict or a JSON object from metric names to numbers. Rows of
 * different ages have different keys, and Python prints values that JSON does not know.
 */
import { PipelineError } from "../../errors.js";
import { type Database, quoteName, quoteText } from "../database.js";
import { DROPPED_METRICS, TASK_METRICS } from "../suite.js";
import { locateRow } from "./inputs.js";

const NO_NUMBERS = ["nan", "NaN", "None", "inf", "Inf"];
const NO_NUMBER = "[-+]?(?:nan|NaN|None|inf|Inf|infinity|Infinity)";
const NUMBER_TYPES = ["DOUBLE", "UBIGINT", "BIGINT", "HUGEINT", "UHUGEINT", "NULL"];

/**
 * An expression for the text as JSON. Single quotes are turned only where there is no double one; `nan`, `inf` and
 * `None` become null, and the slow search for them runs only on rows that can hold one.
 */
function metricsAsJson(column: string): string {
  const quoted = `CASE WHEN contains(${column}, '"') THEN ${column} ELSE replace(${column}, '''', '"') END`;
  const mayHold = NO_NUMBERS.map((text) => `contains(${column}, '${text}')`).join(" OR ");
  const pattern = quoteText(`:\\s*${NO_NUMBER}\\s*([,}])`);
  return `(CASE WHEN ${mayHold} THEN regexp_replace(${quoted}, ${pattern}, ': null\\1', 'g') ELSE ${quoted} END)`;
}

/** One set of keys that rows have, with the kind of each value. */
export interface MetricsShape {
  readonly kinds: Readonly<Record<string, string>>;
  readonly rows: number;
}

export interface MetricsSurvey {
  readonly shapes: readonly MetricsShape[];
  /** Rows whose text is null or empty. */
  readonly rowsWithoutText: number;
  /** Names that are no metric of the suite, each with the number of rows. */
  readonly unknown: ReadonlyMap<string, number>;
  /** Metrics of the suite in no row. */
  readonly absent: readonly string[];
  /** Metrics of the text that no table keeps. */
  readonly dropped: readonly string[];
}

/** Reads every text once for its keys. Throws PipelineError input-bad-value for one that cannot be read. */
export async function surveyMetrics(database: Database, paths: readonly string[]): Promise<MetricsSurvey> {
  const rows = await database.rows<{ shape: string | null; state: string; rows: number; first: number }>(
    `SELECT shape, state, count(*) AS rows, min(source_row) AS first FROM (
       SELECT source_row,
         CASE WHEN metrics IS NULL OR trim(metrics) = '' THEN 'none'
              WHEN json_valid(text) AND json_type(text) = 'OBJECT' THEN 'good' ELSE 'bad' END AS state,
         CASE WHEN state = 'good' THEN json_structure(text)::VARCHAR END AS shape
       FROM (SELECT source_row, metrics, ${metricsAsJson("metrics")} AS text FROM raw_evaluations)
     ) GROUP BY shape, state ORDER BY first`,
  );
  const bad = rows.find(({ state }) => state === "bad");
  if (bad !== undefined) {
    const { path, row } = locateRow(paths, bad.first);
    const problem = `row ${row} has a metrics text that is neither a Python dict nor JSON (${bad.rows} such rows)`;
    throw new PipelineError("input-bad-value", path, problem);
  }
  const shapes = rows
    .filter(({ state }) => state === "good")
    .map(({ shape, rows: count, first }) => {
      const kinds = JSON.parse(shape ?? "{}") as Record<string, string>;
      checkKinds(kinds, locateRow(paths, first));
      return { kinds, rows: count };
    });
  const seen = countKeys(shapes);
  if (![...seen.keys()].some((name) => !DROPPED_METRICS.includes(name))) {
    throw new PipelineError("input-bad-value", paths.join(", "), "no row has any metric");
  }
  const known = [...TASK_METRICS, ...DROPPED_METRICS];
  return {
    shapes,
    rowsWithoutText: rows.find(({ state }) => state === "none")?.rows ?? 0,
    unknown: new Map(
      [...seen].filter(([name]) => !known.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    absent: TASK_METRICS.filter((name) => !seen.has(name)),
    dropped: DROPPED_METRICS.filter((name) => seen.has(name)),
  };
}

function checkKinds(
  kinds: Readonly<Record<string, unknown>>,
  { path, row }: { path: string; row: number },
): void {
  for (const [name, kind] of Object.entries(kinds)) {
    if (DROPPED_METRICS.includes(name) || NUMBER_TYPES.includes(String(kind))) continue;
    const problem = `row ${row} has a metrics text in which "${name}" is not a number`;
    throw new PipelineError("input-bad-value", path, problem);
  }
}

function countKeys(shapes: readonly MetricsShape[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { kinds, rows } of shapes) {
    for (const name of Object.keys(kinds)) seen.set(name, (seen.get(name) ?? 0) + rows);
  }
  return seen;
}

/** A struct with one double per metric, null where the text has none. */
export function metricsAsStruct(column: string, metrics: readonly string[]): string {
  const shape = JSON.stringify(Object.fromEntries(metrics.map((name) => [name, "DOUBLE"])));
  return `from_json(${metricsAsJson(column)}, ${quoteText(shape)})`;
}

/** The fields of that struct as columns. */
export function metricColumns(struct: string, metrics: readonly string[]): string {
  return metrics.map((name) => `${struct}.${quoteName(name)} AS ${quoteName(name)}`).join(", ");
}
