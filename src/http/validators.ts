/** What caches are told of an answer, the same way for rows, documents and files. */
import { hash } from "node:crypto";
import type { AnswerReply, AnswerRequest } from "./exchange.js";

/** Of answers that stay as they are for as long as the server has its data. */
export const CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=86400";

/** A weak ETag of all that decides over an answer. */
export function buildEtag(...identity: readonly string[]): string {
  return `W/"${hash("sha256", identity.join("\n"), "base64url").slice(0, 27)}"`;
}

/** Sets ETag, Cache-Control and Vary; says whether the client has the answer already, so that a 304 is enough. */
export function sendValidators(
  request: AnswerRequest,
  reply: AnswerReply,
  etag: string,
  cacheControl: string,
  variesBy: string,
): boolean {
  // The CORS plugin may have said already that the answer varies by origin.
  const origin = reply.getHeader("vary");
  const vary = origin === undefined ? variesBy : `${origin}, ${variesBy}`;
  reply.header("etag", etag);
  reply.header("cache-control", cacheControl);
  reply.header("vary", vary);
  return isFresh(request.headers["if-none-match"], etag);
}

/** A weak comparison, as conditional GET asks for. */
function isFresh(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false;
  if (condition === etag || condition.trim() === "*") return true;
  return condition.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag.slice(2));
}
