/**
 * Responses of rows: a 304 before any work, then cached bytes, and only then an encoding. Small responses are sent
 * whole and may be cached; larger ones are streamed at the pace of the client.
 */
import { pipeline, Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ServedDataset } from "../../engines/dataset-store.js";
import { MAX_WHOLE_CELLS } from "../../engines/engine.js";
import { ProblemError } from "../../errors.js";
import type { EncodedChunk, Format } from "../../formats/format.js";
import type { QueryPlan } from "../../query/query-plan.js";
import type { Selection } from "../../table/selection.js";
import { BufferPool } from "./buffer-pool.js";
import { type ResponseStart, streamChunks, takeStart } from "./chunk-stream.js";
import { type Coding, MIN_COMPRESSED_BYTES } from "./compression.js";
import { nameDownload } from "./download-name.js";
import { FileStore } from "./file-store.js";
import { negotiateCoding, negotiateFormat } from "./negotiation.js";
import { findNextPage } from "./next-page.js";
import { RequestContext } from "./request-context.js";
import type { CachedBody, ResponseCache } from "./response-cache.js";
import { ServerTiming } from "./server-timing.js";
import { buildEtag, sendNotModified, setValidators } from "./validators.js";
import { sendWhole } from "./whole-response.js";

/** Responses up to this size are sent whole, with a Content-Length; those of more cells are always streamed. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;

const VARY = "Accept, Accept-Encoding";

/** A request with everything that its response depends on. */
interface ResponseContext {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly plan: QueryPlan;
  readonly format: Format;
  readonly dataset: ServedDataset;
  readonly etag: string;
  /** The best content coding that the client accepts. */
  readonly coding: Coding | null;
  /** The key of the encoded bytes. It contains the version of the data, because the ETag does. */
  readonly cacheKey: string;
  readonly timing: ServerTiming;
}

export class RowResponder {
  readonly #cache: ResponseCache;
  readonly #appVersion: string;
  readonly #buffers = new BufferPool(MAX_WHOLE_BYTES);
  readonly #files = new FileStore();

  /** `appVersion` is part of every ETag, because the version decides the bytes too. */
  constructor(cache: ResponseCache, appVersion: string) {
    this.#cache = cache;
    this.#appVersion = appVersion;
  }

  /**
   * Sends the rows of a plan. A HEAD request of what is streamed costs no encoding. Throws ProblemError not-acceptable
   * limit-required or range-not-satisfiable, and nothing has been sent then.
   */
  send(
    request: FastifyRequest,
    reply: FastifyReply,
    plan: QueryPlan,
    dataset: ServedDataset,
  ): FastifyReply | Promise<FastifyReply> {
    const format = plan.format ?? negotiateFormat(request);
    const { version, provenance } = dataset;
    const etag = buildEtag(version, provenance, this.#appVersion, format.name, plan.key);
    if (setValidators(request, reply, etag, VARY)) return sendNotModified(request, reply);
    reply.header("content-type", format.contentType);
    if (plan.isDownload) {
      const name = nameDownload(dataset.schema.name, plan, format, etag);
      reply.header("content-disposition", `attachment; filename="${name}"`);
    }
    const coding = format.isFile ? null : negotiateCoding(request);
    const cacheKey = `${etag} ${coding?.name}`;
    const timing = new ServerTiming();
    const context = { request, reply, plan, format, dataset, etag, coding, cacheKey, timing };
    const cached = this.#cache.find(cacheKey);
    reply.cacheState = cached === undefined ? "miss" : "hit";
    return cached === undefined ? this.#encode(context) : sendBody(context, cached);
  }

  #encode(context: ResponseContext): FastifyReply | Promise<FastifyReply> {
    const { plan, dataset } = context;
    const selection = dataset.engine.query(plan.query, new RequestContext(context.request));
    return selection instanceof Promise
      ? selection.then((each) => this.#encodeSelection(context, each))
      : this.#encodeSelection(context, selection);
  }

  #encodeSelection(context: ResponseContext, selection: Selection): FastifyReply | Promise<FastifyReply> {
    const { request, plan, format, dataset, timing } = context;
    timing.lap("select");
    const { rowCount, total, fields } = selection;
    if (rowCount > dataset.maxRows) throw buildLimitProblem(rowCount, dataset.maxRows);
    const isSmall = rowCount * fields.length <= MAX_WHOLE_CELLS && !this.#files.has(context.cacheKey);
    const counts = { rowCount, total, codingName: null };
    if (request.method === "HEAD" && !isSmall && !format.isFile) {
      return sendStream(context, { ...counts, bytes: Buffer.alloc(0) }, [][Symbol.iterator]());
    }
    const buffer = isSmall && !format.isFile ? this.#buffers.acquire() : null;
    const meta = buildMeta(plan, dataset, selection);
    const encode = () =>
      format.encode({ selection, meta, textCache: dataset.textCache, buffer })[Symbol.iterator]();
    const chunks = encode();
    const finish = (start: ResponseStart): FastifyReply | Promise<FastifyReply> => {
      if (start.isWhole || !format.isFile) return this.#finish(context, counts, start, chunks, buffer);
      chunks.return?.();
      return this.#sendFile(context, counts, encode);
    };
    const release = (error: unknown): never => {
      if (buffer !== null) this.#buffers.release(buffer);
      throw error;
    };
    try {
      const start = takeStart(chunks, isSmall ? MAX_WHOLE_BYTES : 0);
      return start instanceof Promise ? start.catch(release).then(finish) : finish(start);
    } catch (error) {
      return release(error);
    }
  }

