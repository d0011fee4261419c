/**
 * The short way for answers that were asked for before: the same request gets the same headers and bytes again, ahead
 * of routing, hooks and negotiation, which together cost more than the answer. Only what the long way has answered out
 * of the cache is repeated, so there is nothing here that decides over an answer; every other request goes the long way.
 */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import type { AnswerCache } from "./answer-cache.js";
import { type RequestLog, writeNote } from "./request-log.js";

declare module "fastify" {
  interface FastifyReply {
    /** What an answer out of the cache can be repeated by; null for any other answer. */
    repeatable: Repeatable | null;
  }
}

/** `bodyKey` is the key of the answer's bytes in the answer cache; null for an answer without a body. */
export interface Repeatable {
  readonly etag: string;
  readonly bodyKey: string | null;
}

/** An answer without its body. */
interface KnownHead {
  readonly status: number;
  /** Header names and values by turns, with the name of the request id at the end. */
  readonly headers: readonly string[];
  /** What the log says of every one of these answers. */
  readonly note: string;
}

interface KnownRequest {
  readonly etag: string;
  readonly whole: { readonly head: KnownHead; readonly bodyKey: string } | null;
  readonly notModified: KnownHead | null;
}

/** Memory for known requests in bytes, and what one takes besides its key, both roughly. */
const KNOWN_SIZE = 8_000_000;
const HEAD_COST = 4000;
/** Headers that are new in every answer. */
const OWN_HEADERS: ReadonlySet<string> = new Set(["x-request-id", "date", "connection", "keep-alive"]);

export class RepeatedAnswers {
  readonly #known = new LRUCache<string, KnownRequest>({
    maxSize: KNOWN_SIZE,
    sizeCalculation: (_, key) => key.length + HEAD_COST,
  });
  readonly #cache: AnswerCache;
  readonly #requestLog: RequestLog;
  #isStopping = false;

  constructor(cache: AnswerCache, requestLog: RequestLog) {
    this.#cache = cache;
    this.#requestLog = requestLog;
  }

  /** Steps in front of the application's own listener, and learns from what that answers. */
  watch(app: FastifyInstance): void {
    app.decorateReply("repeatable", null);
    app.addHook("onResponse", (request, reply, done) => {
      if (reply.repeatable !== null) this.#learn(request, reply, reply.repeatable);
      done();
    });
    // A stopping server closes each connection with its answer, which the long way sees to.
    app.addHook("preClose", async () => {
      this.#isStopping = true;
    });
    const listeners = app.server.listeners("request") as RequestListener[];
    const answer = listeners.at(-1) as RequestListener;
    app.server.off("request", answer);
    app.server.on("request", (request, response) => {
      if (!this.#repeat(request, response)) answer(request, response);
    });
  }

  #repeat(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, headers } = request;
    if (method !== "GET" || headers.host === undefined || this.#isStopping) return false;
    const known = this.#known.get(nameRequest(request.url, headers));
    if (known === undefined) return false;
    const condition = headers["if-none-match"];
    if (condition !== undefined) {
      if (condition !== known.etag || known.notModified === null) return false;
      this.#send(response, known.notModified, undefined);
      return true;
    }
    const body = known.whole === null ? undefined : this.#cache.find(known.whole.bodyKey);
    if (body === undefined) return false;
    this.#send(response, (known.whole as { head: KnownHead }).head, body.bytes);
    return true;
  }

  #send(response: ServerResponse, { status, headers, note }: KnownHead, bytes: Buffer | undefined): void {
    const reqId = randomUUID();
    this.#requestLog.follow(response, reqId, () => note);
    const ownHeaders = headers.slice();
    ownHeaders.push(reqId);
    response.writeHead(status, ownHeaders);
    response.end(bytes);
  }

  #learn(request: FastifyRequest, reply: FastifyReply, { etag, bodyKey }: Repeatable): void {
    if (request.method !== "GET") return;
    const url = request.originalUrl;
    const status = reply.statusCode;
    const headers = Object.entries(reply.getHeaders())
      .filter(([name]) => !OWN_HEADERS.has(name))
      .flatMap(([name, value]) => [name, String(value)]);
    headers.push("x-request-id");
    const note = writeNote({
      method: request.method,
      url,
      status,
      rows: reply.rowCount,
      cache: reply.cacheState,
    });
    const head: KnownHead = { status, headers, note };
    const key = nameRequest(url, request.headers);
    const known = this.#known.peek(key) ?? { etag, whole: null, notModified: null };
    const isWhole = bodyKey !== null;
    this.#known.set(key, isWhole ? { ...known, whole: { head, bodyKey } } : { ...known, notModified: head });
  }
}

/** All of a request that an answer depends on. No part can hold a line break. */
function nameRequest(url: string | undefined, headers: IncomingHttpHeaders): string {
  const { accept = "", origin = "" } = headers;
  return `${url}\n${accept}\n${headers["accept-encoding"] ?? ""}\n${origin}`;
}
