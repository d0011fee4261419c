/** The cache folder: copies of remote data files that are served, one folder per address. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { PipelineError, type PipelineErrorCode } from "../errors.js";
import type { TransferEffects } from "./download-file.js";
import type { Location } from "./hub.js";
import { findCopy, type UpdateOptions, updateCopy } from "./local-copy.js";

/** With a copy to fall back on, a start does not wait long for a server. */
const RETRIES_WITH_COPY = 2;
/** Errors after which the copy of an earlier start is used. */
const OFFLINE_CODES: readonly PipelineErrorCode[] = ["download-failed", "proxy-failed"];

/**
 * The path of an up-to-date copy of a remote file. When its server cannot be reached, the copy of an earlier start
 * is used, with a warning to `progress.note`. Throws as `downloadFile` where there is none, and where the server
 * answers that the file may not be read or is not there, or sends one that is of no use; the copy stays then.
 */
export async function fetchToCache(
  location: Location,
  cacheFolder: string,
  effects: TransferEffects,
  { check, retryPolicy }: UpdateOptions = {},
): Promise<string> {
  const target = join(cacheFolder, nameFolder(location), location.fileName);
  const copy = await findCopy(location, target);
  const hasCopy = copy !== null && copy.entry !== null;
  try {
    const retries = hasCopy ? { retries: RETRIES_WITH_COPY } : {};
    await updateCopy(location, target, copy, { check, retryPolicy: { ...retries, ...retryPolicy } }, effects);
  } catch (error) {
    const isOffline = error instanceof PipelineError && OFFLINE_CODES.includes(error.code);
    if (!hasCopy || !isOffline) throw error;
    effects.progress.note(`${error.subject}: ${error.problem}; the copy of an earlier start is served`);
  }
  return target;
}

/** The query of an address may hold a credential, so only its hash becomes a name. */
function nameFolder({ url }: Location): string {
  return createHash("sha256").update(url).digest("hex").slice(0, 16);
}
