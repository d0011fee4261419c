/** The raw tables as views with settled names and types, whatever the order and types of their files' columns. */
import { stat } from "node:fs/promises";
import { PipelineError } from "../../errors.js";
import { type Database, quoteName, quoteText } from "../database.js";
import type { Finding } from "../report.js";
import { PPL_COLUMNS, RAW_PPL_PATTERN } from "../suite.js";

export interface RawPaths {
  /** The evaluation table, in one or more files. */
  readonly evaluations: readonly string[];
  readonly perplexities: string;
}

/** What the files hold beside what is needed. */
export interface InputColumns {
  /** Perplexity columns in table order: the 11 that are known, then others by name. */
  readonly perplexities: readonly { readonly raw: string; readonly name: string }[];
  readonly unusedColumns: readonly string[];
}

const TEXT = ["VARCHAR", "BLOB"];
const NUMBERS = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$/;
const STRAY_INDEX = "__index_level_0__";

/** The columns of the evaluation table and the type each is read as. */
const EVALUATION_COLUMNS: Readonly<Record<string, "VARCHAR" | "DOUBLE">> = {
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
 * Makes the views `raw_evaluations` and `raw_perplexities`; both have `source_row`, the row's place in its files.
 * Throws PipelineError: input-missing, input-not-parquet, input-column-missing, input-wrong-type, input-bad-value.
 */
export async function openInputs(database: Database, paths: RawPaths): Promise<InputColumns> {
  const unused = new Set<string>();
  const views: string[] = [];
  for (const [index, path] of paths.evaluations.entries()) {
    const columns = await readColumns(database, path);
    checkColumns(columns, EVALUATION_COLUMNS, path);
    for (const name of columns.keys()) if (!(name in EVALUATION_COLUMNS)) unused.add(name);
    views.push(selectColumns(path, index, EVALUATION_COLUMNS));
  }
  await database.run(`CREATE VIEW raw_evaluations AS ${views.join("\nUNION ALL ")}`);
  const perplexities = await openPerplexities(database, paths.perplexities, unused);
  await checkIds(database, "raw_evaluations", paths.evaluations, ["params", "data", "task", "seed"]);
  await checkIds(database, "raw_perplexities", [paths.perplexities], ["params", "data", "seed"]);
  unused.delete(STRAY_INDEX);
  return { perplexities, unusedColumns: [...unused].sort() };
}

async function openPerplexities(database: Database, path: string, unused: Set<string>) {
  const columns = await readColumns(database, path);
  const known = new Set(PPL_COLUMNS.map(({ raw }) => raw));
  const others = [...columns.keys()].filter((name) => RAW_PPL_PATTERN.test(name) && !known.has(name)).sort();
  const perplexities = [
    ...PPL_COLUMNS,
    ...others.map((raw) => ({ raw, name: `${RAW_PPL_PATTERN.exec(raw)?.[1]}-valppl` })),
  ];
  const wanted: Record<string, "VARCHAR" | "DOUBLE"> = {
    params: "VARCHAR",
    data: "VARCHAR",
    seed: "VARCHAR",
    step: "DOUBLE",
    ...Object.fromEntries(perplexities.map(({ raw }) => [raw, "DOUBLE"])),
  };
  checkColumns(columns, wanted, path);
  for (const name of columns.keys()) if (!(name in wanted)) unused.add(name);
  await database.run(`CREATE VIEW raw_perplexities AS ${selectColumns(path, 0, wanted)}`);
  return perplexities;
}

async function readColumns(database: Database, path: string): Promise<Map<string, string>> {
  await stat(path).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === "ENOENT" || error.code === "ENOTDIR";
    if (isMissing) throw new PipelineError("input-missing", path, "is not there");
    throw new PipelineError("input-unreadable", path, `cannot be read (${error.code})`);
  });
  try {
    const columns = await database.rows<{ column_name: string; column_type: string }>(
      `DESCRIBE SELECT * FROM read_parquet(${quoteText(path)})`,
    );
    return new Map(columns.map(({ column_name: name, column_type: type }) => [name, type]));
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new PipelineError("input-not-parquet", path, `is no whole Parquet file (${reason})`);
  }
}

function checkColumns(
  columns: ReadonlyMap<string, string>,
  wanted: Readonly<Record<string, "VARCHAR" | "DOUBLE">>,
  path: string,
): void {
  for (const [name, kind] of Object.entries(wanted)) {
    const type = columns.get(name);
    if (type === undefined) {
      throw new PipelineError("input-column-missing", path, `has no column "${name}"`);
    }
    const fits = kind === "DOUBLE" ? NUMBERS.test(type) : TEXT.includes(type) || type.startsWith("ENUM");
    if (!fits) {
      const needed = kind === "DOUBLE" ? "numbers" : "text";
      throw new PipelineError(
        "input-wrong-type",
        path,
        `column "${name}" is ${type} where ${needed} is needed`,
      );
    }
  }
}

/** Rows of later files count on from here, so that places compare across files. */
const FILE_STRIDE = 1e12;

/** The file that a `source_row` lies in, and its number there. */
export function locateRow(paths: readonly string[], sourceRow: number): { path: string; row: number } {
  return { path: paths[Math.floor(sourceRow / FILE_STRIDE)], row: sourceRow % FILE_STRIDE };
}

function selectColumns(path: string, index: number, wanted: Readonly<Record<string, string>>): string {
  const columns = Object.entries(wanted).map(
    ([name, type]) => `${quoteName(name)}::${type} AS ${quoteName(name)}`,
  );
  const source = `read_parquet(${quoteText(path)}, file_row_number = true, binary_as_string = true)`;
  return `SELECT ${columns.join(", ")}, file_row_number + ${index * FILE_STRIDE} AS source_row FROM ${source}`;
}

/** Refuses rows without an id: no later stage could place them. */
async function checkIds(
  database: Database,
  view: string,
  paths: readonly string[],
  texts: readonly string[],
): Promise<void> {
  const conditions = [
    ...texts.map((name) => [`${name} IS NULL OR ${name} = ''`, `has no ${name}`]),
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

/** Values of the perplexities that are not finite, by column; they count as missing. */
export async function findNotFinite(
  database: Database,
  perplexities: InputColumns["perplexities"],
): Promise<Finding[]> {
  const counts = await database.row<Record<string, number>>(
    `SELECT ${perplexities
      .map(({ raw, name }) => `count(*) FILTER (NOT isfinite(${quoteName(raw)})) AS ${quoteName(name)}`)
      .join(", ")} FROM raw_perplexities`,
  );
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  if (found.length === 0) return [];
  const count = found.reduce((sum, [, n]) => sum + n, 0);
  return [
    {
      reason: "perplexity not finite, taken as missing",
      count,
      examples: found.map(([name, n]) => `${name} (${n})`),
    },
  ];
}
