/** Damage to Parquet files that their footer does not reveal. */
import { readFile, writeFile } from "node:fs/promises";
import { type Database, quoteText, withDatabase } from "../../src/pipeline/database.js";

/** Turns some bytes round in the middle of the stored values of a column, and leaves the footer as it was. */
export async function damagePage(path: string, column: string): Promise<void> {
  const { start, size } = await withDatabase({}, (database) => findChunk(database, path, column));
  const bytes = await readFile(path);
  const end = start + size;
  for (let at = start + Math.floor(size / 2); at < Math.min(end, start + size / 2 + 64); at++) {
    bytes[at] ^= 0xff;
  }
  await writeFile(path, bytes);
}

async function findChunk(database: Database, path: string, column: string) {
  return database.row<{ start: number; size: number }>(
    `SELECT coalesce(dictionary_page_offset, data_page_offset) AS start, total_compressed_size AS size
     FROM parquet_metadata(${quoteText(path)})
     WHERE path_in_schema = ${quoteText(column)} ORDER BY row_group_id LIMIT 1`,
  );
}
