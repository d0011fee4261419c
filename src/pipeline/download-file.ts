/** Brings one remote file to its place: resumed where possible, checked, and under its name only when it is whole. */
import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { PipelineError } from "../errors.js";
import type { Effects, ProgressTask } from "./effects.js";
import type { Location } from "./hub.js";
import { type Content, describeContent, hasChecksum, PartFile } from "./part-file.js";
import { describeNetworkError, RetryableFailure } from "./remote-failures.js";
import { type Answer, askForFile, type RemoteFile } from "./remote-file.js";

export type TransferEffects = Pick<Effects, "fetch" | "progress" | "signal">;

/** How stubborn a download is. */
export interface Patience {
  /** Tries after the first, counted only while they bring nothing. */
  readonly retries: number;
  /** The first pause; each further one is twice as long, and up to half as much is added by chance. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A connection that is silent for this long is given up. */
  readonly silenceMs: number;
  /** The most that a server's own wish for a pause (Retry-After) is heeded. */
  readonly longestWishMs: number;
}

/** Without a network it ends after half a minute at most. */
export const PATIENCE: Patience = {
  retries: 4,
  firstPauseMs: 1_000,
  longestPauseMs: 30_000,
  silenceMs: 60_000,
  longestWishMs: 300_000,
};

export interface FileRequest {
  readonly location: Location;
  /** The final path. */
  readonly target: string;
  /** The ETag of the copy that lies there; where the server still has it, nothing is transferred. */
  readonly knownEtag?: string | null;
  readonly patience?: Partial<Patience>;
}

export type DownloadedFile =
  | { readonly isNew: false; readonly file: RemoteFile }
  | { readonly isNew: true; readonly file: RemoteFile; readonly content: Content };

/** A try that brought this much is not counted. */
const GAIN_BYTES = 1 << 20;

/**
 * Downloads a file, unless it is there already.
 * Throws PipelineError: source-refused, source-missing, download-failed, download-damaged, cannot-write, interrupted.
 */
export async function downloadFile(request: FileRequest, effects: TransferEffects): Promise<DownloadedFile> {
  const part = new PartFile(request.target, request.location.name);
  return await retrying(request, effects, (patience) => transfer(request, part, patience, effects));
}

async function retrying<T>(
  { location, patience: wishes }: FileRequest,
  { signal, progress }: TransferEffects,
  action: (patience: Patience) => Promise<T>,
): Promise<T> {
  const patience = { ...PATIENCE, ...wishes };
  const { retries } = patience;
  try {
    return await pRetry(() => action(patience), {
      retries,
      // The pause is taken below, where it can be told.
      minTimeout: 0,
      signal,
      shouldRetry: ({ error }) => error instanceof RetryableFailure,
      shouldConsumeRetry: ({ error }) => !(error instanceof RetryableFailure && error.isFree),
      onFailedAttempt: async ({ error, retriesLeft, retriesConsumed }) => {
        if (!(error instanceof RetryableFailure) || retriesLeft === 0 || signal.aborted) return;
        const { problem, retryAfterMs, isFree } = error;
        const pauseMs = choosePauseMs(retriesConsumed, retryAfterMs, patience);
        const wish = retryAfterMs === 0 ? "" : ` and asks to wait ${Math.ceil(retryAfterMs / 1000)} s`;
        const count = isFree ? "what has come is kept" : `attempt ${retriesConsumed + 1} of ${retries + 1}`;
        const next = `next in ${Math.ceil(pauseMs / 1000)} s`;
        progress.note(`${location.name}: ${problem}${wish}; ${count}, ${next}`);
        await sleep(pauseMs, undefined, { signal });
      },
    });
  } catch (error) {
    if (signal.aborted) throw new PipelineError("interrupted", location.name, "was interrupted");
    if (!(error instanceof RetryableFailure)) throw error;
    throw new PipelineError("download-failed", location.name, `cannot be had, ${error.problem}`);
  }
}

