/** Downloads one remote file: resumes if possible, checks the content, and gives it its final name only when complete. */
import { PipelineError } from "../errors.js";
import type { Effects, ProgressTask } from "./effects.js";
import type { Location } from "./hub.js";
import { type Content, describeContent, hasChecksum, PartFile } from "./part-file.js";
import { buildNetworkFailure, RetryableFailure } from "./remote-failures.js";
import { type RemoteFile, type RemoteResult, requestFile } from "./remote-file.js";
import { DEFAULT_RETRY_POLICY, type RetryPolicy, retryDownload } from "./retry-policy.js";

export type TransferEffects = Pick<Effects, "fetch" | "progress" | "signal">;

/**
 * Describes why a complete file is unusable, as the predicate of a sentence; null for a usable file.
 * `isVerified`: whether the content has matched a checksum of the hub.
 */
export type ContentCheck = (path: string, isVerified: boolean) => Promise<string | null>;

export interface FileRequest {
  readonly location: Location;
  /** The final path. */
  readonly target: string;
  /** The ETag of the existing copy; if it is still current, nothing is transferred. */
  readonly knownEtag?: string | null;
  /** Only content that passes is moved to the final path. */
  readonly check?: ContentCheck | undefined;
  readonly retryPolicy?: Partial<RetryPolicy>;
}

export type DownloadedFile =
  | { readonly isNew: false; readonly file: RemoteFile }
  | { readonly isNew: true; readonly file: RemoteFile; readonly content: Content };

/** An attempt that transferred this much is not counted. */
const MIN_PROGRESS_BYTES = 1 << 20;

/**
 * Downloads a file unless the copy is current. Throws PipelineError: source-refused, source-missing, download-failed,
 * proxy-failed, bad-proxy, download-damaged, source-unusable, cannot-write, interrupted.
 */
export async function downloadFile(request: FileRequest, effects: TransferEffects): Promise<DownloadedFile> {
  const { location, target } = request;
  const policy = { ...DEFAULT_RETRY_POLICY, ...request.retryPolicy };
  const part = new PartFile(target, location.name);
  return await retryDownload(location.name, policy, effects, () =>
    transfer(request, part, policy.idleTimeoutMs, effects),
  );
}

async function transfer(
  { location, knownEtag = null, check }: FileRequest,
  part: PartFile,
  idleTimeoutMs: number,
  effects: TransferEffects,
): Promise<DownloadedFile> {
  const idle = new IdleTimer(idleTimeoutMs);
  const connection = { fetch: effects.fetch, signal: AbortSignal.any([effects.signal, idle.signal]) };
  try {
    const resume = await part.takeResumePoint();
    const result = await requestFile(location, { knownEtag, resume }, connection);
    switch (result.kind) {
      case "unchanged":
        await part.discard();
        return { isNew: false, file: result.file };
      case "stale":
        await part.discard();
        throw new RetryableFailure("the content has changed since the first part was fetched", {
          isFree: true,
        });
      case "content":
        await receive(result, part, location, idle, effects);
        break;
      case "complete":
    }
    const isResumed = result.kind === "complete" || result.start > 0;
    const content = await publish(part, location, result.file, check, isResumed);
    return { isNew: true, file: result.file, content };
  } finally {
    idle.end();
    await part.release();
  }
}

/** Writes the body of a response to the part file. */
async function receive(
  { response, start, file }: Extract<RemoteResult, { kind: "content" }>,
  part: PartFile,
  location: Location,
  idle: IdleTimer,
  { progress }: TransferEffects,
): Promise<void> {
  const handle = await part.open(start, file).catch(async (error) => {
    await response.body?.cancel();
    throw error;
  });
  let position = start;
  const task = progress.begin(location.fileName, file.sizeBytes ?? undefined, "bytes");
  task.advance(start);
  try {
    for await (const chunk of readChunks(response, location)) {
      idle.restart();
      await part.append(handle, chunk, position);
      position += chunk.length;
      task.advance(chunk.length);
    }
    if (file.sizeBytes !== null && position < file.sizeBytes) {
      throw new RetryableFailure(`the connection ended after ${position} of ${file.sizeBytes} bytes`);
    }
    task.end();
  } catch (error) {
    endUnfinished(task, position, file.sizeBytes);
    const isFree =
      error instanceof RetryableFailure && position - start >= MIN_PROGRESS_BYTES && file.etag !== null;
    throw isFree ? error.asFree() : error;
  } finally {
    await handle.close();
  }
}

function endUnfinished(task: ProgressTask, position: number, sizeBytes: number | null): void {
  task.end(`stopped at ${position}${sizeBytes === null ? "" : ` of ${sizeBytes}`} bytes`);
}

async function* readChunks(response: Response, location: Location): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const url = new URL(response.url || location.url);
  const reader = response.body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw buildNetworkFailure(location, url, error);
      });
      if (done) return;
      yield value as Uint8Array;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Checks a complete part and gives it its final name, or discards it. */
async function publish(
  part: PartFile,
  { name }: Location,
  file: RemoteFile,
  check: ContentCheck | undefined,
  isResumed: boolean,
): Promise<Content> {
  const content = await describeContent(part.path);
  const damage = findDamage(content, file);
  const fault = damage === null ? ((await check?.(part.path, file.checksum !== null)) ?? null) : null;
  if (damage === null && fault === null) {
    await part.finish();
    return content;
  }
  await part.discard();
  // Its beginning may be from another version.
  if (isResumed) throw new RetryableFailure(`the resumed copy is damaged (${damage ?? fault})`);
  if (damage !== null) throw new PipelineError("download-damaged", name, `arrived damaged (${damage})`);
  throw new PipelineError("source-unusable", name, fault ?? "");
}

function findDamage(content: Content, { sizeBytes, checksum }: RemoteFile): string | null {
  if (sizeBytes !== null && content.sizeBytes !== sizeBytes) {
    return `${content.sizeBytes} bytes instead of ${sizeBytes}`;
  }
  if (checksum === null || hasChecksum(content, checksum)) return null;
  return `its ${checksum.kind} is not ${checksum.hex}`;
}

/** A signal that is aborted after a time without any data. */
class IdleTimer {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number) {
    const reason = new DOMException("nothing came", "TimeoutError");
    this.#timer = setTimeout(() => this.#controller.abort(reason), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
