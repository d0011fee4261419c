/** Document responses: facets, datasets and the OpenAPI document, always sent whole. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Coding, MIN_COMPRESSED_BYTES } from "./compression.js";
import { negotiateCoding } from "./negotiation.js";
import type { CachedBody, ResponseCache } from "./response-cache.js";
import { sendNotModified, setValidators } from "./validators.js";
import { sendWhole } from "./whole-response.js";

export const JSON_TYPE = "application/json; charset=utf-8";

export interface Document {
  /** Differs between documents that may differ, and between versions of one. */
  readonly etag: string;
  readonly contentType: string;
  /** Builds the whole body; called only when neither the client nor the cache has it. */
  build(): string | Buffer | Promise<Buffer>;
}

/** Sends a document: 304 if the client's copy is current, otherwise from the cache, otherwise newly built. */
export async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, contentType, build }: Document,
  cache: ResponseCache,
): Promise<FastifyReply> {
  if (setValidators(request, reply, etag, "Accept-Encoding")) return sendNotModified(request, reply);
  const coding = negotiateCoding(request);
  const cacheKey = `${etag} ${coding?.name}`;
  const cached = cache.find(cacheKey);
  reply.cacheState = cached === undefined ? "miss" : "hit";
  const body = cached ?? (await cache.share(cacheKey, async () => encode(await build(), coding)));
  return sendWhole(request, reply.type(contentType), body, etag);
}

async function encode(content: string | Buffer, coding: Coding | null): Promise<CachedBody> {
  const bytes = Buffer.from(content);
  const body = { bytes, rowCount: 0, total: 0, codingName: null };
  if (coding === null || bytes.length < MIN_COMPRESSED_BYTES) return body;
  return { ...body, bytes: await coding.compress(bytes), codingName: coding.name };
}