function choosePauseMs(
  retriesConsumed: number,
  wishMs: number,
  { firstPauseMs, longestPauseMs, longestWishMs }: Patience,
): number {
  if (wishMs > 0) return Math.min(wishMs, longestWishMs);
  return Math.min(firstPauseMs * 2 ** retriesConsumed * (1 + Math.random() / 2), longestPauseMs);
}

async function transfer(
  { location, knownEtag = null }: FileRequest,
  part: PartFile,
  { silenceMs }: Patience,
  effects: TransferEffects,
): Promise<DownloadedFile> {
  const silence = new Silence(silenceMs);
  const connection = { fetch: effects.fetch, signal: AbortSignal.any([effects.signal, silence.signal]) };
  try {
    const resume = await part.findBeginning();
    const answer = await askForFile(location, { knownEtag, resume }, connection);
    switch (answer.kind) {
      case "unchanged":
        await part.discard();
        return { isNew: false, file: answer.file };
      case "stale":
        await part.discard();
        throw new RetryableFailure("the content has changed since the first part was fetched", 0, true);
      case "content":
        await receive(answer, part, location, silence, effects);
        break;
      case "complete":
    }
    const isResumed = answer.kind === "complete" || answer.start > 0;
    return { isNew: true, file: answer.file, content: await settle(part, location, answer.file, isResumed) };
  } finally {
    silence.end();
    await part.release();
  }
}

/** Writes what a server sends to the part file. */
async function receive(
  { response, start, file }: Extract<Answer, { kind: "content" }>,
  part: PartFile,
  { fileName, url }: Location,
  silence: Silence,
  { progress }: TransferEffects,
): Promise<void> {
  const handle = await part.open(start, file).catch(async (error) => {
    await response.body?.cancel();
    throw error;
  });
  let position = start;
  const task = progress.begin(fileName, file.sizeBytes ?? undefined, "bytes");
  task.advance(start);
  try {
    for await (const chunk of chunksOf(response, new URL(response.url || url).host)) {
      silence.restart();
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
    const isFree = error instanceof RetryableFailure && position - start >= GAIN_BYTES && file.etag !== null;
    throw isFree ? new RetryableFailure(error.problem, error.retryAfterMs, true) : error;
  } finally {
    await handle.close();
  }
}

function endUnfinished(task: ProgressTask, position: number, sizeBytes: number | null): void {
  task.end(`stopped at ${position}${sizeBytes === null ? "" : ` of ${sizeBytes}`} bytes`);
}

async function* chunksOf(response: Response, host: string): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new RetryableFailure(`${host} ${describeNetworkError(error)}`);
      });
      if (done) return;
      yield value as Uint8Array;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Checks a part that has all its bytes and gives it its name; a damaged one is thrown away. */
async function settle(
  part: PartFile,
  { name }: Location,
  { sizeBytes, checksum }: RemoteFile,
  isResumed: boolean,
): Promise<Content> {
  const content = await describeContent(part.path);
  const damage = findDamage(content, sizeBytes, checksum);
  if (damage === null) {
    await part.finish();
    return content;
  }
  await part.discard();
  if (isResumed) throw new RetryableFailure(`the resumed copy is damaged (${damage})`);
  throw new PipelineError("download-damaged", name, `arrived damaged (${damage})`);
}

function findDamage(
  content: Content,
  sizeBytes: RemoteFile["sizeBytes"],
  checksum: RemoteFile["checksum"],
): string | null {
  if (sizeBytes !== null && content.sizeBytes !== sizeBytes) {
    return `${content.sizeBytes} bytes instead of ${sizeBytes}`;
  }
  if (checksum === null || hasChecksum(content, checksum)) return null;
  return `its ${checksum.kind} is not ${checksum.hex}`;
}

/** A signal that goes off when nothing has come for a while. */
class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    const reason = new DOMException("nothing came", "TimeoutError");
    this.#timer = setTimeout(() => this.#controller.abort(reason), ms);
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
