/** The Python side: a folder of its own with pinned packages, made once and kept in bench/results. */
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const RESULTS = join(import.meta.dirname, "..", "results");
const VENV = join(RESULTS, "peers-venv");
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const INSTALL_MS = 5 * 60_000;
const run = promisify(execFile);

/** The interpreter of the folder, or null with the reason logged. */
export async function preparePython(log) {
  const version = await findVersion();
  if (version === null) {
    log("skipped: FastAPI and Datasette, for there is no Python from 3.11 on");
    return null;
  }
  const python = join(VENV, "bin", "python");
  const wanted = await readFile(REQUIREMENTS, "utf8");
  const marker = join(VENV, "installed.txt");
  if ((await readFile(marker, "utf8").catch(() => null)) !== wanted) {
    log("installing the Python packages");
    try {
      await mkdir(RESULTS, { recursive: true });
      await run("python3", ["-m", "venv", VENV]);
      const words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS];
      await run(python, words, { timeout: INSTALL_MS });
      await writeFile(marker, wanted);
    } catch (error) {
      log(`skipped: FastAPI and Datasette, for their packages could not be installed (${error.message})`);
      return null;
    }
  }
  return { python, version };
}

/** The evaluations as SQLite; made anew only for another Parquet file. */
export async function prepareSqlite(python, parquetPath, log) {
  const path = join(RESULTS, "evaluations.db");
  const { mtimeMs, size } = await stat(parquetPath);
  const made = `${parquetPath} ${size} ${mtimeMs}`;
  const marker = `${path}.made-of.txt`;
  if ((await readFile(marker, "utf8").catch(() => null)) === made) return path;
  log("writing the SQLite file");
  await rm(path, { force: true });
  await run(python, [join(import.meta.dirname, "make_sqlite.py"), parquetPath, path]);
  await writeFile(marker, made);
  return path;
}

async function findVersion() {
  try {
    const { stdout } = await run("python3", ["--version"]);
    const [, minor] = /^Python 3\.(\d+)/.exec(stdout) ?? [];
    return Number(minor) >= 11 ? stdout.trim() : null;
  } catch {
    return null;
  }
}
