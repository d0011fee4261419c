/** Responses whose bytes are all in memory: a strong ETag, a Content-Length, and byte ranges (RFC 9110, section 14). */
import type { FastifyReply, FastifyRequest } from "fastify";
import { parse as parseRange, type Range } from "range-parser";
import { ProblemError } from "../../errors.js";

/** The bit of range-parser's code for a malformed header. */
const INVALID = 1;
/** How much of a header an error quotes, in characters. */
const MAX_QUOTED_LENGTH = 100;

interface WholeBody {
  readonly bytes: Buffer;
  /** The content coding of the bytes, null for none. */
  readonly codingName: string | null;
}

/** Sends the bytes, or the requested range of them. Throws ProblemError range-not-satisfiable. */
export function sendWhole(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, codingName }: WholeBody,
  weakEtag: string,
): FastifyReply {
  const etag = strengthenEtag(weakEtag, codingName);
  const range = findRange(request, bytes.length, etag);
  reply.headers({ etag, "accept-ranges": "bytes" });
  if (codingName !== null) reply.header("content-encoding", codingName);
  if (range === null) return reply.send(bytes);
  const { start, end } = range;
  return reply
    .code(206)
    .header("content-range", `bytes ${start}-${end}/${bytes.length}`)
    .send(bytes.subarray(start, end + 1));
}

/** The same bytes come with the same tag only, so each content coding has its own. */
function strengthenEtag(weakEtag: string, codingName: string | null): string {
  const tag = weakEtag.replace(/^W\//, "");
  return codingName === null ? tag : `${tag.slice(0, -1)}-${codingName}"`;
}

/**
 * The requested range, both ends inclusive; null for the whole body, also where a range is malformed or where several
 * are requested, which RFC 9110 allows to ignore.
 */
function findRange({ method, headers }: FastifyRequest, sizeBytes: number, etag: string): Range | null {
  const { range: header, "if-range": condition } = headers;
  if (method !== "GET" || header === undefined) return null;
  if (condition !== undefined && condition !== etag) return null;
  const { code, type, ranges } = parseRange(sizeBytes, header);
  if (type !== "bytes" || (code & INVALID) !== 0 || ranges.length > 1) return null;
  if (ranges.length === 1) return ranges[0];
  const detail = `The range "${header.slice(0, MAX_QUOTED_LENGTH)}" has none of the ${sizeBytes} bytes.`;
  throw new ProblemError("range-not-satisfiable", detail, [], { "content-range": `bytes */${sizeBytes}` });
}
