/** Failures between here and a server, in words: which of them may pass, and which end a download. */
import { PipelineError, type PipelineErrorCode } from "../errors.js";
import type { Location } from "./hub.js";
import { ProxyFailure } from "./proxied-fetch.js";

interface RetryOptions {
  /** What the download ends with when the tries are used up. */
  readonly code?: Extract<PipelineErrorCode, "download-failed" | "proxy-failed">;
  /** The delay that the server requests before the next try. */
  readonly retryAfterMs?: number;
  /** Whether the try brought the download on, so that it does not count. */
  readonly isFree?: boolean;
}

/** A failure that may pass; it ends a download only when the tries are used up. */
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

  /** The same failure of a try that brought the download on. */
  asFree(): RetryableFailure {
    const { problem, code, retryAfterMs } = this;
    return new RetryableFailure(problem, { code, retryAfterMs, isFree: true });
  }
}

const PASSING_STATUSES = [408, 425, 429];

/** The error that an answer with an error status means. */
export function buildStatusFailure(location: Location, url: URL, response: Response): Error {
  const { status, headers } = response;
  const isElsewhere = url.origin !== new URL(location.url).origin;
  const answer = `${url.host} returned ${status}`;
  if (PASSING_STATUSES.includes(status) || status >= 500) {
    return new RetryableFailure(answer, { retryAfterMs: readRetryAfterMs(headers.get("retry-after")) });
  }
  // The hub's redirects lead to signed addresses that expire; asking the hub again gives a fresh one.
  if (isElsewhere && (status === 401 || status === 403)) return new RetryableFailure(answer);
  const cause = describeHubCode(headers.get("x-error-code"), status);
  switch (status) {
    case 401:
    case 403:
      return new PipelineError("source-refused", location.name, `may not be read (${answer}${cause})`);
    case 404:
    case 410:
      return new PipelineError("source-missing", location.name, `is not there (${answer}${cause})`);
    default:
      return new PipelineError("download-failed", location.name, `cannot be had (${answer}${cause})`);
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

/** The error that a failed connection to a server means, or to the proxy on the way. */
export function buildNetworkFailure(
  location: Location,
  url: URL,
  error: unknown,
): RetryableFailure | PipelineError {
  const failure = findCause(error, (cause) => cause instanceof ProxyFailure);
  if (failure === undefined) return new RetryableFailure(`${url.host} ${describeNetworkError(error)}`);
  const { proxy, isConnected, status, cause } = failure;
  if (isConnected) {
    return new RetryableFailure(
      `${url.host} ${describeNetworkError(cause)} (through the proxy ${proxy})`,
    );
  }
  if (status === null) {
    const problem = `the proxy ${proxy} ${describeNetworkError(cause).replace(OFFLINE, "")}`;
    return new RetryableFailure(problem, { code: "proxy-failed" });
  }
  const problem = `the proxy ${proxy} returned ${status}${status === 407 ? ": it requires a user name and a password" : ""}`;
  return PASSING_STATUSES.includes(status) || status >= 500
    ? new RetryableFailure(problem, { code: "proxy-failed" })
    : new PipelineError("proxy-failed", location.name, `cannot be had, ${problem}`);
}

/** The predicate of a sentence whose subject is the server or the proxy. */
const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections",
  ENOTFOUND: `is not found${OFFLINE}`,
  EAI_AGAIN: `is not found${OFFLINE}`,
  ENETUNREACH: `is out of reach${OFFLINE}`,
  EHOSTUNREACH: `is out of reach${OFFLINE}`,
  ETIMEDOUT: "does not respond",
  UND_ERR_CONNECT_TIMEOUT: "does not respond",
  UND_ERR_HEADERS_TIMEOUT: "does not respond",
  UND_ERR_BODY_TIMEOUT: "sends nothing more",
  ECONNRESET: "closed the connection",
  EPIPE: "closed the connection",
  UND_ERR_SOCKET: "closed the connection",
};

/** Never quotes the error's own text, which may hold an address with a signature. */
function describeNetworkError(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "sends nothing";
  const code = findCause(error, hasCode)?.code;
  if (code === undefined) return "could not be connected to";
  if (/CERT|SIGNED|ISSUER|TLS|SSL/.test(code)) return `cannot be trusted (${code})`;
  return NETWORK_ERRORS[code] ?? `could not be connected to (${code})`;
}

function hasCode(error: Error): error is Error & { readonly code: string } {
  return typeof (error as NodeJS.ErrnoException).code === "string";
}

/** The first of an error and its causes that is of a kind. */
function findCause<T extends Error>(error: unknown, isWanted: (cause: Error) => cause is T): T | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (isWanted(cause)) return cause;
  return undefined;
}
