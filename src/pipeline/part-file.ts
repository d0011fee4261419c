/**
 * The downloaded part of a file, beside its final path: its bytes in `{target}.part`, and the version that they belong to in
 * `{target}.part.json`. While a process writes them, both have that process in their name, so that no two processes
 * write one file; a process takes over an abandoned part by renaming it.
 */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PipelineError } from "../errors.js";
import { checkReplaceable, makeFolders } from "./output-places.js";
import { isGone, OWNER } from "./owners.js";
import type { Checksum, RemoteFile } from "./remote-file.js";

/** Where a download resumes: after this number of bytes of the content with this ETag. */
export interface ResumePoint {
  readonly offset: number;
  readonly etag: string;
}

interface Sidecar {
  /** The file's name in messages; a part of another file is never continued. */
  readonly name: string;
  readonly etag: string;
}

/** A part that has not grown for this time is abandoned; idle connections are closed earlier. */
const ABANDONED_MS = 120_000;

export class PartFile {
  /** The files of this process. */
  readonly path: string;
  readonly #sidecarPath: string;
  /** The files for the next attempt, of this or another process. */
  readonly #restingPath: string;

  /** Changes no files; `name` is that of the remote file. */
  constructor(
    readonly target: string,
    readonly name: string,
  ) {
    this.#restingPath = `${target}.part`;
    this.path = `${target}.${OWNER}-${randomUUID().slice(0, 8)}.part`;
    this.#sidecarPath = `${this.path}.json`;
  }

  /** Takes over the part of an earlier attempt, if there is one. */
  async takeResumePoint(): Promise<ResumePoint | null> {
    for (const path of [this.#restingPath, ...(await this.#listAbandoned())]) {
      const resumePoint = await this.#take(path);
      if (resumePoint !== null) return resumePoint;
    }
    return null;
  }

  async #take(path: string): Promise<ResumePoint | null> {
    try {
      // The process that renamed the note owns the part.
      await rename(`${path}.json`, this.#sidecarPath);
      await rename(path, this.path);
      const { name, etag } = JSON.parse(await readFile(this.#sidecarPath, "utf8")) as Sidecar;
      const { size } = await stat(this.path);
      return name === this.name && typeof etag === "string" && size > 0 ? { offset: size, etag } : null;
    } catch {
      // Missing or incomplete: the download starts again.
      return null;
    }
  }

  /** Parts of ended processes. */
  async #listAbandoned(): Promise<string[]> {
    const folder = dirname(this.target);
    const names = await readdir(folder).catch(() => []);
    const own = `${basename(this.target)}.`;
    const paths: string[] = [];
    for (const name of names) {
      const owner = name.startsWith(own) ? OWNED_PART.exec(name.slice(own.length))?.groups : undefined;
      if (owner === undefined) continue;
      const path = join(folder, name);
      if (await isAbandoned(path, owner.host, Number(owner.pid))) paths.push(path);
    }
    return paths;
  }

  /** Opens the part for bytes from `start` on; a start at 0 records which version they belong to. */
  async open(start: number, { etag }: RemoteFile): Promise<FileHandle> {
    return await this.#write(async () => {
      if (start > 0) return await open(this.path, "r+");
      await makeFolders(dirname(this.path));
      await rm(this.#sidecarPath, { force: true });
      const handle = await open(this.path, "w");
      // Without an ETag a later attempt could not check that the rest is from the same version.
      if (etag !== null) await writeFile(this.#sidecarPath, JSON.stringify({ name: this.name, etag }));
      return handle;
    });
  }

  /** Writes a whole chunk at a position. */
  async append(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
    await this.#write(async () => {
      for (let done = 0; done < chunk.length; ) {
        done += (await handle.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
      }
    });
  }

  /** Flushes the part to disk and gives it its final name. */
  async finish(): Promise<void> {
    await this.#write(async () => {
      await sync(this.path, "r+");
      await checkReplaceable(this.target);
      await rename(this.path, this.target);
      await sync(dirname(this.target), "r");
      await rm(this.#sidecarPath, { force: true });
    });
  }

  /** Leaves the part for the next attempt; a part without a note is useless. */
  async release(): Promise<void> {
    try {
      await stat(this.#sidecarPath);
      await rename(this.path, this.#restingPath);
      await rename(this.#sidecarPath, `${this.#restingPath}.json`);
    } catch {
      await this.discard().catch(() => undefined);
    }
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#sidecarPath, { force: true });
  }

  async #write<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (error instanceof PipelineError) throw error;
      throw new PipelineError(
        "cannot-write",
        this.target,
        describeWriteError(error as NodeJS.ErrnoException),
      );
    }
  }
}

/** The suffix of a part that is being written, after the target's name. */
const OWNED_PART = /^(?<host>\w+)-(?<pid>\d+)-[0-9a-f]{8}\.part$/;

async function isAbandoned(path: string, host: string, pid: number): Promise<boolean> {
  if (isGone(host, pid)) return true;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > ABANDONED_MS;
}

export interface Content {
  readonly sizeBytes: number;
  readonly sha256: string;
  /** The git blob hash of this content. */
  readonly gitBlobSha1: string;
}

/** Hashes a file in one pass. */
export async function describeContent(path: string): Promise<Content> {
  const { size } = await stat(path);
  const sha256 = createHash("sha256");
  const gitBlob = createHash("sha1").update(`blob ${size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    sha256.update(chunk as Buffer);
    gitBlob.update(chunk as Buffer);
  }
  return { sizeBytes: size, sha256: sha256.digest("hex"), gitBlobSha1: gitBlob.digest("hex") };
}

/** Whether the content matches a checksum. */
export function hasChecksum(content: Content, { kind, hex }: Checksum): boolean {
  return (kind === "sha256" ? content.sha256 : content.gitBlobSha1) === hex;
}

/** Describes a failed write, as the predicate of a sentence about the file. */
export function describeWriteError({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOSPC" || code === "EDQUOT") return "cannot be written, the disk is full";
  return `cannot be written (${message})`;
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
