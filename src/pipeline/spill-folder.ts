/** The folder of a database for data that does not fit in memory: created at the start, removed at the end or by a later process. */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PipelineError } from "../errors.js";
import { isGone, OWNER } from "./owners.js";

const OWNED_FOLDER = /^datadecide-spill-(?<host>\w+)-(?<pid>\d+)-[0-9a-f]{8}$/;

/**
 * Creates a folder in `parent` and removes those of killed processes. Throws PipelineError:
 * spill-folder-missing, cannot-spill.
 */
export async function makeSpillFolder(parent: string | undefined): Promise<string> {
  const above = parent ?? tmpdir();
  const path = join(above, `datadecide-spill-${OWNER}-${randomUUID().slice(0, 8)}`);
  await checkParent(above);
  await removeAbandoned(above);
  try {
    await mkdir(path);
  } catch (error) {
    throw new PipelineError("cannot-spill", path, `cannot be created (${(error as Error).message})`);
  }
  return path;
}

/** It is not created, because a mistyped one would be left behind. */
async function checkParent(path: string): Promise<void> {
  await stat(path).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === "ENOENT") throw new PipelineError("spill-folder-missing", path, "is not there");
  });
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = OWNED_FOLDER.exec(name)?.groups;
    if (owner === undefined || !isGone(owner.host, Number(owner.pid))) continue;
    // The folder of another user cannot be removed, which is no reason to fail.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
