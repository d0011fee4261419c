/** Describes network failures and error responses, and decides which are retried and which end a download. */
import { PipelineError, type PipelineErrorCode } from "../errors.js";
import type { Location } from "./hub.js";
import { ProxyFailure } from "./proxied-fetch.js";

interface RetryOptions {
  /** The error after the last attempt. */
  readonly code?: Extract<PipelineErrorCode, "download-failed" | "proxy-failed">;
  /** The delay before the next attempt that the server requests. */
  readonly retryAfterMs?: number;
  /** Whether the attempt made progress, so that it is not counted. */
  readonly isFree?: boolean;
}

/** A temporary failure, which ends a download only after the last attempt. */
export class RetryableFailure extends Error {
  override readonly name = "RetryableFailure";
  readonly code: NonNullable<RetryOptions["code"]>;
  readonly retryAfterMs: number;
  readonly isFree: boolean;

  constructor(
    readonly problem: string,
    { code = "download-failed", retryAfterMs = 0, isFree = false }: RetryOptions = {},
  ) {
    super(problem);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.isFree = isFree;
  }

  /** The same failure of an attempt that made progress. */
  asFree(): RetryableFailure {
    const { problem, code, retryAfterMs } = this;
    return new RetryableFailure(problem, { code, retryAfterMs, isFree: true });
  }
}

const PASSING_STATUSES = [408, 425, 429];

/** The error for a response with an error status. */
export function buildStatusFailure(location: Location, url: URL, response: Response): Error {
  const { status, headers } = response;
  const isElsewhere = url.origin !== new URL(location.url).origin;
  const reason = `${url.host} returned ${status}`;
  if (PASSING_STATUSES.includes(status) || status >= 500) {
    return new RetryableFailure(reason, { retryAfterMs: readRetryAfterMs(headers.get("retry-after")) });
  }
  // The hub redirects to signed addresses that expire; a new request gets a fresh one.
  if (isElsewhere && (status === 401 || status === 403)) return new RetryableFailure(reason);
  const cause = describeHubCode(headers.get("x-error-code"), status);
  switch (status) {
    case 401:
    case 403:
      return new PipelineError("source-refused", location.name, `may not be read (${reason}${cause})`);
    case 404:
    case 410:
      return new PipelineError("source-missing", location.name, `is not there (${reason}${cause})`);
    default:
      return new PipelineError("download-failed", location.name, `cannot be downloaded (${reason}${cause})`);
  }
}

function describeHubCode(code: string | null, status: number): string {
  switch (code) {
    case "RepoNotFound":
      return status === 404 ? ": no such repository" : ": no such repository, or a private one";
    case "RevisionNotFound":
      return ": no such revision";
    case "EntryNotFound":
      return ": no such file";
    case "GatedRepo":
      return ": the repository's terms must be accepted first";
    case "DisabledRepo":
      return ": the repository is disabled";
    default:
      return "";
  }
}

function readRetryAfterMs(text: string | null): number {
  if (text === null) return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

const OFFLINE = "; is this machine offline?";

/** The error for a failed connection to a server or to the proxy. */
export function buildNetworkFailure(
  location: Location,
  url: URL,
  error: unknown,
): RetryableFailure | PipelineError {
  const failure = findCause(error, (cause) => cause instanceof ProxyFailure);
  if (failure === undefined) return new RetryableFailure(`${url.host} ${describeNetworkError(error)}`);
  const { proxy, isConnected, status, cause } = failure;
  if (isConnected) {
    return new RetryableFailure(`${url.host} ${describeNetworkError(cause)} (through the proxy ${proxy})`);
  }
  if (status === null) {
    const problem = `the proxy ${proxy} ${describeNetworkError(cause).replace(OFFLINE, "")}`;
    return new RetryableFailure(problem, { code: "proxy-failed" });
  }
  const problem = `the proxy ${proxy} returned ${status}${status === 407 ? ": it requires a user name and a password" : ""}`;
  return PASSING_STATUSES.includes(status) || status >= 500
    ? new RetryableFailure(problem, { code: "proxy-failed" })
    : new PipelineError("proxy-failed", location.name, `cannot be downloaded, ${problem}`);
}

/** The predicate of a sentence about the server or the proxy. */
const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections",
  ENOTFOUND: `is not found${OFFLINE}`,
  EAI_AGAIN: `is not found${OFFLINE}`,
  ENETUNREACH: `is unreachable${OFFLINE}`,
  EHOSTUNREACH: `is unreachable${OFFLINE}`,
  ETIMEDOUT: "does not respond",
  UND_ERR_CONNECT_TIMEOUT: "does not respond",
  UND_ERR_HEADERS_TIMEOUT: "does not respond",
  UND_ERR_BODY_TIMEOUT: "stopped sending data",
  ECONNRESET: "closed the connection",
  EPIPE: "closed the connection",
  UND_ERR_SOCKET: "closed the connection",
};

/** Does not quote the message of the error, which may contain a signed address. */
function describeNetworkError(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "sends nothing";
  const code = findCause(error, hasCode)?.code;
  if (code === undefined) return "could not be reached";
  if (/CERT|SIGNED|ISSUER|TLS|SSL/.test(code)) return `cannot be trusted (${code})`;
  return NETWORK_ERRORS[code] ?? `could not be reached (${code})`;
}

function hasCode(error: Error): error is Error & { readonly code: string } {
  return typeof (error as NodeJS.ErrnoException).code === "string";
}

/** The first error of a class among an error and its causes. */
function findCause<T extends Error>(error: unknown, isWanted: (cause: Error) => cause is T): T | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (isWanted(cause)) return cause;
  return undefined;
}
