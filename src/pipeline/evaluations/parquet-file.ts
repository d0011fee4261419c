/** Writes tables as Parquet, the same bytes for the same rows. */
import type { PendingFiles } from "../atomic-file.js";
import { type Database, quoteText } from "../database.js";
import type { WrittenFile } from "../report.js";

export interface ParquetLayout {
  readonly rowsPerGroup: number;
  /** The most values in a dictionary of a column in a row group. A dictionary stores -0 as 0. */
  readonly dictionarySize: number;
}

/** Long tables: groups as large as the reader of the server likes them. */
export const LONG_LAYOUT: ParquetLayout = { rowsPerGroup: 122_880, dictionarySize: 2048 };
/** Tables of two thousand columns: a group must fit in memory many times over. */
export const WIDE_LAYOUT: ParquetLayout = { rowsPerGroup: 4096, dictionarySize: 0 };

/**
 * Writes the rows of a query, which must sort them: groups are cut at the ends of the pieces in which rows arrive, and
 * only a sort by one thread cuts those alike each time.
 */
export async function writeParquet(
  database: Database,
  query: string,
  files: PendingFiles,
  path: string,
  { rowsPerGroup, dictionarySize }: ParquetLayout,
): Promise<WrittenFile> {
  let rows = 0;
  const threads = await database.row<{ threads: number }>("SELECT current_setting('threads') AS threads");
  await database.run("SET threads = 1");
  const file = await files.add(path, async (temporaryPath) => {
    const format = "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v1";
    const sizes = `ROW_GROUP_SIZE ${rowsPerGroup}, DICTIONARY_SIZE_LIMIT ${dictionarySize}`;
    const copy = `COPY (${query}) TO ${quoteText(temporaryPath)} (${format}, ${sizes})`;
    database.files.outputs.set(temporaryPath, path);
    rows = (await database.row<{ Count: number }>(copy)).Count;
  });
  await database.run(`SET threads = ${threads.threads}`);
  return { ...file, rows };
}
