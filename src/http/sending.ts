/** Sends a selection as a reply: headers that repeat the meta, then the encoded chunks at the pace of the client. */
import { unescape as decodeText } from "node:querystring";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SourceFile } from "../datasets/source-file.js";
import { encodeJson } from "../formats/json.js";
import type { Answer } from "../query/answer.js";

declare module "fastify" {
  interface FastifyReply {
    /** Rows of the answer, for the log; null for an answer without rows. */
    rowCount: number | null;
  }
}

/** Answers up to this size are sent whole, with a Content-Length. */
const WHOLE_ANSWER_BYTES = 256 * 1024;

export interface ServedDataset {
  readonly name: string;
  readonly source: SourceFile;
}

/** Sends the answer; a HEAD request gets the headers and costs no encoding. */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  dataset: ServedDataset,
  answer: Answer,
): FastifyReply {
  const { selection, offset, limit, filters } = answer;
  const { rowCount: rows, total } = selection;
  reply.rowCount = rows;
  reply.type("application/json; charset=utf-8").header("x-total-count", total);
  const next = findNextPage(request.url, answer);
  if (next !== null) reply.header("link", `<${next}>; rel="next"`);
  if (request.method === "HEAD") return reply.send(Readable.from([]));
  const { sha256, provenance } = dataset.source;
  const version = sha256.slice(0, 16);
  const meta = { dataset: dataset.name, version, rows, total, offset, limit, filters, provenance };
  const chunks = encodeJson(selection, meta);
  const start = takeStart(chunks);
  return reply.send(start.isWhole ? start.bytes : Readable.from(paceChunks(start.bytes, chunks)));
}

/** The same URL with the offset after this answer; null when the answer reaches the end. */
function findNextPage(url: string, { selection, offset, limit }: Answer): string | null {
  const end = offset + selection.rowCount;
  if (limit === null || limit === 0 || end >= selection.total) return null;
  const [path, query = ""] = splitOnce(url, "?");
  const kept = query
    .split("&")
    .filter((pair) => pair !== "" && decodeText(splitOnce(pair, "=")[0]) !== "offset");
  // What a client left unencoded must not end the link early.
  return encodeURI(`${path}?${[...kept, `offset=${end}`].join("&")}`).replace(/%25(?=[0-9a-f]{2})/gi, "%");
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function takeStart(chunks: Iterator<Buffer>): { readonly bytes: Buffer; readonly isWhole: boolean } {
  const taken: Buffer[] = [];
  let sizeBytes = 0;
  while (sizeBytes <= WHOLE_ANSWER_BYTES) {
    const { done, value } = chunks.next();
    if (done === true) return { bytes: Buffer.concat(taken), isWhole: true };
    taken.push(value);
    sizeBytes += value.length;
  }
  return { bytes: Buffer.concat(taken), isWhole: false };
}

/** Lets other requests run between chunks, however fast the client reads. */
async function* paceChunks(start: Buffer, chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  for (const chunk of chunks) {
    await setImmediate();
    yield chunk;
  }
}
