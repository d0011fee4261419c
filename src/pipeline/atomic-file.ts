/** Writes files under temporary names and moves them to their final paths once all of them are complete. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PipelineError } from "../errors.js";
import { checkReplaceable, makeFolders } from "./output-places.js";
import type { WrittenFile } from "./report.js";

/** Writes one file with `write`; otherwise like `writeTogether`. */
export async function writeAtomically(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<WrittenFile> {
  return await writeTogether((files) => files.add(path, write));
}

/**
 * Writes files with `write` beside their final paths and moves them there if everything succeeds; otherwise removes them
 * and replaces nothing. Throws PipelineError cannot-write, and whatever `write` throws.
 */
export async function writeTogether<T>(write: (files: PendingFiles) => Promise<T>): Promise<T> {
  const files = new PendingFiles();
  try {
    const result = await write(files);
    await files.publish();
    return result;
  } finally {
    await files.discard();
  }
}

/** Written files that do not have their final names yet. */
export class PendingFiles {
  /** By final path. */
  readonly #temporaryPaths = new Map<string, string>();

  /** Writes the file for `path` with `write`; returns a description of the complete file. */
  async add(path: string, write: (temporaryPath: string) => Promise<void>): Promise<WrittenFile> {
    const temporaryPath = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
    await makeFolders(dirname(path));
    this.#temporaryPaths.set(path, temporaryPath);
    await write(temporaryPath);
    await syncFile(temporaryPath);
    return { path, ...(await describeFile(temporaryPath)) };
  }

  async publish(): Promise<void> {
    // Nothing is replaced if one of the paths cannot be.
    for (const path of this.#temporaryPaths.keys()) await checkReplaceable(path);
    // One modification time for all: files with different times are from different builds.
    const now = new Date();
    for (const temporaryPath of this.#temporaryPaths.values()) await utimes(temporaryPath, now, now);
    for (const [path, temporaryPath] of this.#temporaryPaths) {
      await rename(temporaryPath, path).catch((error: Error) => {
        throw new PipelineError("cannot-write", path, `cannot be replaced (${error.message})`);
      });
    }
  }

  async discard(): Promise<void> {
    for (const temporaryPath of this.#temporaryPaths.values()) await rm(temporaryPath, { force: true });
  }
}

/** Flushes the bytes to disk before the rename, so that a power cut leaves no empty file under the final name. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Size and hash of a file, read in chunks. */
async function describeFile(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { sizeBytes: (await stat(path)).size, sha256: hash.digest("hex") };
}
