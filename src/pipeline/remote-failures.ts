/** What can go wrong between here and a server, in words: which of it may pass, and which ends a download. */
import { PipelineError } from "../errors.js";
import type { Location } from "./hub.js";

/** A failure that may pass; it ends a download only when the tries are used up. */
export class RetryableFailure extends Error {
  override readonly name = "RetryableFailure";
  constructor(
    readonly problem: string,
    /** How long the server asks to be left alone. */
    readonly retryAfterMs = 0,
    /** Whether the try brought the download on, so that it does not count. */
    readonly isFree = false,
  ) {
    super(problem);
  }
}

const PASSING_STATUSES = [408, 425, 429];

/** The error that an answer with an error status means. */
export function refuse(location: Location, url: URL, response: Response): Error {
  const { status, headers } = response;
  const isElsewhere = url.origin !== new URL(location.url).origin;
  const said = `${url.host} answered ${status}`;
  if (PASSING_STATUSES.includes(status) || status >= 500) {
    return new RetryableFailure(said, readRetryAfterMs(headers.get("retry-after")));
  }
  // The hub's redirects lead to signed addresses that expire; asking the hub again gives a fresh one.
  if (isElsewhere && (status === 401 || status === 403)) return new RetryableFailure(said);
  const cause = describeHubCode(headers.get("x-error-code"), status);
  switch (status) {
    case 401:
    case 403:
      return new PipelineError("source-refused", location.name, `may not be read (${said}${cause})`);
    case 404:
    case 410:
      return new PipelineError("source-missing", location.name, `is not there (${said}${cause})`);
    default:
      return new PipelineError("download-failed", location.name, `cannot be had (${said}${cause})`);
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

/** The predicate of a sentence whose subject is the server. */
const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections",
  ENOTFOUND: "is not found; is this machine offline?",
  EAI_AGAIN: "is not found; is this machine offline?",
  ENETUNREACH: "is out of reach; is this machine offline?",
  EHOSTUNREACH: "is out of reach; is this machine offline?",
  ETIMEDOUT: "does not answer",
  UND_ERR_CONNECT_TIMEOUT: "does not answer",
  UND_ERR_HEADERS_TIMEOUT: "does not answer",
  UND_ERR_BODY_TIMEOUT: "sends nothing more",
  ECONNRESET: "closed the connection",
  EPIPE: "closed the connection",
  UND_ERR_SOCKET: "closed the connection",
};

/** Never quotes the error's own text, which may hold an address with a signature. */
export function describeNetworkError(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "sends nothing";
  const code = findCode(error);
  if (code === undefined) return "could not be talked to";
  if (/CERT|SIGNED|ISSUER|TLS|SSL/.test(code)) return `cannot be trusted (${code})`;
  return NETWORK_ERRORS[code] ?? `could not be talked to (${code})`;
}

function findCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === "string") return code;
  }
  return undefined;
}
