/** The files of a source: their sizes and modification times, which are compared around every query that reads them. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { isRemote, showSource } from "../../catalog/source.js";
import { hashSourceFile } from "../../datasets/source-file.js";
import { ProblemError } from "../../errors.js";
import { quoteText } from "../sql/quoting.js";

/** Larger files are identified by size and modification time instead of their content. */
const MAX_HASHED_BYTES = 1e9;
/** Remote files are looked at this often, because it costs a request for each. */
const REMOTE_CHECK_INTERVAL_MS = 10_000;

interface FileState {
  readonly path: string;
  readonly sizeBytes: number;
  /** Of files on this machine also the number of the file. */
  readonly modified: string;
}

export interface SourceVersion {
  /** A hash of 64 hexadecimal digits, which differs for different rows. */
  readonly version: string;
  /** Whether the hash is a SHA-256 of the content of the one file. */
  readonly isContentHash: boolean;
  readonly sizeBytes: number;
}

export class SourceFiles {
  readonly #states: readonly FileState[];
  #checkedAtMs = performance.now();

  private constructor(states: readonly FileState[]) {
    this.#states = states;
  }

  /** Reads the states of local paths or of addresses. */
  static async read(connection: DuckDBConnection, files: readonly string[]): Promise<SourceFiles> {
    return new SourceFiles(await readStates(connection, files));
  }

  get sizeBytes(): number {
    return this.#states.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Hashes the content of local files up to 1 GB together, and the sizes and modification times of others. */
  async readVersion(): Promise<SourceVersion> {
    const { sizeBytes } = this;
    const isHashed = sizeBytes <= MAX_HASHED_BYTES && !this.#isRemote;
    const hashes: string[] = [];
    for (const { path, sizeBytes: size, modified } of this.#states) {
      hashes.push(
        isHashed
          ? (await hashSourceFile(path)).sha256
          : `${basename(path)} ${size} ${modified.split(" ")[0]}\n`,
      );
    }
    const isContentHash = isHashed && hashes.length === 1;
    const version = isContentHash ? hashes[0] : createHash("sha256").update(hashes.join("")).digest("hex");
    return { version, isContentHash, sizeBytes };
  }

  /** Throws ProblemError source-changed if a file is not what it was when it was opened. `isForced` checks remote ones at once. */
  async check(connection: DuckDBConnection, isForced = false): Promise<void> {
    if (this.#isRemote) {
      if (!isForced && performance.now() - this.#checkedAtMs < REMOTE_CHECK_INTERVAL_MS) return;
      this.#checkedAtMs = performance.now();
    }
    const paths = this.#states.map(({ path }) => path);
    const states = await readStates(connection, paths).catch(() => null);
    const index = this.#states.findIndex(({ sizeBytes, modified }, at) => {
      const state = states?.[at];
      return state?.sizeBytes !== sizeBytes || state.modified !== modified;
    });
    if (index >= 0) throw buildChangedProblem(paths.length === 1 || states !== null ? paths[index] : null);
  }

  get #isRemote(): boolean {
    return this.#states.some(({ path }) => isRemote(path));
  }
}

function buildChangedProblem(path: string | null): ProblemError {
  const name = path === null ? "A file of this dataset" : `The file ${basename(showSource(path))}`;
  const detail = `${name} was replaced or removed after the server had opened it; its rows are served again after a restart.`;
  return new ProblemError("source-changed", detail);
}

async function readStates(connection: DuckDBConnection, files: readonly string[]): Promise<FileState[]> {
  if (!files.some(isRemote)) return Promise.all(files.map(readLocalState));
  const list = `[${files.map(quoteText).join(", ")}]`;
  const blobs = `SELECT filename, size, epoch_ms(last_modified) FROM read_blob(${list})`;
  // DuckDB 1.5 takes a partition named size for the column of that name, and fails beyond repair.
  const footers = `SELECT filename, file_size_bytes, epoch_ms(last_modified) FROM (SELECT filename, last_modified FROM read_blob(${list}))
    JOIN parquet_file_metadata(${list}) ON file_name = filename`;
  const reader = await connection.runAndReadAll(
    files.some((file) => /\/size=/i.test(file)) ? footers : blobs,
  );
  const stateByPath = new Map(
    reader
      .getRowsJS()
      .map(([path, size, modified]) => [
        String(path),
        { path: String(path), sizeBytes: Number(size), modified: String(modified) },
      ]),
  );
  return files.flatMap((path) => stateByPath.get(path) ?? []);
}

async function readLocalState(path: string): Promise<FileState> {
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  return { path, sizeBytes: Number(size), modified: `${mtimeNs} ${ino}` };
}
