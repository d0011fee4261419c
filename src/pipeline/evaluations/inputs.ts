/** The raw tables as views with fixed names and types, whatever the order and types of the columns in the files. */
import { PipelineError } from "../../errors.js";
import { type Database, quoteName } from "../database.js";
import { type ColumnKind, checkColumns, readColumnTypes } from "../input-files.js";
import { PPL_COLUMNS, RAW_PPL_PATTERN } from "../suite.js";

export interface RawPaths {
  /** The evaluation table, in one or more files. */
  readonly evaluations: readonly string[];
  readonly perplexities: string;
}

/** Unused content of the files. */
export interface InputColumns {
  /** In table order: the 11 of the suite, then others by name. */
  readonly perplexities: readonly PerplexityColumn[];
  readonly unusedColumns: readonly string[];
}

export interface PerplexityColumn {
  readonly raw: string;
  readonly name: string;
  /** Whether the file holds floats of four bytes. */
  readonly isSingle: boolean;
}

const STRAY_INDEX = "__index_level_0__";

/** The columns of the evaluation table and the type each is read as. */
const EVALUATION_COLUMNS: Readonly<Record<string, ColumnKind>> = {
  params: "VARCHAR",
  data: "VARCHAR",
  task: "VARCHAR",
  chinchilla: "VARCHAR",
  tokens: "DOUBLE",
  compute: "DOUBLE",
  step: "DOUBLE",
  seed: "VARCHAR",
  metrics: "VARCHAR",
};

/**
 * Makes the views `raw_evaluations` and `raw_perplexities`; both have `source_row`, the position of the row in its files.
 * Throws PipelineError: raw-table-missing, input-unreadable, input-column-missing, input-wrong-type.
 */
export async function openInputs(database: Database, paths: RawPaths): Promise<InputColumns> {
  const unused = new Set<string>();
  const views: string[] = [];
  for (const [index, path] of paths.evaluations.entries()) {
    const columns = await readColumnTypes(database, path, "raw-table-missing");
    checkColumns(columns, EVALUATION_COLUMNS, path);
    for (const name of columns.keys()) if (!(name in EVALUATION_COLUMNS)) unused.add(name);
    views.push(selectColumns(database, path, index, EVALUATION_COLUMNS));
  }
  await database.run(`CREATE VIEW raw_evaluations AS ${views.join("\nUNION ALL ")}`);
  const perplexities = await openPerplexities(database, paths.perplexities, unused);
  unused.delete(STRAY_INDEX);
  return { perplexities, unusedColumns: [...unused].sort() };
}

async function openPerplexities(
  database: Database,
  path: string,
  unused: Set<string>,
): Promise<PerplexityColumn[]> {
  const columns = await readColumnTypes(database, path, "raw-table-missing");
  const known = new Set(PPL_COLUMNS.map(({ raw }) => raw));
  const others = [...columns.keys()].filter((name) => RAW_PPL_PATTERN.test(name) && !known.has(name)).sort();
  const perplexities = [
    ...PPL_COLUMNS,
    ...others.map((raw) => ({ raw, name: `${RAW_PPL_PATTERN.exec(raw)?.[1]}-valppl` })),
  ];
  const required: Record<string, ColumnKind> = {
    params: "VARCHAR",
    data: "VARCHAR",
    seed: "VARCHAR",
    step: "DOUBLE",
    ...Object.fromEntries(perplexities.map(({ raw }) => [raw, "DOUBLE"])),
  };
  checkColumns(columns, required, path);
  for (const name of columns.keys()) if (!(name in required)) unused.add(name);
  await database.run(`CREATE VIEW raw_perplexities AS ${selectColumns(database, path, 0, required)}`);
  return perplexities.map((column) => ({ ...column, isSingle: columns.get(column.raw) === "FLOAT" }));
}

/** The offset between the `source_row`s of two files. */
const FILE_STRIDE = 1e12;

/** The file of a `source_row`, and its row number there, from 1. */
export function locateRow(paths: readonly string[], sourceRow: number): { path: string; row: number } {
  return { path: paths[Math.floor(sourceRow / FILE_STRIDE)], row: (sourceRow % FILE_STRIDE) + 1 };
}

function selectColumns(
  database: Database,
  path: string,
  index: number,
  required: Readonly<Record<string, ColumnKind>>,
): string {
  const columns = Object.entries(required).map(
    ([name, type]) => `${quoteName(name)}::${type} AS ${quoteName(name)}`,
  );
  const source = database.readParquet(path, ", file_row_number = true");
  return `SELECT ${columns.join(", ")}, file_row_number + ${index * FILE_STRIDE} AS source_row FROM ${source}`;
}

const ID_TEXTS = {
  raw_evaluations: ["params", "data", "task", "seed"],
  raw_perplexities: ["params", "data", "seed"],
} as const;

/** Rejects rows without params, data, task, seed or step. Throws PipelineError input-bad-value. */
export async function checkIds(
  database: Database,
  view: keyof typeof ID_TEXTS,
  paths: readonly string[],
): Promise<void> {
  const conditions = [
    ...ID_TEXTS[view].map((name) => [`${name} IS NULL OR ${name} = ''`, `has no ${name}`]),
    ["step IS NULL OR NOT isfinite(step) OR step < 0", "has no usable step"],
  ];
  const cases = conditions.map(([condition, problem]) => `WHEN ${condition} THEN '${problem}'`).join(" ");
  const bad = await database.rows<{ problem: string; count: number; first: number }>(
    `SELECT CASE ${cases} END AS problem, count(*) AS count, min(source_row) AS first
     FROM ${view} WHERE problem IS NOT NULL GROUP BY problem ORDER BY first`,
  );
  if (bad.length === 0) return;
  const [{ problem, count, first }] = bad;
  const { path, row } = locateRow(paths, first);
  throw new PipelineError("input-bad-value", path, `row ${row} ${problem} (${count} such rows)`);
}
