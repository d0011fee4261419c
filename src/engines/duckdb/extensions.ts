/** Extensions of DuckDB, out of a folder: nothing is fetched at run time. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { StartupError } from "../../errors.js";
import { quoteText } from "../sql/quoting.js";

export const EXTENSION_SETTING = "DUCKDB_EXTENSION_DIR";

/** The wheels of PyPI nest their file so deep. */
const MAX_DEPTH = 5;

/**
 * Loads an extension. If the folder does not have it installed yet, it is installed from a file of its name anywhere in the folder.
 * Throws StartupError missing-extension; `source` is what needs it.
 */
export async function loadExtension(
  connection: DuckDBConnection,
  name: string,
  folder: string | null,
  source: string,
): Promise<void> {
  const fail = (problem: string): StartupError =>
    new StartupError("missing-extension", EXTENSION_SETTING, `${problem} (${source} needs it)`);
  if (folder === null) throw fail(`is not set, and the extension ${name} is not loaded`);
  if (await tryLoad(connection, name)) return;
  const file = `${name}.duckdb_extension`;
  const found = await findFile(folder, file, MAX_DEPTH);
  if (found === null) throw fail(`${folder} has no ${file}`);
  try {
    await connection.run(`FORCE INSTALL ${quoteText(found)}`);
    await connection.run(`LOAD ${name}`);
  } catch (error) {
    const { message } = error as Error;
    const built = /built (?:specifically )?for DuckDB version '?(v[\d.]+)/i.exec(message)?.[1];
    const [[version]] = (await connection.runAndReadAll("SELECT version()")).getRowsJS();
    throw fail(
      built === undefined
        ? `${found} cannot be loaded into DuckDB ${version} (${message.split("\n")[0]})`
        : `${found} is for DuckDB ${built}, not ${version}`,
    );
  }
}

async function tryLoad(connection: DuckDBConnection, name: string): Promise<boolean> {
  try {
    await connection.run(`LOAD ${name}`);
    return true;
  } catch {
    return false;
  }
}

async function findFile(folder: string, name: string, depth: number): Promise<string | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some((entry) => !entry.isDirectory() && entry.name === name)) return join(folder, name);
  if (depth === 0) return null;
  for (const entry of entries) {
    const found = entry.isDirectory() ? await findFile(join(folder, entry.name), name, depth - 1) : null;
    if (found !== null) return found;
  }
  return null;
}