  /** Sends what has been encoded, and streams the rest. */
  #finish(
    context: ResponseContext,
    counts: Omit<CachedBody, "bytes">,
    { bytes, isWhole }: ResponseStart,
    chunks: Iterator<EncodedChunk>,
    buffer: Buffer<ArrayBuffer> | null,
  ): FastifyReply | Promise<FastifyReply> {
    const { request, reply, timing } = context;
    timing.lap("encode");
    const body: CachedBody = { ...counts, bytes };
    if (isWhole && context.coding !== null && bytes.length >= MIN_COMPRESSED_BYTES) {
      return this.#sendCompressed(context, context.coding, body, buffer);
    }
    if (buffer !== null) this.#buffers.releaseAfter(request.raw, buffer);
    reply.header("server-timing", timing.toString());
    if (!isWhole) return sendStream(context, body, chunks);
    this.#cache.keepIfRepeated(context.cacheKey, body);
    return sendBody(context, body);
  }

  /** Sends a large file whole, so that it can be read in parts, unless it is too large for that. */
  async #sendFile(
    context: ResponseContext,
    counts: Omit<CachedBody, "bytes">,
    encode: () => Iterator<EncodedChunk>,
  ): Promise<FastifyReply> {
    const bytes = await this.#files.share(context.cacheKey, encode);
    context.timing.lap("encode");
    context.reply.header("server-timing", context.timing.toString());
    if (bytes === null) return sendStream(context, { ...counts, bytes: Buffer.alloc(0) }, encode());
    return sendBody(context, { ...counts, bytes });
  }

  async #sendCompressed(
    context: ResponseContext,
    coding: Coding,
    body: CachedBody,
    buffer: Buffer<ArrayBuffer> | null,
  ): Promise<FastifyReply> {
    const { reply, cacheKey, timing } = context;
    try {
      const compressed = await this.#cache.share(cacheKey, async () => ({
        ...body,
        bytes: await coding.compress(body.bytes),
        codingName: coding.name,
      }));
      timing.lap("compress");
      reply.header("server-timing", timing.toString());
      return sendBody(context, compressed);
    } finally {
      // After compression, which reads from the buffer.
      if (buffer !== null) this.#buffers.release(buffer);
    }
  }
}

function buildLimitProblem(rowCount: number, maxRows: number): ProblemError {
  const detail = `The query selects ${rowCount} rows, and a response has at most ${maxRows}. Add limit=${maxRows} or less, and read the further pages with offset=.`;
  return new ProblemError("limit-required", detail);
}

function sendBody(context: ResponseContext, body: CachedBody): FastifyReply {
  setCounts(context, body.rowCount, body.total);
  return sendWhole(context.request, context.reply, body, context.etag);
}

/** Sends the body's bytes and then the remaining chunks. */
function sendStream(
  context: ResponseContext,
  body: CachedBody,
  chunks: Iterator<EncodedChunk>,
): FastifyReply {
  const { request, reply, coding } = context;
  setCounts(context, body.rowCount, body.total);
  reply.header("accept-ranges", "none");
  if (coding !== null) reply.header("content-encoding", coding.name);
  if (request.method === "HEAD") {
    chunks.return?.();
    // An empty stream, since an empty buffer would have a Content-Length of 0.
    return reply.send(Readable.from([]));
  }
  const stream = streamChunks(body.bytes, chunks);
  if (coding === null) return reply.send(stream);
  // Fastify logs a failure of the stream it sends, and pipeline destroys both with the same error.
  return reply.send(pipeline(stream, coding.createStream(), () => {}));
}

function setCounts({ request, reply, plan }: ResponseContext, rowCount: number, total: number): void {
  reply.rowCount = rowCount;
  reply.header("x-total-count", total);
  const next = findNextPage(request.url, plan, rowCount, total);
  if (next !== null) reply.header("link", `<${next}>; rel="next"`);
}

/** The metadata of a result as JSON. */
export function buildMeta(plan: QueryPlan, dataset: ServedDataset, { rowCount, total }: Selection): string {
  const { offset, limit, filtersJson } = plan;
  const { version, provenance } = dataset;
  return `{"dataset":"${dataset.schema.name}","version":"${version.slice(0, 16)}","rows":${rowCount},"total":${total},"offset":${offset},"limit":${limit},"filters":${filtersJson},"provenance":${JSON.stringify(provenance)}}`;
}
