/**
 * Answers a request: 304 before any work, then bytes that are at hand, and only then rows. Small answers are sent
 * whole and kept; larger ones are streamed at the pace of the client.
 */
import { createHash } from "node:crypto";
import { unescape as decodeText } from "node:querystring";
import { pipeline, Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SourceFile } from "../datasets/source-file.js";
import type { Format } from "../formats/format.js";
import type { TextCache } from "../formats/text-cache.js";
import type { Answer } from "../query/answer.js";
import type { Selection } from "../table/selection.js";
import type { AnswerCache, CachedBody } from "./answer-cache.js";
import type { Coding } from "./compression.js";
import { negotiateCoding } from "./negotiation.js";

declare module "fastify" {
  interface FastifyReply {
    /** Rows of the answer, for the log; null for an answer without rows. */
    rowCount: number | null;
    /** Where the answer's bytes came from, for the log. */
    cacheState: "hit" | "miss" | "validated" | null;
  }
}

/** Answers up to this size are sent whole, with a Content-Length; those of more cells are not even tried. */
const WHOLE_ANSWER_BYTES = 4 * 1024 * 1024;
const WHOLE_ANSWER_CELLS = 150_000;
/** Below this, compressing costs more than it saves. */
export const LEAST_COMPRESSED_BYTES = 1024;

/** A longer Link would take most clients to the limit of what they accept in headers. */
const LONGEST_LINK = 8192;

export const CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=86400";
const VARY = "Accept, Accept-Encoding";

export interface ServedDataset {
  readonly name: string;
  readonly source: SourceFile;
  readonly texts: TextCache;
}

/** What is known of an answer before any row is looked at; the same for every request of its URL. */
export interface PreparedAnswer {
  readonly answer: Answer;
  readonly format: Format;
  readonly dataset: ServedDataset;
  /** The same for all spellings of the query in one format. */
  readonly key: string;
  readonly etag: string;
}

/** Prepares an answer; `appVersion` is part of the ETag because it decides over the bytes too. */
export function prepareAnswer(
  answer: Answer,
  format: Format,
  dataset: ServedDataset,
  appVersion: string,
): PreparedAnswer {
  const key = `${format.name} ${answer.key}`;
  const identity = `${dataset.source.sha256} ${appVersion} ${key}`;
  const etag = `W/"${createHash("sha256").update(identity).digest("base64url").slice(0, 27)}"`;
  return { answer, format, dataset, key, etag };
}

/** Sends the answer; HEAD gets the headers and costs no encoding. */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  prepared: PreparedAnswer,
  cache: AnswerCache,
): FastifyReply | Promise<FastifyReply> {
  const { answer, format, key, etag } = prepared;
  // The CORS plugin may have said already that the answer varies by origin.
  const vary = [reply.getHeader("vary") ?? [], VARY].flat().join(", ");
  reply.header("etag", etag).header("cache-control", CACHE_CONTROL).header("vary", vary);
  if (isFresh(request.headers["if-none-match"], etag)) {
    reply.cacheState = "validated";
    reply.repeatable = { etag, bodyKey: null };
    return reply.code(304).send();
  }
  reply.header("content-type", format.contentType);
  if (answer.isDownload) reply.header("content-disposition", `attachment; filename="${nameFile(prepared)}"`);
  const coding = negotiateCoding(request);
  const bodyKey = `${key} ${coding?.name}`;
  const cached = cache.find(bodyKey);
  if (cached !== undefined) {
    reply.cacheState = "hit";
    reply.repeatable = { etag, bodyKey };
    return sendWhole(request, reply, answer, cached);
  }
  reply.cacheState = "miss";
  return sendFresh(request, reply, prepared, coding, cache, bodyKey);
}

