/**
 * Sends documents whole: the same validators, codings and caches as the answers of the data routes, without
 * rows, formats and streams.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AnswerCache, CachedBody } from "./answer-cache.js";
import type { Coding } from "./compression.js";
import { negotiateCoding } from "./negotiation.js";
import { MIN_COMPRESSED_BYTES } from "./sending.js";
import { CACHE_CONTROL, sendValidators } from "./validators.js";

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

/** Sends the document; 304 before any work, then bytes that are at hand, and only then it is made. */
export async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { key, etag, contentType, build }: WholeDocument,
  cache: AnswerCache,
): Promise<FastifyReply> {
  if (sendValidators(request, reply, etag, CACHE_CONTROL, "Accept-Encoding")) {
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
  const { bytes, codingName } =
    cached ?? (await cache.share(bodyKey, async () => encode(await build(), coding)));
  if (codingName !== null) reply.header("content-encoding", codingName);
  return reply.send(bytes);
}

async function encode(body: string | Buffer, coding: Coding | null): Promise<CachedBody> {
  const bytes = Buffer.from(body);
  const whole = { bytes, rowCount: 0, total: 0, codingName: null };
  if (coding === null || bytes.length < MIN_COMPRESSED_BYTES) return whole;
  return { ...whole, bytes: await coding.compress(bytes), codingName: coding.name };
}
