/**
 * Answers a request: 304 before any work, then bytes that are at hand, and only then rows. Small answers are sent
 * whole and kept; larger ones are streamed at the pace of the client.
 */
import { unescape as decodeText } from "node:querystring";
import { pipeline, Readable } from "node:stream";
import type { FastifyBaseLogger } from "fastify";
import type { SourceFile } from "../datasets/source-file.js";
import type { Format, Space } from "../formats/format.js";
import type { TextCache } from "../formats/text-cache.js";
import type { QueryPlan } from "../query/query-plan.js";
import type { Selection } from "../table/selection.js";
import type { AnswerCache, CachedBody } from "./answer-cache.js";
import { type AnswerStart, paceChunks, takeStart } from "./answer-stream.js";
import type { Coding } from "./compression.js";
import type { AnswerReply, AnswerRequest } from "./exchange.js";
import { negotiateCoding } from "./negotiation.js";
import { SpacePool } from "./space-pool.js";
import { buildEtag, CACHE_CONTROL, sendValidators } from "./validators.js";

/** Answers up to this size are sent whole, with a Content-Length; those of more cells are not even tried. */
const WHOLE_ANSWER_BYTES = 4 * 1024 * 1024;
const WHOLE_ANSWER_CELLS = 150_000;
/** Below this, compressing costs more than it saves. */
export const MIN_COMPRESSED_BYTES = 1024;

/** Of a file name, in characters. */
const MAX_NAME = 100;

/** Parameters whose values say by themselves what they are. */
const SPEAKING = ["metric", "params", "data", "checkpoint"];

/** A longer Link would take most clients to the limit of what they accept in headers. */
const MAX_LINK = 8192;

const VARY = "Accept, Accept-Encoding";

export interface ServedDataset {
  readonly name: string;
  readonly source: SourceFile;
  readonly texts: TextCache;
}

/** What is known of an answer before any row is looked at; the same for every request of its URL. */
export interface PreparedAnswer {
  readonly answer: QueryPlan;
  readonly format: Format;
  readonly dataset: ServedDataset;
  /** The same for all spellings of the query in one format. */
  readonly key: string;
  readonly etag: string;
}

/** Prepares an answer; `appVersion` is part of the ETag because it decides over the bytes too. */
export function prepareAnswer(
  answer: QueryPlan,
  format: Format,
  dataset: ServedDataset,
  appVersion: string,
): PreparedAnswer {
  const key = `${format.name} ${answer.key}`;
  const etag = buildEtag(dataset.source.sha256, appVersion, key);
  return { answer, format, dataset, key, etag };
}

/** One request being answered. */
interface Exchange {
  readonly request: AnswerRequest;
  readonly reply: AnswerReply;
  readonly prepared: PreparedAnswer;
  /** What the client accepts best. */
  readonly coding: Coding | null;
  /** The key of the answer's bytes in that coding. */
  readonly bodyKey: string;
  readonly timing: Stopwatch;
}

export class AnswerSender {
  readonly #cache: AnswerCache;
  readonly #log: FastifyBaseLogger;
  readonly #spaces = new SpacePool(WHOLE_ANSWER_BYTES);

  constructor(cache: AnswerCache, log: FastifyBaseLogger) {
    this.#cache = cache;
    this.#log = log;
  }

  /** Sends the answer; HEAD gets the headers and costs no encoding. Whatever it throws, it has sent nothing then. */
  send<Reply extends AnswerReply>(
    request: AnswerRequest,
    reply: Reply,
    prepared: PreparedAnswer,
  ): Reply | Promise<Reply> {
    const sending = this.#send(request, reply, prepared);
    return sending === undefined ? reply : sending.then(() => reply);
  }

  #send(request: AnswerRequest, reply: AnswerReply, prepared: PreparedAnswer): Promise<void> | undefined {
    const { answer, format, etag } = prepared;
    if (sendValidators(request, reply, etag, CACHE_CONTROL, VARY)) {
      reply.cacheState = "validated";
      reply.repeatable = { etag, bodyKey: null };
      reply.code(304);
      reply.send();
      return undefined;
    }
    reply.header("content-type", format.contentType);
    if (answer.isDownload)
      reply.header("content-disposition", `attachment; filename="${nameFile(prepared)}"`);
    const coding = negotiateCoding(request);
    const bodyKey = `${etag} ${coding?.name}`;
    const exchange = { request, reply, prepared, coding, bodyKey, timing: new Stopwatch() };
    const cached = this.#cache.find(bodyKey);
    if (cached === undefined) return this.#sendFresh(exchange);
    reply.cacheState = "hit";
    reply.repeatable = { etag, bodyKey };
    return sendWhole(exchange, cached);
  }

  #sendFresh(exchange: Exchange): Promise<void> | undefined {
    const { request, reply, prepared, bodyKey, timing } = exchange;
    reply.cacheState = "miss";
    const selection = prepared.answer.select();
    timing.lap("select");
    const { rowCount, total, fields } = selection;
    if (request.method === "HEAD") {
      addCounts(exchange, rowCount, total);
      reply.send(Readable.from([]));
      return undefined;
    }
    const isSmall = rowCount * fields.length <= WHOLE_ANSWER_CELLS;
    const space = isSmall ? this.#spaces.take() : null;
    const { texts } = prepared.dataset;
    const meta = describe(prepared, selection);
    const chunks = prepared.format.encode({ selection, meta, texts, space })[Symbol.iterator]();
    const { bytes, isWhole } = this.#takeStart(chunks, isSmall, space);
    timing.lap("render");
    const body = { bytes, rowCount, total, codingName: null };
    if (isWhole && exchange.coding !== null && bytes.length >= MIN_COMPRESSED_BYTES)
      return this.#sendCompressed(exchange, exchange.coding, body, space);
    if (space !== null) this.#spaces.giveAfter(reply.raw, space);
    reply.header("server-timing", timing.toString());
    if (!isWhole) return sendStream(exchange, body, chunks, this.#log);
    this.#cache.keepIfRepeated(bodyKey, body);
    return sendWhole(exchange, body);
  }

  #takeStart(chunks: Iterator<Uint8Array>, isSmall: boolean, space: Space | null): AnswerStart {
    try {
      return takeStart(chunks, isSmall ? WHOLE_ANSWER_BYTES : 0);
    } catch (error) {
      if (space !== null) this.#spaces.give(space);
      throw error;
    }
  }

  async #sendCompressed(
    exchange: Exchange,
    coding: Coding,
    body: CachedBody,
    space: Space | null,
  ): Promise<void> {
    const { reply, bodyKey, timing } = exchange;
    try {
      const compressed = await this.#cache.share(bodyKey, async () => ({
        ...body,
        bytes: await coding.compress(body.bytes),
        codingName: coding.name,
      }));
      timing.lap("send");
      reply.header("server-timing", timing.toString());
      sendWhole(exchange, compressed);
    } finally {
      // Not earlier: the compressor reads from it.
      if (space !== null) this.#spaces.give(space);
    }
  }
}

