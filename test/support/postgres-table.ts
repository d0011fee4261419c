/** The small table of a catalog in PostgreSQL, as the command `load` puts it there. */
import { join } from "node:path";
import { loadSource } from "../../src/pipeline/load.js";
import { recordingEffects } from "./recording-effects.js";

/** Loads `table.parquet` of a folder as `public.runs`. */
export async function loadCatalogTable(folder: string, url: string): Promise<void> {
  await loadSource({ source: join(folder, "table.parquet"), to: url, table: "runs" }, recordingEffects());
}
