/** The cache folder with copies of remote data files to serve, one folder per address. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { PipelineError, type PipelineErrorCode } from "../errors.js";
import type { TransferEffects } from "./download-file.js";
import type { Location } from "./hub.js";
import { findCopy, type UpdateOptions, updateCopy } from "./local-copy.js";

/** With a copy to fall back on, a start retries for a short time only. */
const RETRIES_WITH_COPY = 2;
/** Errors after which the copy of an earlier start is used. */
const OFFLINE_CODES: readonly PipelineErrorCode[] = ["download-failed", "proxy-failed"];

/**
 * Returns the path of an up-to-date copy of a remote file. If its server cannot be reached, that is the copy of an earlier
 * start, with a warning to `progress.note`. Throws like `downloadFile` if there is none, and if the server denies access, does
 * not have the file, or sends an unusable one; the copy is kept then.
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

/** The query of an address may contain a credential, so the name is only its hash. */
function nameFolder({ url }: Location): string {
  return createHash("sha256").update(url).digest("hex").slice(0, 16);
}
