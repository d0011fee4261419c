/** Checks the paths of outputs: what they would replace, their folders, and write permission. */
import { randomUUID } from "node:crypto";
import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { PipelineError } from "../errors.js";

/**
 * Refuses outputs that cannot be written, before the work starts. Leaves nothing behind.
 * Throws PipelineError cannot-write.
 */
export async function checkOutputs(paths: readonly string[]): Promise<void> {
  for (const path of paths) await checkReplaceable(path);
  for (const folder of new Set(paths.map((path) => dirname(path)))) await checkWritable(folder);
}

/** Refuses to replace anything but a regular file. Throws PipelineError cannot-write. */
export async function checkReplaceable(path: string): Promise<void> {
  const found = await findPlace(path);
  if (found === undefined || found.isFile()) return;
  const problem = found.isDirectory() ? "a folder has its name" : "it is not a regular file";
  throw new PipelineError("cannot-write", path, `cannot be replaced (${problem})`);
}

/** Creates a folder and its missing parents. Throws PipelineError cannot-write. */
export async function makeFolders(path: string): Promise<void> {
  // Without mkdir's `recursive`, which never ends if a folder cannot be created in an existing one, as in /proc.
  const { missing } = await splitPath(path);
  for (const folder of missing) {
    await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
      // Another process may have created it in the meantime.
      const isThere = error.code === "EEXIST" && (await findPlace(folder))?.isDirectory();
      if (!isThere) throw new PipelineError("cannot-write", path, `cannot be created (${error.message})`);
    });
  }
}

/** Creates a file on trial, because permissions do not show whether the file system accepts files. */
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

/** The nearest existing folder, and the missing ones below it from the top. */
async function splitPath(path: string): Promise<{ existing: string; missing: string[] }> {
  const missing: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await findPlace(folder);
    if (found?.isDirectory()) return { existing: folder, missing };
    if (found !== undefined) {
      const problem =
        missing.length === 0 ? "is not a folder" : `cannot be created (${folder} is not a folder)`;
      throw new PipelineError("cannot-write", path, problem);
    }
    missing.unshift(folder);
    if (folder === dirname(folder)) return { existing: folder, missing };
  }
}

/** The status of a path; undefined if nothing is there. Throws PipelineError cannot-write if it cannot be determined. */
async function findPlace(path: string) {
  return await stat(path).catch(({ code, message }: NodeJS.ErrnoException) => {
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new PipelineError("cannot-write", path, `cannot be accessed (${message})`);
  });
}
