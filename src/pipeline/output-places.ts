/** The places that outputs go to: what may be replaced there, the folders on the way, and whether one may write. */
import { randomUUID } from "node:crypto";
import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { PipelineError } from "../errors.js";

/**
 * Refuses, before the work starts, outputs that could not be written at its end. Leaves nothing behind.
 * Throws PipelineError cannot-write.
 */
export async function checkOutputs(paths: readonly string[]): Promise<void> {
  for (const path of paths) await checkReplaceable(path);
  for (const folder of new Set(paths.map((path) => dirname(path)))) await checkWritable(folder);
}

/** Refuses to replace what is no regular file: a folder, a pipe, a device. Throws PipelineError cannot-write. */
export async function checkReplaceable(path: string): Promise<void> {
  const found = await findPlace(path);
  if (found === undefined || found.isFile()) return;
  const problem = found.isDirectory() ? "a folder has its name" : "it is not a regular file";
  throw new PipelineError("cannot-write", path, `cannot be replaced (${problem})`);
}

/** Makes a folder and those above it that are not there. Throws PipelineError cannot-write. */
export async function makeFolders(path: string): Promise<void> {
  // Not by mkdir's `recursive`: where a folder cannot be made below one that is there, as in /proc, it tries without end.
  const { missing } = await splitPath(path);
  for (const folder of missing) {
    await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
      // Another process may have made it meanwhile.
      const isThere = error.code === "EEXIST" && (await findPlace(folder))?.isDirectory();
      if (!isThere) throw new PipelineError("cannot-write", path, `cannot be made (${error.message})`);
    });
  }
}

/** Tries it out: permissions say nothing of a file system that takes no files. */
async function checkWritable(folder: string): Promise<void> {
  const { existing } = await splitPath(folder);
  const probe = join(existing, `.datadecide-${randomUUID()}`);
  try {
    await mkdir(probe);
    await rmdir(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PipelineError("cannot-write", folder, `cannot be written to (${code} in ${existing})`);
  }
}

/** The nearest folder that is there, and those below it that are not, from the top. */
async function splitPath(path: string): Promise<{ existing: string; missing: string[] }> {
  const missing: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await findPlace(folder);
    if (found?.isDirectory()) return { existing: folder, missing };
    if (found !== undefined) {
      const problem = missing.length === 0 ? "is not a folder" : `cannot be made (${folder} is not a folder)`;
      throw new PipelineError("cannot-write", path, problem);
    }
    missing.unshift(folder);
    if (folder === dirname(folder)) return { existing: folder, missing };
  }
}

/** What is at a place; undefined where nothing is. Throws PipelineError cannot-write where that cannot be told. */
async function findPlace(path: string) {
  return await stat(path).catch(({ code, message }: NodeJS.ErrnoException) => {
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new PipelineError("cannot-write", path, `cannot be looked at (${message})`);
  });
}
