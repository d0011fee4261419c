/**
 * Sends documents whole: the same validators, codings and caches as the answers of the data routes, without
 * rows, formats and streams.
 */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AnswerCache, CachedBody } from "./answer-cache.js";
import { negotiateCoding } from "./negotiation.js";
import { CACHE_CONTROL, isFresh, LEAST_COMPRESSED_BYTES } from "./sending.js";

export const JSON_TYPE = "application/json; charset=utf-8";

/** A document that is known by its key before it is made. */
export interface WholeDocument {
  /** The same for all spellings of a request, different for documents that may differ. */
  readonly key: string;
  readonly etag: string;
  readonly contentType: string;
  /** Makes the whole body. */
  build(): string | Buffer | Promise<Buffer>;
}

/** A weak ETag of everything that decides over a document. */
export function buildEtag(...identity: readonly string[]): string {
  return `W/"${createHash("sha256").update(identity.join("\n")).digest("base64url").slice(0, 27)}"`;
}

/** Sends the document; 304 before any work, then bytes that are at hand, and only then it is made. */
export async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { key, etag, contentType, build }: WholeDocument,
  cache: AnswerCache,
): Promise<FastifyReply> {
  const vary = [reply.getHeader("vary") ?? [], "Accept-Encoding"].flat().join(", ");
  reply.header("etag", etag).header("cache-control", CACHE_CONTROL).header("vary", vary);
  if (isFresh(request.headers["if-none-match"], etag)) {
    reply.cacheState = "validated";
    reply.repeatable = { etag, bodyKey: null };
    return reply.code(304).send();
  }
  reply.header("content-type", contentType);
  const coding = negotiateCoding(request);
  const bodyKey = `${key} ${coding?.name}`;
  const cached = cache.find(bodyKey);
  if (cached === undefined) reply.cacheState = "miss";
  else {
    reply.cacheState = "hit";
    reply.repeatable = { etag, bodyKey };
  }
  const { bytes, codingName } = cached ?? (await encode(await build(), coding));
  if (cached === undefined) cache.keep(bodyKey, { bytes, codingName, rowCount: 0, total: 0 });
  if (codingName !== null) reply.header("content-encoding", codingName);
  return reply.send(bytes);
}

async function encode(
  body: string | Buffer,
  coding: ReturnType<typeof negotiateCoding>,
): Promise<Pick<CachedBody, "bytes" | "codingName">> {
  const bytes = Buffer.from(body);
  if (coding === null || bytes.length < LEAST_COMPRESSED_BYTES) return { bytes, codingName: null };
  return { bytes: await coding.compress(bytes), codingName: coding.name };
}
