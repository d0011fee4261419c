/**
 * The short way to an answer of the data routes: ahead of Fastify, whose routing, hooks and replies cost as much as
 * putting a small answer together. It takes only what it can answer well; a request with any mistake in it, and any
 * other, goes the long way. What is sent is decided in the same place for both ways.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pipeline, type Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { AnswerReply, CacheState, Repeatable } from "./exchange.js";
import type { RepeatedAnswers } from "./repeated-answers.js";
import { type RequestLog, writeNote } from "./request-log.js";
import type { PrepareAnswer } from "./routes/data.js";
import type { AnswerSender } from "./sending.js";

/** What the short way takes. */
interface PlainGet extends IncomingMessage {
  readonly method: "GET";
  readonly url: string;
}

/** A mistake is read again on the long way, which for longer URLs would be dear. */
const MAX_URL = 4096;

/** Answers ahead of Fastify what it can, and hands everything else on. */
export class ShortWay {
  readonly #routes: ReadonlyMap<string, PrepareAnswer>;
  readonly #sender: AnswerSender;
  readonly #repeated: RepeatedAnswers;
  readonly #requestLog: RequestLog;
  readonly #constantHeaders: readonly string[];
  #isStopping = false;

  /** `constantHeaders` are the names and values, by turns, of headers that every answer has. */
  constructor(
    routes: ReadonlyMap<string, PrepareAnswer>,
    sender: AnswerSender,
    repeated: RepeatedAnswers,
    requestLog: RequestLog,
    constantHeaders: readonly string[],
  ) {
    this.#routes = routes;
    this.#sender = sender;
    this.#repeated = repeated;
    this.#requestLog = requestLog;
    this.#constantHeaders = constantHeaders;
  }

  /** Steps in front of the application's own listener. */
  watch(app: FastifyInstance): void {
    // A stopping server closes each connection with its answer, which the long way sees to.
    app.addHook("preClose", async () => {
      this.#isStopping = true;
    });
    const listeners = app.server.listeners("request") as RequestListener[];
    const answer = listeners.at(-1) as RequestListener;
    app.server.off("request", answer);
    app.server.on("request", (request, response) => {
      if (!this.#isPlainGet(request)) answer(request, response);
      else if (this.#repeated.repeat(request, response)) return;
      else this.#answer(request, response, () => answer(request, response));
    });
  }

  #isPlainGet(request: IncomingMessage): request is PlainGet {
    const { method, headers } = request;
    return method === "GET" && headers.host !== undefined && !this.#isStopping;
  }

  #answer(request: PlainGet, response: ServerResponse, goLongWay: () => void): void {
    const { url } = request;
    const at = url.indexOf("?");
    const prepare = this.#routes.get(at < 0 ? url : url.slice(0, at));
    if (prepare === undefined || url.length > MAX_URL) {
      goLongWay();
      return;
    }
    const follow = this.#requestLog.begin(response);
    const reply = new ShortReply(response, this.#constantHeaders);
    const finish = () => this.#finish(request, reply, follow);
    let sending: AnswerReply | Promise<AnswerReply>;
    try {
      sending = this.#sender.send(request, reply, prepare(request));
    } catch {
      // Nothing was sent. The long way meets the same mistake or failure, and tells the client and the log.
      goLongWay();
      return;
    }
    if (sending instanceof Promise) sending.then(finish, goLongWay);
    else finish();
  }

  #finish(request: PlainGet, reply: ShortReply, follow: ReturnType<RequestLog["begin"]>): void {
    const { requestId, status, repeatable, rowCount: rows, cacheState: cache } = reply;
    const note = () => writeNote({ method: request.method, url: request.url, status, rows, cache });
    follow(requestId, note);
    if (repeatable !== null) {
      this.#repeated.learn(request, repeatable, { status, headers: reply.commonHeaders, note: note() });
    }
  }
}

/** A reply straight to the socket. */
class ShortReply implements AnswerReply {
  readonly raw: ServerResponse;
  readonly requestId = randomUUID();
  rowCount: number | null = null;
  cacheState: CacheState | null = null;
  repeatable: Repeatable | null = null;
  status = 200;
  /** Names and values by turns, the request id left out. */
  readonly #headers: string[];

  constructor(raw: ServerResponse, constantHeaders: readonly string[]) {
    this.raw = raw;
    this.#headers = constantHeaders.slice();
  }

  /** Those that an answer to the same request would have again. */
  get commonHeaders(): readonly string[] {
    return this.#headers;
  }

  getHeader(name: string): string | undefined {
    if (name === "x-request-id") return this.requestId;
    const at = this.#headers.indexOf(name);
    return at < 0 ? undefined : this.#headers[at + 1];
  }

  header(name: string, value: string | number): void {
    this.#headers.push(name, String(value));
  }

  code(status: number): void {
    this.status = status;
  }

  send(body?: Buffer | Readable): void {
    const isBytes = Buffer.isBuffer(body);
    if (isBytes) this.header("content-length", body.length);
    this.raw.writeHead(this.status, [...this.#headers, "x-request-id", this.requestId]);
    if (body === undefined || isBytes) this.raw.end(body);
    // Either end tells the other; what failed is logged where it fails.
    else pipeline(body, this.raw, () => {});
  }
}
