/**
 * Answers that were asked for before: the same request gets the same headers and bytes again, without being understood
 * once more. Only what came out of the cache is repeated, so there is nothing here that decides over an answer.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import { LRUCache } from "lru-cache";
import type { AnswerCache } from "./answer-cache.js";
import type { Repeatable } from "./exchange.js";
import { type RequestLog, writeNote } from "./request-log.js";

/** An answer without its body. */
export interface AnswerHead {
  readonly status: number;
  /** Header names and values by turns, without those that are new in every answer. */
  readonly headers: readonly string[];
  /** What the log says of every one of these answers. */
  readonly note: string;
}

interface KnownRequest {
  readonly etag: string;
  readonly whole: { readonly head: AnswerHead; readonly bodyKey: string } | null;
  readonly notModified: AnswerHead | null;
}

type AskedBefore = Pick<IncomingMessage, "url" | "headers">;

/** Memory for known requests in bytes, and what one takes besides its key, both roughly. */
const KNOWN_SIZE = 8_000_000;
const HEAD_COST = 4000;
/** Headers that are new in every answer. */
const OWN_HEADERS: ReadonlySet<string> = new Set(["x-request-id", "date", "connection", "keep-alive"]);

export class RepeatedAnswers {
  readonly #known = new LRUCache<string, KnownRequest>({
    maxSize: KNOWN_SIZE,
    sizeCalculation: ({ whole, notModified }, key) =>
      key.length + HEAD_COST + (whole?.head.note.length ?? 0) + (notModified?.note.length ?? 0),
  });
  readonly #cache: AnswerCache;
  readonly #requestLog: RequestLog;

  constructor(cache: AnswerCache, requestLog: RequestLog) {
    this.#cache = cache;
    this.#requestLog = requestLog;
  }

  /** Learns from what Fastify answers. */
  watch(app: FastifyInstance): void {
    app.decorateReply("repeatable", null);
    app.addHook("onResponse", (request, reply, done) => {
      const { method, originalUrl: url } = request;
      if (reply.repeatable !== null && method === "GET") {
        const { statusCode: status, rowCount: rows, cacheState: cache } = reply;
        const note = writeNote({ method, url, status, rows, cache });
        const head = { status, headers: listCommonHeaders(reply), note };
        this.learn({ url, headers: request.headers }, reply.repeatable, head);
      }
      done();
    });
  }

  /** Answers a GET if its answer is known and still at hand. */
  repeat(request: IncomingMessage, response: ServerResponse): boolean {
    const known = this.#known.get(nameRequest(request));
    if (known === undefined) return false;
    const condition = request.headers["if-none-match"];
    if (condition !== undefined) {
      if (condition !== known.etag || known.notModified === null) return false;
      this.#send(response, known.notModified, undefined);
      return true;
    }
    if (known.whole === null) return false;
    const body = this.#cache.find(known.whole.bodyKey);
    if (body === undefined) return false;
    this.#send(response, known.whole.head, body.bytes);
    return true;
  }

  /** Remembers how a GET was answered. */
  learn(request: AskedBefore, { etag, bodyKey }: Repeatable, head: AnswerHead): void {
    const key = nameRequest(request);
    const known = this.#known.peek(key) ?? { etag, whole: null, notModified: null };
    const isWhole = bodyKey !== null;
    this.#known.set(key, isWhole ? { ...known, whole: { head, bodyKey } } : { ...known, notModified: head });
  }

  #send(response: ServerResponse, { status, headers, note }: AnswerHead, bytes: Buffer | undefined): void {
    const requestId = randomUUID();
    this.#requestLog.begin(response)(requestId, () => note);
    const ownHeaders = headers.slice();
    ownHeaders.push("x-request-id", requestId);
    response.writeHead(status, ownHeaders);
    response.end(bytes);
  }
}

function listCommonHeaders(reply: FastifyReply): string[] {
  return Object.entries(reply.getHeaders())
    .filter(([name]) => !OWN_HEADERS.has(name))
    .flatMap(([name, value]) => [name, String(value)]);
}

/** All of a request that an answer depends on. No part can hold a line break. */
function nameRequest({ url, headers }: AskedBefore): string {
  const { accept = "", origin = "" } = headers;
  return `${url}\n${accept}\n${headers["accept-encoding"] ?? ""}\n${origin}`;
}
