/** Files that appear under their final name only when they are whole. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PipelineError } from "../errors.js";
import type { WrittenFile } from "./report.js";

/**
 * Has `write` fill a file beside `path` and moves it there when that went well; otherwise nothing stays.
 * Throws PipelineError cannot-write, and whatever `write` throws.
 */
export async function writeAtomically(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<WrittenFile> {
  const temporaryPath = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  await mkdir(dirname(path), { recursive: true }).catch((error: Error) => {
    throw new PipelineError("cannot-write", dirname(path), `cannot be made (${error.message})`);
  });
  try {
    await write(temporaryPath);
    await syncFile(temporaryPath);
    const written = { path, ...(await describeFile(temporaryPath)) };
    await rename(temporaryPath, path).catch((error: Error) => {
      throw new PipelineError("cannot-write", path, `cannot be replaced (${error.message})`);
    });
    return written;
  } finally {
    await rm(temporaryPath, { force: true });
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
export async function describeFile(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { sizeBytes: (await stat(path)).size, sha256: hash.digest("hex") };
}
