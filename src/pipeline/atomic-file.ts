/** Files that appear under their final names only when they are whole, and those that belong together all at once. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PipelineError } from "../errors.js";
import { checkReplaceable, makeFolders } from "./output-places.js";
import type { WrittenFile } from "./report.js";

/** Has `write` fill one file; otherwise as `writeTogether`. */
export async function writeAtomically(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<WrittenFile> {
  return await writeTogether((files) => files.add(path, write));
}

/**
 * Has `write` fill files beside their places, and moves them there when all of it went well; otherwise nothing stays
 * and nothing was replaced. Throws PipelineError cannot-write, and whatever `write` throws.
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

/** Files that are written and do not have their names yet. */
export class PendingFiles {
  /** By final path. */
  readonly #temporaryPaths = new Map<string, string>();

  /** Has `write` fill a file that will be called `path`; what comes back tells of the whole file. */
  async add(path: string, write: (temporaryPath: string) => Promise<void>): Promise<WrittenFile> {
    const temporaryPath = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
    await makeFolders(dirname(path));
    this.#temporaryPaths.set(path, temporaryPath);
    await write(temporaryPath);
    await syncFile(temporaryPath);
    return { path, ...(await describeFile(temporaryPath)) };
  }

  async publish(): Promise<void> {
    // What cannot be replaced is found before anything is.
    for (const path of this.#temporaryPaths.keys()) await checkReplaceable(path);
    // One moment for all, so that a file which is older than another was not made together with it.
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

/** Puts the bytes on the disk before the name is given, so that a power cut leaves no empty file under it. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Size and hash of a file, read piece by piece. */
async function describeFile(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { sizeBytes: (await stat(path)).size, sha256: hash.digest("hex") };
}
