/** When, how often and after which delay a download is retried. */
import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { PipelineError } from "../errors.js";
import type { Effects } from "./effects.js";
import { RetryableFailure } from "./remote-failures.js";

export interface RetryPolicy {
  /** Attempts after the first; those that made progress are not counted. */
  readonly retries: number;
  /** The delay before the first of them. It doubles each time, and up to half of it is added at random. */
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** A connection without data for this time is closed. */
  readonly idleTimeoutMs: number;
  /** The maximum Retry-After that is followed. */
  readonly maxRetryAfterMs: number;
}

/** Without a network it ends after half a minute at most. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  retries: 4,
  minDelayMs: 1_000,
  maxDelayMs: 30_000,
  idleTimeoutMs: 60_000,
  maxRetryAfterMs: 300_000,
};

/**
 * Calls `action` until it succeeds, again after each RetryableFailure that the policy allows. `name` is that of the file
 * in notes and errors. Throws PipelineError download-failed, proxy-failed, interrupted, and what else `action` throws.
 */
export async function retryDownload<T>(
  name: string,
  policy: RetryPolicy,
  { signal, progress }: Pick<Effects, "progress" | "signal">,
  action: () => Promise<T>,
): Promise<T> {
  const { retries } = policy;
  try {
    return await pRetry(action, {
      retries,
      // The delay is below, where it can be logged.
      minTimeout: 0,
      signal,
      shouldRetry: ({ error }) => error instanceof RetryableFailure,
      shouldConsumeRetry: ({ error }) => !(error instanceof RetryableFailure && error.isFree),
      onFailedAttempt: async ({ error, retriesLeft, retriesConsumed }) => {
        if (!(error instanceof RetryableFailure) || retriesLeft === 0 || signal.aborted) return;
        const { problem, retryAfterMs, isFree } = error;
        const delayMs = chooseDelayMs(retriesConsumed, retryAfterMs, policy);
        const requested =
          retryAfterMs === 0 ? "" : ` and a Retry-After of ${Math.ceil(retryAfterMs / 1000)} s`;
        const count = isFree ? "received data is kept" : `attempt ${retriesConsumed + 1} of ${retries + 1}`;
        const next = `next in ${Math.ceil(delayMs / 1000)} s`;
        progress.note(`${name}: ${problem}${requested}; ${count}, ${next}`);
        await sleep(delayMs, undefined, { signal });
      },
    });
  } catch (error) {
    if (signal.aborted) throw new PipelineError("interrupted", name, "was interrupted");
    if (!(error instanceof RetryableFailure)) throw error;
    throw new PipelineError(error.code, name, `cannot be downloaded, ${error.problem}`);
  }
}

function chooseDelayMs(
  retriesConsumed: number,
  retryAfterMs: number,
  { minDelayMs, maxDelayMs, maxRetryAfterMs }: RetryPolicy,
): number {
  if (retryAfterMs > 0) return Math.min(retryAfterMs, maxRetryAfterMs);
  return Math.min(minDelayMs * 2 ** retriesConsumed * (1 + Math.random() / 2), maxDelayMs);
}