function sendWhole(exchange: Exchange, { bytes, rowCount, total, codingName }: CachedBody): undefined {
  const { reply } = exchange;
  addCounts(exchange, rowCount, total);
  if (codingName !== null) reply.header("content-encoding", codingName);
  reply.send(bytes);
}

/** Sends the body's bytes and then the chunks that are to come. */
function sendStream(
  exchange: Exchange,
  { bytes, rowCount, total }: CachedBody,
  chunks: Iterator<Uint8Array>,
  log: FastifyBaseLogger,
): undefined {
  const { reply, coding } = exchange;
  addCounts(exchange, rowCount, total);
  const tell = (error: unknown) => {
    const reqId = reply.getHeader("x-request-id");
    log.error({ reqId, err: error }, "the answer failed and was cut off");
  };
  const stream = Readable.from(paceChunks(bytes, chunks, tell), { objectMode: false });
  if (coding !== null) reply.header("content-encoding", coding.name);
  // Either stream's end ends the other; what failed is logged where it fails.
  reply.send(coding === null ? stream : pipeline(stream, coding.createStream(), () => {}));
}

function addCounts({ request, reply, prepared }: Exchange, rowCount: number, total: number): void {
  reply.rowCount = rowCount;
  reply.header("x-total-count", total);
  const next = findNextPage(request.url, prepared.answer, rowCount, total);
  if (next !== null) reply.header("link", `<${next}>; rel="next"`);
}

function describe({ answer, dataset }: PreparedAnswer, { rowCount, total }: Selection): string {
  const { offset, limit, filtersJson } = answer;
  const { sha256, provenance } = dataset.source;
  return `{"dataset":"${dataset.name}","version":"${sha256.slice(0, 16)}","rows":${rowCount},"total":${total},"offset":${offset},"limit":${limit},"filters":${filtersJson},"provenance":${JSON.stringify(provenance)}}`;
}

/**
 * A file name that tells what is in the file: the dataset and what it was filtered by. Where that is not all of it, a
 * piece of the ETag keeps two answers apart.
 */
function nameFile({ answer, dataset, format, etag }: PreparedAnswer): string {
  const normalizedFilters = Object.entries(answer.filters);
  const values = normalizedFilters.flatMap(([parameter, normalized]) => {
    if (!Array.isArray(normalized)) return [];
    return SPEAKING.includes(parameter) ? normalized : [parameter, ...normalized];
  });
  const words = [dataset.name, ...values].join("-").replace(/[^A-Za-z0-9._]+/g, "-");
  const isCut =
    words.length > MAX_NAME || !normalizedFilters.every(([, normalized]) => Array.isArray(normalized));
  const isPage = answer.limit !== null || answer.offset > 0;
  const isNegative = values.some((value) => typeof value === "number" && value < 0);
  const mark = isCut || isPage || isNegative ? `-${etag.slice(3, 11)}` : "";
  const extension = format.extension === "columns" ? "columns.json" : format.extension;
  return `datadecide-${words.slice(0, MAX_NAME).replace(/-+$/, "")}${mark}.${extension}`;
}

/** The same URL with the offset after this answer; null when the answer reaches the end, or the link is too long. */
function findNextPage(
  url: string,
  { offset, limit }: QueryPlan,
  rowCount: number,
  total: number,
): string | null {
  const end = offset + rowCount;
  if (limit === null || limit === 0 || end >= total) return null;
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  const query = at < 0 ? "" : url.slice(at + 1);
  const kept = query
    .split("&")
    .filter((pair) => pair !== "" && decodeText(pair.split("=", 1)[0]) !== "offset");
  // What a client left unencoded must not end the link early.
  const next = encodeURI(`${path}?${[...kept, `offset=${end}`].join("&")}`).replace(
    /%25(?=[0-9a-f]{2})/gi,
    "%",
  );
  return next.length <= MAX_LINK ? next : null;
}

/** Milliseconds of each stage, as a Server-Timing header. */
class Stopwatch {
  #text = "";
  #lastMs = performance.now();

  lap(stage: string): void {
    const nowMs = performance.now();
    const lap = `${stage};dur=${Math.round((nowMs - this.#lastMs) * 100) / 100}`;
    this.#text = this.#text === "" ? lap : `${this.#text}, ${lap}`;
    this.#lastMs = nowMs;
  }

  toString(): string {
    return this.#text;
  }
}
