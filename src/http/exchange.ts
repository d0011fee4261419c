/**
 * What the sending of an answer needs of a request and of its reply. Fastify's have it, and so have those of requests
 * that are answered ahead of Fastify.
 */
import type { IncomingHttpHeaders, OutgoingHttpHeader, ServerResponse } from "node:http";
import type { Readable } from "node:stream";

declare module "fastify" {
  interface FastifyReply {
    /** Rows of the answer, for the log; null for an answer without rows. */
    rowCount: number | null;
    /** Where the answer's bytes came from, for the log. */
    cacheState: CacheState | null;
    /** What the answer can be repeated by, where it came out of the cache; null for any other answer. */
    repeatable: Repeatable | null;
  }
}

/** Where an answer's bytes came from: the cache, the rows, or the client itself. */
export type CacheState = "hit" | "miss" | "validated";

/** `bodyKey` is the key of the answer's bytes in the answer cache; null for an answer without a body. */
export interface Repeatable {
  readonly etag: string;
  readonly bodyKey: string | null;
}

/** A request as far as its answer depends on it. */
export interface AnswerRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Where an answer goes: headers one by one, then the status and at last the body. */
export interface AnswerReply {
  readonly raw: ServerResponse;
  rowCount: number | null;
  cacheState: CacheState | null;
  repeatable: Repeatable | null;
  getHeader(name: string): OutgoingHttpHeader | undefined;
  header(name: string, value: string | number): unknown;
  code(status: number): unknown;
  send(body?: Buffer | Readable): unknown;
}