async function sendFresh(
  request: FastifyRequest,
  reply: FastifyReply,
  prepared: PreparedAnswer,
  coding: Coding | null,
  cache: AnswerCache,
  bodyKey: string,
): Promise<FastifyReply> {
  const { answer, format, dataset } = prepared;
  const timing = new Stopwatch();
  const selection = answer.select();
  timing.lap("select");
  if (request.method === "HEAD") {
    addCounts(request, reply, answer, selection.rowCount, selection.total);
    return reply.send(Readable.from([]));
  }
  const meta = describe(prepared, selection);
  const chunks = format.encode({ selection, meta, texts: dataset.texts })[Symbol.iterator]();
  const isSmall = selection.rowCount * selection.fields.length <= WHOLE_ANSWER_CELLS;
  const start = takeStart(chunks, isSmall ? WHOLE_ANSWER_BYTES : 0);
  timing.lap("render");
  const { rowCount, total } = selection;
  if (start.isWhole) {
    const used = start.bytes.length >= LEAST_COMPRESSED_BYTES ? coding : null;
    const bytes = used === null ? start.bytes : await used.compress(start.bytes);
    timing.lap("send");
    const body: CachedBody = { bytes, rowCount, total, codingName: used?.name ?? null };
    cache.keep(bodyKey, body);
    reply.header("server-timing", timing.toString());
    return sendWhole(request, reply, answer, body);
  }
  addCounts(request, reply, answer, rowCount, total);
  reply.header("server-timing", timing.toString());
  const stream = Readable.from(paceChunks(request, start.bytes, chunks), { objectMode: false });
  if (coding === null) return reply.send(stream);
  reply.header("content-encoding", coding.name);
  // Either stream's end ends the other; what failed is logged where it fails.
  return reply.send(pipeline(stream, coding.createStream(), () => {}));
}

function sendWhole(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  { bytes, rowCount, total, codingName }: CachedBody,
): FastifyReply {
  addCounts(request, reply, answer, rowCount, total);
  if (codingName !== null) reply.header("content-encoding", codingName);
  return reply.send(bytes);
}

function addCounts(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  rowCount: number,
  total: number,
) {
  reply.rowCount = rowCount;
  reply.header("x-total-count", total);
  const next = findNextPage(request.url, answer, rowCount, total);
  if (next !== null) reply.header("link", `<${next}>; rel="next"`);
}

function describe({ answer, dataset }: PreparedAnswer, { rowCount: rows, total }: Selection): object {
  const { offset, limit, filters } = answer;
  const { sha256, provenance } = dataset.source;
  return {
    dataset: dataset.name,
    version: sha256.slice(0, 16),
    rows,
    total,
    offset,
    limit,
    filters,
    provenance,
  };
}

/** A weak comparison, as conditional GET asks for. */
export function isFresh(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false;
  if (condition === etag || condition.trim() === "*") return true;
  return condition.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag.slice(2));
}

/** A file name that tells what is in the file: the dataset and what it was filtered by. */
function nameFile({ answer, dataset, format }: PreparedAnswer): string {
  const values = Object.values(answer.filters).flatMap((meaning) => (Array.isArray(meaning) ? meaning : []));
  const words = [dataset.name, ...values].join("-").replace(/[^A-Za-z0-9._]+/g, "-");
  return `datadecide-${words.slice(0, 100).replace(/-+$/, "")}.${format.extension === "columns" ? "json" : format.extension}`;
}

/** The same URL with the offset after this answer; null when the answer reaches the end, or the link is too long. */
function findNextPage(
  url: string,
  { offset, limit }: Answer,
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
  return next.length <= LONGEST_LINK ? next : null;
}

/** The first chunks, until there are more than `mostBytes` or no more to come. */
function takeStart(
  chunks: Iterator<Uint8Array>,
  mostBytes: number,
): { readonly bytes: Buffer; readonly isWhole: boolean } {
  const taken: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes <= mostBytes) {
    const { done, value } = chunks.next();
    if (done === true) return { bytes: Buffer.concat(taken, sizeBytes), isWhole: true };
    taken.push(value);
    sizeBytes += value.length;
  }
  return { bytes: Buffer.concat(taken, sizeBytes), isWhole: false };
}

/** Lets other requests run between chunks, however fast the client reads. */
async function* paceChunks(
  request: FastifyRequest,
  start: Buffer,
  chunks: Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let chunk = encodeNext(request, chunks); chunk !== null; chunk = encodeNext(request, chunks)) {
      await setImmediate();
      yield chunk;
    }
  } finally {
    // The client may have left early.
    chunks.return?.();
  }
}

/** The next chunk, null after the last. A failure is logged here: with the status sent, no answer can tell of it. */
function encodeNext(request: FastifyRequest, chunks: Iterator<Uint8Array>): Uint8Array | null {
  try {
    const { done, value } = chunks.next();
    return done === true ? null : value;
  } catch (error) {
    request.log.error({ reqId: request.id, err: error }, "the answer failed and was cut off");
    throw error;
  }
}

/** Milliseconds of each stage, as a Server-Timing header. */
class Stopwatch {
  readonly #stages: string[] = [];
  #lastMs = performance.now();

  lap(stage: string): void {
    const nowMs = performance.now();
    this.#stages.push(`${stage};dur=${(nowMs - this.#lastMs).toFixed(2)}`);
    this.#lastMs = nowMs;
  }

  toString(): string {
    return this.#stages.join(", ");
  }
}
