/** Checks the files that commands read: their existence, type and columns. */
import { type FileHandle, open, stat } from "node:fs/promises";
import { PipelineError, type PipelineErrorCode } from "../errors.js";
import { describePlaceholder, PLACEHOLDER_HEAD_BYTES } from "../ingest/placeholder.js";
import type { Database } from "./database.js";

/** The required content of a column; its type may be any that can be read as that. */
export type ColumnKind = "VARCHAR" | "DOUBLE";

const TEXT = /^(VARCHAR|BLOB|ENUM.*|JSON)$/;
const NUMBERS = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$/;

/**
 * Refuses a path without a data file. Throws PipelineError: `missing` if nothing exists there, input-unreadable for anything
 * but a file, input-placeholder for a pointer to the data.
 */
export async function checkFile(path: string, missing: PipelineErrorCode = "input-missing"): Promise<void> {
  await readHead(path, missing);
}

/** The first bytes of a file, up to PLACEHOLDER_HEAD_BYTES. Throws like checkFile. */
export async function readHead(path: string, missing: PipelineErrorCode = "input-missing"): Promise<Buffer> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === "ENOENT" || error.code === "ENOTDIR";
    if (isMissing) throw new PipelineError(missing, path, "is not there");
    throw new PipelineError("input-unreadable", path, `cannot be read (${error.code})`);
  });
  // DuckDB would read all files of a folder.
  if (found.isDirectory()) throw new PipelineError("input-unreadable", path, "is a folder and not a file");
  if (!found.isFile()) throw new PipelineError("input-unreadable", path, "is not a regular file");
  const head = await readStart(path);
  const placeholder = describePlaceholder(head);
  if (placeholder !== undefined) throw new PipelineError("input-placeholder", path, placeholder);
  return head;
}

/** Whether a file begins like Parquet, whatever its extension. Throws like checkFile. */
export async function isParquetFile(path: string): Promise<boolean> {
  return (await readHead(path)).toString("latin1", 0, 4) === "PAR1";
}

async function readStart(path: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PLACEHOLDER_HEAD_BYTES));
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PipelineError("input-unreadable", path, `cannot be read (${code})`);
  } finally {
    await handle?.close();
  }
}

/** The columns of a Parquet file with their DuckDB types. Throws like checkFile. */
export async function readColumnTypes(
  database: Database,
  path: string,
  missing?: PipelineErrorCode,
): Promise<Map<string, string>> {
  await checkFile(path, missing);
  const columns = await database.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM ${database.readParquet(path)}`,
  );
  return new Map(columns.map(({ column_name: name, column_type: type }) => [name, type]));
}

/** Refuses missing columns and wrong types. Throws PipelineError: input-column-missing, input-wrong-type. */
export function checkColumns(
  types: ReadonlyMap<string, string>,
  required: Readonly<Record<string, ColumnKind>>,
  path: string,
): void {
  for (const [name, kind] of Object.entries(required)) {
    const type = types.get(name);
    if (type === undefined) {
      throw new PipelineError("input-column-missing", path, `has no column "${name}"`);
    }
    if ((kind === "DOUBLE" ? NUMBERS : TEXT).test(type)) continue;
    const needed = kind === "DOUBLE" ? "numbers are" : "text is";
    throw new PipelineError("input-wrong-type", path, `column "${name}" is ${type} where ${needed} needed`);
  }
}
