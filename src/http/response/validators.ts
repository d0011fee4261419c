/** Validators: ETag, Cache-Control and Vary of a response, and the If-None-Match of its request. */
import { hash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

/** For responses that stay the same as long as the server keeps its data. */
const CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=86400";

/** Builds a weak ETag from everything that decides the content of a response. */
export function buildEtag(...identity: readonly string[]): string {
  return `W/"${hash("sha256", identity.join("\n"), "base64url").slice(0, 27)}"`;
}

/**
 * Sets ETag, Cache-Control and Vary; returns whether the client's copy is current, so that a 304 is enough. The tag in
 * a 304 is the client's own.
 */
export function setValidators(
  request: FastifyRequest,
  reply: FastifyReply,
  etag: string,
  vary: string,
): boolean {
  // The CORS plugin adds Origin where origins are listed.
  const origin = reply.getHeader("vary");
  const match = findMatch(request.headers["if-none-match"], etag);
  reply.header("etag", match ?? etag);
  reply.header("cache-control", CACHE_CONTROL);
  reply.header("vary", origin === undefined ? vary : `${origin}, ${vary}`);
  return match !== undefined;
}

/**
 * The tag of a condition that names the same content, by the weak comparison of RFC 9110, section 13.1.2. Strong tags
 * name the content coding too, which does not matter here.
 */
function findMatch(condition: string | undefined, etag: string): string | undefined {
  if (condition === undefined) return undefined;
  if (condition === etag || condition.trim() === "*") return etag;
  const content = etag.slice('W/"'.length, -1);
  return condition
    .split(",")
    .map((tag) => tag.trim())
    .find((tag) => /^(?:W\/)?"([\w-]{27})(?:-[a-z]+)?"$/.exec(tag)?.[1] === content);
}
