/** Sources as relations of DuckDB: files in place, text and Arrow files as a table, tables of a database file. */
import { existsSync, statSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { getSourcePath, isRemote, showSource } from "../../catalog/source.js";
import { quote, StartupError } from "../../errors.js";
import { quoteName, quoteText } from "../sql/quoting.js";
import { createArrowTable } from "./arrow-files.js";

export interface Relation {
  /** A table expression. */
  readonly from: string;
  /** Expressions that order the rows totally, as they are in the source. */
  readonly order: readonly string[];
  /** The files that it consists of. */
  readonly files: readonly string[];
  /** Whether every query reads the files, instead of a table that was made of them. */
  readonly isInPlace: boolean;
}

const PARQUET = /\.(?:parquet|pq)$/i;
const ARROW = /\.(?:arrow|feather|ipc)$/i;
const TEXT_READERS: readonly (readonly [extension: RegExp, reader: string])[] = [
  [/\.(?:csv|tsv|txt)(?:\.(?:gz|zst))?$/i, "read_csv"],
  [/\.(?:ndjson|jsonl|json)(?:\.(?:gz|zst))?$/i, "read_json"],
];

/** Opens a source. The schema `name` takes the rows of text and Arrow files. Throws StartupError. */
export async function openRelation(
  connection: DuckDBConnection,
  source: string,
  name: string,
): Promise<Relation> {
  const database = /^duckdb:(?<path>[^?]+)\?table=(?<table>.+)$/i.exec(source)?.groups;
  if (database !== undefined) return attachTable(connection, source, name, database.path, database.table);
  if (/^duckdb:/i.test(source)) {
    const problem = "names no table: a table of a DuckDB file is duckdb:file.duckdb?table=name";
    throw new StartupError("missing-table", source, problem);
  }
  const pattern = isFolder(source) ? `${source.replace(/\/+$/, "")}/**/*.parquet` : source;
  const files = await listFiles(connection, pattern);
  const areAll = (extension: RegExp) => files.every((file) => extension.test(getSourcePath(file)));
  if (areAll(PARQUET)) {
    const union = files.length > 1 ? ", union_by_name = true" : "";
    const from = `read_parquet(${quoteText(pattern)}, binary_as_string = true${union})`;
    return { from, order: ["file_index", "file_row_number"], files, isInPlace: true };
  }
  const table = qualify(name, "rows");
  const relation: Relation = { from: table, order: ["rowid"], files, isInPlace: false };
  if (areAll(ARROW)) {
    await createArrowTable(connection, table, files);
    return relation;
  }
  const reader = TEXT_READERS.find(([extension]) => areAll(extension))?.[1];
  if (reader === undefined) {
    const problem = "is neither Parquet nor CSV nor JSON nor Arrow by its extension, or a mixture of them";
    throw new StartupError("unsupported-source", showSource(source), problem);
  }
  await createTextTable(connection, table, reader, pattern, files);
  return relation;
}

/** Without these, DuckDB leaves out rows in front of the first that fits, and takes quoted empty text for missing. */
const CSV_OPTIONS = "header = true, skip = 0, comment = '', null_padding = false, allow_quoted_nulls = false";

/** Makes a table of text files. Throws StartupError bad-value for files without columns and rows of uneven length. */
async function createTextTable(
  connection: DuckDBConnection,
  table: string,
  reader: string,
  pattern: string,
  files: readonly string[],
): Promise<void> {
  const subject = showSource(pattern);
  for (const file of files) {
    if (isRemote(file) || statSync(file).size > 0) continue;
    throw new StartupError("bad-value", showSource(file), "is empty");
  }
  const options = reader === "read_csv" ? CSV_OPTIONS : "maximum_object_size = 67108864";
  // The whole file decides the types, not its first rows.
  const from = `${reader}(${quoteText(pattern)}, sample_size = -1, ${options})`;
  try {
    await connection.run(`CREATE TABLE ${table} AS SELECT * FROM ${from}`);
  } catch (error) {
    if (!/sniffing file/.test((error as Error).message)) throw error;
    throw new StartupError("bad-value", subject, "has rows of uneven length, or quotes that do not end");
  }
  const [name, ...others] = (await connection.runAndReadAll(`SELECT * FROM ${table} LIMIT 0`)).columnNames();
  // What no delimiter fits is one column.
  if (reader === "read_csv" && others.length === 0 && /[,;\t|]/.test(name)) {
    const problem = `has rows with another number of cells than its header, ${quote(name)}`;
    throw new StartupError("bad-value", subject, problem);
  }
}

function isFolder(source: string): boolean {
  return !isRemote(source) && statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The name of something in the schema of a dataset. */
export function qualify(dataset: string, name: string): string {
  return `${quoteName(dataset)}.${quoteName(name)}`;
}

async function listFiles(connection: DuckDBConnection, source: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(`SELECT file FROM glob(${quoteText(source)}) ORDER BY file`);
  const files = reader.getColumnsJS()[0] as string[] | undefined;
  if (files !== undefined && files.length > 0) return files;
  throw new StartupError("file-missing", showSource(source), "does not exist, or matches no file");
}

async function attachTable(
  connection: DuckDBConnection,
  source: string,
  name: string,
  path: string,
  table: string,
): Promise<Relation> {
  if (!existsSync(path)) throw new StartupError("file-missing", path, "does not exist");
  const alias = `${name}_database`;
  await connection.run(`ATTACH ${quoteText(path)} AS ${quoteName(alias)} (READ_ONLY)`);
  const parts = table.split(".").map(quoteName).join(".");
  const found = await connection.runAndReadAll(
    `SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_catalog = ${quoteText(alias)} ORDER BY 1`,
  );
  const tables = (found.getColumnsJS()[0] ?? []) as string[];
  if (!tables.includes(table) && !tables.includes(`main.${table}`)) {
    const shown = tables.map((each) => each.replace(/^main\./, "")).slice(0, 20);
    throw new StartupError(
      "missing-table",
      source,
      `has no table ${table}, only ${shown.join(", ") || "none"}`,
    );
  }
  return { from: `${quoteName(alias)}.${parts}`, order: ["rowid"], files: [path], isInPlace: false };
}
