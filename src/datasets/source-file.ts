/** A data file as bytes, with what is known of it whatever it holds: hash, size, provenance. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StartupError } from "../errors.js";
import { describePlaceholder } from "../ingest/placeholder.js";

export interface SourceFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** As the manifest beside the file says, or `unlisted file` for a hash that it does not have. */
  readonly provenance: string;
}

export const UNLISTED = "unlisted file";

const HASH_CHUNK_BYTES = 1024 * 1024;

/** Reads a file whole. Throws StartupError: file-missing, file-unreadable, placeholder-file, bad-manifest. */
export async function readSourceFile(path: string): Promise<{ bytes: Buffer; source: SourceFile }> {
  const bytes = await explainFailure(path, () => readFile(path));
  const placeholder = describePlaceholder(bytes);
  if (placeholder !== undefined) throw new StartupError("placeholder-file", path, placeholder);
  return { bytes, source: await describeSource(path, createHash("sha256").update(bytes), bytes.length) };
}

/** What is known of a file without its content; throws as readSourceFile. */
export async function hashSourceFile(path: string): Promise<SourceFile> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  await explainFailure(path, async () => {
    for await (const chunk of createReadStream(path, { highWaterMark: HASH_CHUNK_BYTES })) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  });
  return describeSource(path, hash, sizeBytes);
}

async function describeSource(path: string, hash: Hash, sizeBytes: number): Promise<SourceFile> {
  const sha256 = hash.digest("hex");
  return { path, sha256, sizeBytes, provenance: await findProvenance(path, sha256) };
}

async function explainFailure<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    // Asked first, since reading a pipe would wait for ever.
    if (!(await stat(path)).isFile())
      throw new StartupError("file-unreadable", path, "is not a regular file");
    return await read();
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw new StartupError("file-missing", path, "is not there");
    throw new StartupError("file-unreadable", path, `cannot be read (${message})`);
  }
}

/** What the manifest in the file's folder says of these bytes, under whatever file name. */
async function findProvenance(path: string, sha256: string): Promise<string> {
  const manifestPath = join(dirname(path), "manifest.json");
  let text: string;
  try {
    text = await readFile(manifestPath, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return UNLISTED;
    throw new StartupError("bad-manifest", manifestPath, `cannot be read (${message})`);
  }
  try {
    const { files } = JSON.parse(text) as { files: Record<string, { sha256: unknown; provenance: unknown }> };
    const entry = Object.values(files).find((candidate) => candidate.sha256 === sha256);
    if (entry === undefined) return UNLISTED;
    if (typeof entry.provenance === "string") return entry.provenance;
    throw new TypeError("a file's provenance is not a text");
  } catch (error) {
    throw new StartupError("bad-manifest", manifestPath, `is not a manifest (${(error as Error).message})`);
  }
}

/** Whether a file's numbers are made up, by what the manifest says of it. */
export function isSynthetic({ provenance }: SourceFile): boolean {
  return /synthetic/i.test(provenance);
}
