/**
 * Addresses of remote data files: those of the hub, `hf://` names and plain `https://` URLs. Nothing here uses the
 * network.
 */
import { PipelineError } from "../errors.js";

export const PUBLIC_HUB = "https://huggingface.co";
/** The revision of an address without one. */
export const DEFAULT_REVISION = "main";

/** A hub and its token. */
export interface Hub {
  /** Its root address, without a trailing slash. */
  readonly endpoint: string;
  readonly token: string | null;
}

/** One file of a dataset repository. */
export interface HubFile {
  /** `{org}/{name}` */
  readonly repository: string;
  /** A branch, a tag, or a whole commit hash. */
  readonly revision: string;
  /** Relative to the root of the repository, with slashes. */
  readonly path: string;
}

/** One remote file. */
export interface Location {
  readonly url: string;
  /** The name in messages, without credentials and query. */
  readonly name: string;
  /** The last part of the path. */
  readonly fileName: string;
  /** Sent to the origin of `url` only. */
  readonly token: string | null;
  /** Whether the content cannot change because the revision is a commit. */
  readonly isImmutable: boolean;
}

const HF_ADDRESS =
  /^hf:\/\/datasets\/(?<repository>[^/@\s]+\/[^/@\s]+)(?:@(?<revision>refs\/(?:convert|pr)\/[^/\s]+|[^/\s]+))?\/(?<path>\S.*)$/;
const COMMIT = /^[0-9a-f]{40}$/;
const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The hub of the settings HF_ENDPOINT and HF_TOKEN; blank ones count as unset.
 * Throws PipelineError: bad-endpoint, bad-token.
 */
export function buildHub(endpoint?: string, token?: string): Hub {
  const given = endpoint?.trim() || PUBLIC_HUB;
  const url = parseUrl(given, "HF_ENDPOINT", "bad-endpoint");
  const trimmed = token?.trim() || null;
  // For a line break, the error of the HTTP client would quote the whole header with the token.
  if (trimmed !== null && !/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new PipelineError("bad-token", "HF_TOKEN", "has characters that a token cannot have");
  }
  return { endpoint: `${url.origin}${url.pathname.replace(/\/+$/, "")}`, token: trimmed };
}

/** Whether a setting is a remote address and not a path. */
export function isRemote(source: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(source);
}

/** The location of an `hf://` name or a URL; `setting` is the name of its setting. Throws PipelineError bad-address. */
export function parseLocation(address: string, hub: Hub, setting = "the address"): Location {
  return /^hf:/i.test(address)
    ? locateHubFile(parseHubAddress(address, setting), hub)
    : parseWebAddress(address, hub, setting);
}

/** The URL of a file on a hub. */
export function locateHubFile(file: HubFile, hub: Hub): Location {
  const { repository, revision, path } = file;
  const segments = path.split("/").map(encodeURIComponent);
  return {
    url: `${hub.endpoint}/datasets/${repository}/resolve/${encodeURIComponent(revision)}/${segments.join("/")}`,
    name: `hf://datasets/${repository}${revision === DEFAULT_REVISION ? "" : `@${revision}`}/${path}`,
    fileName: path.slice(path.lastIndexOf("/") + 1),
    token: hub.token,
    isImmutable: COMMIT.test(revision),
  };
}

/** Whether a URL may be requested: it must be encrypted, or on this machine. */
export function isAllowedUrl(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK_HOSTS.includes(url.hostname));
}

function parseHubAddress(address: string, setting: string): HubFile {
  const subject = `${setting} ${address}`;
  const groups = HF_ADDRESS.exec(address)?.groups;
  if (groups === undefined) throw new PipelineError("bad-address", subject, "does not name a dataset's file");
  const { repository, revision, path } = groups;
  const segments = path.split("/");
  if (segments.some((segment) => ["", ".", ".."].includes(segment))) {
    throw new PipelineError("bad-address", subject, "has an empty or relative part in its path");
  }
  if (/[*?[\]{}]/.test(path)) {
    throw new PipelineError("bad-address", subject, "is a pattern instead of a single file");
  }
  return { repository, revision: decode(revision ?? DEFAULT_REVISION, subject), path };
}

function parseWebAddress(address: string, hub: Hub, setting: string): Location {
  if (/^file:/i.test(address)) {
    throw new PipelineError("bad-address", setting, "is a file:// address instead of a plain path");
  }
  const url = parseUrl(address, setting, "bad-address");
  const fileName = decode(url.pathname.slice(url.pathname.lastIndexOf("/") + 1), setting);
  if (fileName === "" || fileName.includes("/") || fileName.startsWith(".")) {
    const subject = `${setting} ${url.origin}${url.pathname}`;
    throw new PipelineError("bad-address", subject, "does not end with a file name");
  }
  return {
    url: url.href,
    name: `${url.origin}${url.pathname}`,
    fileName,
    token: url.origin === new URL(hub.endpoint).origin ? hub.token : null,
    isImmutable: false,
  };
}

/** Messages use `subject` instead of the text until it is certain that the text contains no password. */
function parseUrl(text: string, subject: string, code: "bad-address" | "bad-endpoint"): URL {
  if (!URL.canParse(text)) throw new PipelineError(code, subject, "is not a URL");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw new PipelineError(code, subject, "has a user name or a password in it");
  }
  if (isAllowedUrl(url)) return url;
  const problem = "is not https://; http:// is allowed for this machine only";
  throw new PipelineError(code, `${subject} ${url.protocol}//${url.host}${url.pathname}`, problem);
}

function decode(text: string, subject: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PipelineError("bad-address", subject, "has a % that is not part of an escape");
  }
}
