/** Source files: the bytes of a data file, with its hash, size and provenance. */
import { createHash, type Hash } from "node:crypto";
import { dirname, join } from "node:path";
import { StartupError } from "../errors.js";
import { describePlaceholder } from "../ingest/placeholder.js";
import { withRegularFile } from "./regular-file.js";

export interface SourceFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** From the manifest beside the file; `unlisted file` for a hash that it does not list. */
  readonly provenance: string;
}

interface ManifestEntry {
  readonly sha256?: unknown;
  readonly provenance?: unknown;
}

export const UNLISTED = "unlisted file";

/** How many bytes identify the type of a file. */
const START_BYTES = 512;
const MAX_MANIFEST_BYTES = 2 ** 24;

/**
 * Reads a whole file. Before that, `checkStart` gets its first bytes, at most 512, and throws for a wrong file type. Throws
 * StartupError: file-missing, not-a-file, file-unreadable, file-changed, placeholder-file, too-large, bad-manifest.
 */
export async function readSourceFile(
  path: string,
  checkStart: (start: Buffer) => void,
): Promise<{ bytes: Buffer; source: SourceFile }> {
  const bytes = await withRegularFile(path, async (file) => {
    const start = await file.readStart(START_BYTES);
    const placeholder = describePlaceholder(start);
    if (placeholder !== undefined) throw new StartupError("placeholder-file", path, placeholder);
    checkStart(start);
    return file.readFrom(0);
  });
  return { bytes, source: await describeSource(path, createHash("sha256").update(bytes), bytes.length) };
}

/** Describes a file without keeping its content. Throws as readSourceFile. */
export async function hashSourceFile(path: string): Promise<SourceFile> {
  return withRegularFile(path, async (file) => {
    const hash = createHash("sha256");
    for await (const chunk of file.readChunks()) hash.update(chunk);
    return describeSource(path, hash, file.sizeBytes);
  });
}

async function describeSource(path: string, hash: Hash, sizeBytes: number): Promise<SourceFile> {
  const sha256 = hash.digest("hex");
  return { path, sha256, sizeBytes, provenance: await findProvenance(path, sha256) };
}

/** Finds the provenance of a hash in the manifest of the folder, under any file name. */
async function findProvenance(path: string, sha256: string): Promise<string> {
  const manifestPath = join(dirname(path), "manifest.json");
  const text = await readManifest(manifestPath);
  if (text === undefined) return UNLISTED;
  for (const entry of parseManifest(text, manifestPath)) {
    if (String(entry?.sha256).toLowerCase() !== sha256) continue;
    if (typeof entry?.provenance === "string") return entry.provenance;
    throw new StartupError(
      "bad-manifest",
      manifestPath,
      "is not a manifest (a file's provenance is not a text)",
    );
  }
  return UNLISTED;
}

/** Undefined if there is no manifest. */
async function readManifest(path: string): Promise<string | undefined> {
  try {
    return await withRegularFile(path, async (file) => {
      if (file.sizeBytes <= MAX_MANIFEST_BYTES) return (await file.readFrom(0)).toString("utf8");
      throw new StartupError("bad-manifest", path, `is not a manifest (it has ${file.sizeBytes} bytes)`);
    });
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    if (error.code === "file-missing") return undefined;
    throw new StartupError("bad-manifest", path, error.problem);
  }
}

function parseManifest(text: string, path: string): readonly (ManifestEntry | null)[] {
  const manifest = parseJson(text.replace(/^\ufeff/, ""), path) as { files?: unknown } | null;
  const files = manifest?.files;
  if (typeof files === "object" && files !== null) return Object.values(files);
  throw new StartupError("bad-manifest", path, 'is not a manifest (it has no "files")');
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartupError("bad-manifest", path, `is not a manifest (${(error as Error).message})`);
  }
}

/** Whether values of a provenance are synthetic. */
export function isSynthetic(provenance: string): boolean {
  return /synthetic/i.test(provenance);
}
