/** The files that the comparison frame is made of: whether they are there, what they are, what columns they have. */
import { type FileHandle, open } from "node:fs/promises";
import { PipelineError } from "../../errors.js";
import { type Database, quoteText } from "../database.js";

/**
 * Whether a file begins like Parquet, whatever its name ends in.
 * Throws PipelineError: input-missing, input-unreadable.
 */
export async function isParquetFile(path: string): Promise<boolean> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("latin1", 0, bytesRead) === "PAR1";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new PipelineError("input-missing", path, "is not there");
    throw new PipelineError("input-unreadable", path, `cannot be read (${code})`);
  } finally {
    await handle?.close();
  }
}

/**
 * The columns of a Parquet file with their types as DuckDB names them; all of `needed` are among them.
 * Throws PipelineError: input-not-parquet, input-column-missing.
 */
export async function readColumnTypes(
  database: Database,
  path: string,
  needed: readonly string[],
): Promise<Map<string, string>> {
  const columns = await readRows<{ column_name: string; column_type: string }>(
    database,
    path,
    `DESCRIBE ${selectAll(path)}`,
  );
  const types = new Map(columns.map(({ column_name: name, column_type: type }) => [name, type]));
  for (const name of needed) {
    if (!types.has(name)) throw new PipelineError("input-column-missing", path, `has no column "${name}"`);
  }
  return types;
}

/** The query of a whole Parquet file, in which text may be stored without saying so. */
export function selectAll(path: string): string {
  return `FROM read_parquet(${quoteText(path)}, binary_as_string = true)`;
}

/** The rows of a query over one Parquet file. Throws PipelineError input-not-parquet for whatever DuckDB cannot read. */
export async function readRows<Row extends object>(
  database: Database,
  path: string,
  sql: string,
): Promise<Row[]> {
  try {
    return await database.rows<Row>(sql);
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new PipelineError("input-not-parquet", path, `cannot be read as Parquet (${reason})`);
  }
}
