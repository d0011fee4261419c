/** The Python environment of the peers: pinned packages in bench/results, installed once. */
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const RESULTS = join(import.meta.dirname, "..", "results");
const VENV = join(RESULTS, "peers-venv");
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const INSTALL_TIMEOUT_MS = 5 * 60_000;
const MIN_PYTHON_MINOR = 11;
const run = promisify(execFile);

/** The interpreter of the environment; null, with the reason in the log, where there is none. */
export async function preparePython(log) {
  const version = await findVersion();
  if (version === null) {
    log(`skipped FastAPI and Datasette: no Python of version 3.${MIN_PYTHON_MINOR} or later`);
    return null;
  }
  const python = join(VENV, "bin", "python");
  const requirements = await readFile(REQUIREMENTS, "utf8");
  const marker = join(VENV, "installed.txt");
  if ((await readFile(marker, "utf8").catch(() => null)) !== requirements) {
    log("installing the Python packages");
    try {
      await mkdir(RESULTS, { recursive: true });
      await run("python3", ["-m", "venv", VENV]);
      const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS];
      await run(python, args, { timeout: INSTALL_TIMEOUT_MS });
      await writeFile(marker, requirements);
    } catch (error) {
      log(`skipped FastAPI and Datasette: their packages could not be installed (${error.message})`);
      return null;
    }
  }
  return { python, version };
}

/** The path of the evaluations as a SQLite file, written anew only for another Parquet file. */
export async function prepareSqlite(python, parquetPath, log) {
  const path = join(RESULTS, "evaluations.db");
  const { mtimeMs, size } = await stat(parquetPath);
  const source = `${parquetPath} ${size} ${mtimeMs}`;
  const marker = `${path}.source.txt`;
  if ((await readFile(marker, "utf8").catch(() => null)) === source) return path;
  log("writing the SQLite file");
  await rm(path, { force: true });
  await run(python, [join(import.meta.dirname, "make_sqlite.py"), parquetPath, path]);
  await writeFile(marker, source);
  return path;
}

async function findVersion() {
  try {
    const { stdout } = await run("python3", ["--version"]);
    const [, minor] = /^Python 3\.(\d+)/.exec(stdout) ?? [];
    return Number(minor) >= MIN_PYTHON_MINOR ? stdout.trim() : null;
  } catch {
    return null;
  }
}
