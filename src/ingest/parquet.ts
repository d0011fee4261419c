/**
 * Reads columns of a Parquet file into a table, page by page and without row objects. Pages are decoded in parquet/, because
 * libraries trust the counts in a damaged page and exhaust memory.
 */
import { printable, quote, StartupError } from "../errors.js";
import type { Column } from "../table/column.js";
import { Table } from "../table/table.js";
import { type ArrowField, parseArrowSchema } from "./parquet/arrow-schema.js";
import { ValueBudget } from "./parquet/bounds.js";
import { readColumn } from "./parquet/column-reader.js";
import { ParquetFault } from "./parquet/fault.js";
import { checkEnd, type FileMetadata, parseMetadata } from "./parquet/metadata.js";
import { NullColumns } from "./parquet/null-columns.js";
import { asKind, type ColumnReading, listColumns, type StoredColumn } from "./parquet/schema.js";

export { isParquet } from "./parquet/metadata.js";

/** A column to read and its required kind: text, or numbers of any Parquet type. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: "text" | "number";
}

export interface ParquetContent {
  /** The wanted columns in the given order, or all in file order. Dictionaries are in order of first appearance. */
  readonly table: Table;
  /** Names of the columns that were not read; long ones are cut. */
  readonly ignoredColumns: readonly string[];
}

/** Checks the last bytes of a file that begins like Parquet. Throws StartupError: not-parquet, unsupported-parquet. */
export function checkParquetEnd(end: Buffer, subject: string): void {
  try {
    checkEnd(end);
  } catch (error) {
    if (error instanceof ParquetFault) throw new StartupError(error.code, subject, error.problem);
    throw error;
  }
}

/** The columns that pandas writes for unnamed levels of a row index. */
const STRAY_INDEX = /^__index_level_\d+__$/;

/**
 * Parses the columns `wanted` of a Parquet file; `subject` names the file in errors.
 * Throws StartupError: not-parquet, unsupported-parquet, too-many-values, missing-column, wrong-type, bad-value,
 * inexact-value, duplicate-key.
 */
export async function parseParquet(
  bytes: Buffer,
  subject: string,
  wanted: readonly WantedColumn[],
): Promise<ParquetContent> {
  return readContent(bytes, subject, (columns) => {
    const byName = new Map(columns.map((column) => [column.name, column]));
    return wanted.map(({ name, kind }) => {
      const column = byName.get(name);
      if (column === undefined) throw describeMissing(name, kind, columns);
      const { reading } = column;
      if (reading?.kind === kind || reading?.kind === "null")
        return { column, reading: asKind(reading, kind) };
      throw new ParquetFault(
        "wrong-type",
        `column ${quote(name)} is ${column.type}, where ${kind} is needed`,
      );
    });
  });
}

/**
 * Parses a whole file. The kind of a column follows from its type, and of a JSON column from its values. Unnamed row indexes
 * of pandas are left out. The columns `needed` must be there and able to hold text. Throws StartupError like parseParquet.
 */
export async function parseParquetFrame(
  bytes: Buffer,
  subject: string,
  needed: readonly string[] = [],
): Promise<ParquetContent> {
  return readContent(bytes, subject, (columns) => {
    const byName = new Map(columns.map((column) => [column.name, column]));
    for (const name of needed) {
      const column = byName.get(name);
      if (column === undefined) throw describeMissing(name, "text", columns);
      if (column.reading?.kind === "text" || column.reading?.kind === "json") continue;
      throw new ParquetFault("wrong-type", `column ${quote(name)} is ${column.type}, where text is needed`);
    }
    return columns.flatMap((column) => {
      if (STRAY_INDEX.test(column.name)) return [];
      const { name, type, reading } = column;
      if (reading !== null) return [{ column, reading }];
      throw new ParquetFault("wrong-type", `column ${quote(name)} is ${type}, which no column can carry`);
    });
  });
}

/** A column to read, and how. */
interface ChosenColumn {
  readonly column: StoredColumn;
  readonly reading: ColumnReading;
}

type ChooseColumns = (columns: readonly StoredColumn[]) => readonly ChosenColumn[];

function readContent(bytes: Buffer, subject: string, choose: ChooseColumns): ParquetContent {
  try {
    const metadata = parseMetadata(bytes);
    const { rowCount, rowGroups, schema } = metadata;
    const stored = listColumns(schema, findArrowFields(metadata));
    const chosen = choose(stored);
    checkDuplicates(stored, chosen);
    const budget = new ValueBudget(bytes.length);
    budget.checkRows(rowCount);
    const context = { rowCount, budget, nullColumns: new NullColumns(rowCount, budget) };
    const columns: Column[] = chosen.map(({ column, reading }) =>
      readColumn(bytes, rowGroups, column, reading, context),
    );
    const names = new Set(stored.map(({ name }) => name));
    for (const { column } of chosen) names.delete(column.name);
    return { table: new Table(columns, rowCount), ignoredColumns: [...names].map(printable) };
  } catch (error) {
    if (error instanceof ParquetFault) throw new StartupError(error.code, subject, error.problem);
    // Errors of the language do not describe the file.
    throw new StartupError("not-parquet", subject, "contradicts itself in its footer");
  }
}

function findArrowFields({ keyValues }: FileMetadata): readonly ArrowField[] {
  const schema = keyValues.get("ARROW:schema");
  return schema === undefined ? [] : parseArrowSchema(schema);
}

function describeMissing(name: string, kind: string, columns: readonly StoredColumn[]): ParquetFault {
  const isGroup = columns.some(({ path }) => path[0] === name);
  if (!isGroup) return new ParquetFault("missing-column", `has no column ${quote(name)}`);
  return new ParquetFault("wrong-type", `column ${quote(name)} is a group, where ${kind} is needed`);
}

function checkDuplicates(stored: readonly StoredColumn[], chosen: readonly ChosenColumn[]): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of stored) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  const found = chosen.find(({ column }) => repeated.has(column.name));
  if (found === undefined) return;
  throw new ParquetFault("duplicate-key", `has two columns ${quote(found.column.name)}`);
}
