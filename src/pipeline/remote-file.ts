/**
 * Requests one remote file over HTTP: follows redirects, sends the token to its origin only, and parses size, ETag and
 * checksum from the headers of the hub and of other servers.
 */
import { PipelineError } from "../errors.js";
import { isAllowedUrl, type Location } from "./hub.js";
import { buildNetworkFailure, buildStatusFailure } from "./remote-failures.js";

/** A hash of the whole content: the SHA-256 for LFS files, the git blob hash for small ones. */
export interface Checksum {
  readonly kind: "sha256" | "git-blob-sha1";
  readonly hex: string;
}

/** A file as described by the headers of a server. */
export interface RemoteFile {
  /** As sent, with quotes. */
  readonly etag: string | null;
  readonly sizeBytes: number | null;
  readonly checksum: Checksum | null;
  /** The hub's commit of the revision. */
  readonly commit: string | null;
}

export interface RequestConditions {
  /** The ETag of the complete local copy. */
  readonly knownEtag?: string | null;
  /** The downloaded part of the content with this ETag. */
  readonly resume?: { readonly offset: number; readonly etag: string } | null;
}

export type RemoteResult =
  /** The local copy is current. */
  | { readonly kind: "unchanged"; readonly file: RemoteFile }
  /** Bytes from `start` to the end of the file. */
  | {
      readonly kind: "content";
      readonly file: RemoteFile;
      readonly start: number;
      readonly response: Response;
    }
  /** The downloaded part is the whole file. */
  | { readonly kind: "complete"; readonly file: RemoteFile }
  /** The downloaded part is obsolete. */
  | { readonly kind: "stale" };

export interface Connection {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 10;

/**
 * Sends one request. Throws RetryableFailure if another attempt may help, otherwise PipelineError: source-refused,
 * source-missing, download-failed, proxy-failed, bad-proxy.
 */
export async function requestFile(
  location: Location,
  conditions: RequestConditions,
  connection: Connection,
): Promise<RemoteResult> {
  let url = new URL(location.url);
  let linked: RemoteFile | null = null;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const headers = buildHeaders(url, location, conditions, linked !== null);
    const response = await send(location, url, headers, connection);
    linked ??= readLinkedFile(response);
    if (!REDIRECTS.includes(response.status)) {
      if (response.status >= 400 && response.status !== 416) {
        await response.body?.cancel();
        throw buildStatusFailure(location, url, response);
      }
      return parseResult(location, conditions, response, linked);
    }
    await response.body?.cancel();
    if (linked !== null) {
      if (isSame(linked.etag, conditions.knownEtag)) return { kind: "unchanged", file: linked };
      if (conditions.resume && !isSame(linked.etag, conditions.resume.etag)) return { kind: "stale" };
    }
    url = readTarget(location, url, response);
  }
  throw new PipelineError("download-failed", location.name, "is redirected in a loop");
}

function buildHeaders(
  url: URL,
  location: Location,
  conditions: RequestConditions,
  isLinked: boolean,
): Headers {
  const headers = new Headers({ "accept-encoding": "identity", "user-agent": "datadecide-results-api" });
  if (location.token !== null && url.origin === new URL(location.url).origin) {
    headers.set("authorization", `Bearer ${location.token}`);
  }
  const { knownEtag, resume } = conditions;
  // The storage of the hub has different ETags, so conditions are not sent there.
  if (knownEtag && !isLinked) headers.set("if-none-match", knownEtag);
  if (resume) {
    headers.set("range", `bytes=${resume.offset}-`);
    if (!isLinked && !resume.etag.startsWith("W/")) headers.set("if-range", resume.etag);
  }
  return headers;
}

async function send(
  location: Location,
  url: URL,
  headers: Headers,
  { fetch, signal }: Connection,
): Promise<Response> {
  try {
    return await fetch(url.href, { headers, redirect: "manual", signal });
  } catch (error) {
    throw error instanceof PipelineError ? error : buildNetworkFailure(location, url, error);
  }
}

function readTarget(location: Location, url: URL, response: Response): URL {
  const target = response.headers.get("location");
  if (target === null || !URL.canParse(target, url.href)) {
    throw new PipelineError("download-failed", location.name, `${url.host} redirects without an address`);
  }
  const next = new URL(target, url);
  if (isAllowedUrl(next)) return next;
  throw new PipelineError(
    "download-failed",
    location.name,
    `${url.host} redirects to an address without encryption`,
  );
}

/** The hub describes large files in its redirect to the storage. */
function readLinkedFile({ headers }: Response): RemoteFile | null {
  const etag = headers.get("x-linked-etag");
  if (etag === null) return null;
  return {
    etag,
    sizeBytes: readCount(headers.get("x-linked-size")),
    checksum: readChecksum(etag),
    commit: headers.get("x-repo-commit"),
  };
}

function parseResult(
  location: Location,
  { knownEtag, resume }: RequestConditions,
  response: Response,
  linked: RemoteFile | null,
): RemoteResult {
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(response.headers.get("content-range") ?? "");
  const file = linked ?? readPlainFile(response, readCount(range?.[2] ?? null));
  const isSameContent = file.etag === null || isSame(file.etag, resume?.etag);
  switch (response.status) {
    case 304:
      if (knownEtag) return { kind: "unchanged", file };
      break;
    case 200:
      if (isSame(file.etag, knownEtag)) {
        void response.body?.cancel();
        return { kind: "unchanged", file };
      }
      return { kind: "content", file, start: 0, response };
    case 206:
      if (resume && isSameContent && Number(range?.[1]) === resume.offset) {
        return { kind: "content", file, start: resume.offset, response };
      }
      // A partial response without a part to continue would be requested again endlessly.
      if (!resume) break;
      void response.body?.cancel();
      return { kind: "stale" };
    case 416:
      if (!resume) break;
      void response.body?.cancel();
      if (isSameContent && Number(range?.[2]) === resume.offset) return { kind: "complete", file };
      return { kind: "stale" };
  }
  void response.body?.cancel();
  throw new PipelineError(
    "download-failed",
    location.name,
    `returned the unexpected status ${response.status}`,
  );
}

function readPlainFile({ headers, status }: Response, rangeTotal: number | null): RemoteFile {
  const etag = headers.get("etag");
  const commit = headers.get("x-repo-commit");
  const isEncoded = !["identity", null].includes(headers.get("content-encoding"));
  const isWhole = status === 200 && !isEncoded;
  return {
    etag,
    sizeBytes: rangeTotal ?? (isWhole ? readCount(headers.get("content-length")) : null),
    // The ETag of any other server may be any text.
    checksum: commit === null ? null : readChecksum(etag),
    commit,
  };
}

function readChecksum(etag: string | null): Checksum | null {
  const hex = /^(?:W\/)?"?([0-9a-f]+)"?$/.exec(etag ?? "")?.[1];
  if (hex?.length === 64) return { kind: "sha256", hex };
  return hex?.length === 40 ? { kind: "git-blob-sha1", hex } : null;
}

function readCount(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** Proxies add and remove weak marks and quotes. */
function isSame(etag: string | null, other: string | null | undefined): boolean {
  const strip = (text: string) => text.replace(/^W\//, "").replace(/^"(.*)"$/, "$1");
  return etag !== null && typeof other === "string" && strip(etag) === strip(other);
}
