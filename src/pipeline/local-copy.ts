/** Local copies of remote files, their manifest entries and their updates. */
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InvariantError, PipelineError } from "../errors.js";
import { writeAtomically } from "./atomic-file.js";
import { type ContentCheck, downloadFile, type TransferEffects } from "./download-file.js";
import type { Location } from "./hub.js";
import { checkReplaceable } from "./output-places.js";
import { type Content, describeContent, describeWriteError } from "./part-file.js";
import type { RemoteFile } from "./remote-file.js";
import type { RetryPolicy } from "./retry-policy.js";

/** The manifest entry of a downloaded file; the server reads its `sha256` and `provenance`. */
export interface CopyEntry {
  /** In lower case, whatever the case in the manifest. */
  readonly sha256: string;
  readonly bytes: number;
  readonly provenance: string;
  /** The name of the remote file. */
  readonly source: string;
  readonly etag: string | null;
  readonly commit: string | null;
}

/** A file at its final path. */
export interface LocalCopy {
  readonly content: Content;
  /** Null for a file that may differ from the one at the location: another one, a damaged one, or an unlisted one. */
  readonly entry: CopyEntry | null;
}

export interface UpdateOptions {
  readonly retryPolicy?: Partial<RetryPolicy> | undefined;
  /** Only new content that passes replaces the copy. */
  readonly check?: ContentCheck | undefined;
}

export interface UpdatedCopy {
  readonly content: Content;
  readonly isNew: boolean;
}

type Manifest = { readonly files: Readonly<Record<string, CopyEntry>> };

/**
 * Hashes a copy and finds its manifest entry; null if there is no copy. Throws PipelineError cannot-write for anything but a
 * file, because it cannot be replaced and reading it may never end.
 */
export async function findCopy(location: Location, target: string): Promise<LocalCopy | null> {
  await checkReplaceable(target);
  const content = await describeContent(target).catch(() => null);
  if (content === null) return null;
  const entry = (await readManifest(dirname(target))).files[basename(target)];
  const isKnown = entry?.source === location.name && entry.sha256 === content.sha256;
  return { content, entry: isKnown ? entry : null };
}

/**
 * Downloads the current content of the location unless the copy is current, and lists it in the manifest beside it.
 * An existing file of a commit is not requested again. Throws like `downloadFile`.
 */
export async function updateCopy(
  location: Location,
  target: string,
  copy: LocalCopy | null,
  { retryPolicy = {}, check }: UpdateOptions,
  effects: TransferEffects,
): Promise<UpdatedCopy> {
  if (copy !== null && copy.entry !== null && location.isImmutable) {
    return { content: copy.content, isNew: false };
  }
  // The hub's ETag of a large file is its SHA-256, which identifies a file that was copied there by hand.
  const knownEtag = copy === null ? null : copy.entry === null ? `"${copy.content.sha256}"` : copy.entry.etag;
  const downloaded = await downloadFile({ location, target, knownEtag, retryPolicy, check }, effects);
  const content = downloaded.isNew ? downloaded.content : copy?.content;
  if (content === undefined) throw new InvariantError(`${location.name} is unchanged and not there`);
  if (downloaded.isNew || copy?.entry === null) {
    await listCopy(target, buildEntry(location, content, downloaded.file));
  }
  return { content, isNew: downloaded.isNew };
}

function buildEntry(location: Location, { sha256, sizeBytes }: Content, file: RemoteFile): CopyEntry {
  const { etag, commit } = file;
  const provenance = describeProvenance(location, commit);
  return { sha256, bytes: sizeBytes, provenance, source: location.name, etag, commit };
}

/** The provenance for clients of the server; the path of a URL may be secret. */
function describeProvenance({ name, fileName }: Location, commit: string | null): string {
  const shown = name.startsWith("hf://") ? name : `${new URL(name).origin}/…/${fileName}`;
  return commit === null || shown.includes(commit) ? shown : `${shown}, commit ${commit}`;
}

/** The manifest entry of a file, undefined if there is no valid one. */
export async function readCopyEntry(
  target: string,
): Promise<Pick<CopyEntry, "sha256" | "bytes"> | undefined> {
  const entry = (await readManifest(dirname(target))).files[basename(target)];
  return typeof entry?.sha256 === "string" && typeof entry.bytes === "number" ? entry : undefined;
}

async function listCopy(target: string, entry: CopyEntry): Promise<void> {
  const folder = dirname(target);
  const { files } = await readManifest(folder);
  const manifest: Manifest = { files: { ...files, [basename(target)]: entry } };
  await writeAtomically(join(folder, "manifest.json"), async (path) => {
    await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`).catch((error: Error) => {
      throw new PipelineError("cannot-write", join(folder, "manifest.json"), describeWriteError(error));
    });
  });
}

/**
 * The manifest of a folder, with or without a byte-order mark. An unreadable one counts as empty, because an entry
 * only serves to skip a download.
 */
async function readManifest(folder: string): Promise<Manifest> {
  try {
    const text = await readFile(join(folder, "manifest.json"), "utf8");
    const { files = {} } = JSON.parse(text.replace(/^\uFEFF/, "")) as Partial<Manifest>;
    const entries = Object.entries(files).map(([name, entry]) => [
      name,
      typeof entry?.sha256 === "string" ? { ...entry, sha256: entry.sha256.toLowerCase() } : entry,
    ]);
    return { files: Object.fromEntries(entries) };
  } catch {
    return { files: {} };
  }
}
