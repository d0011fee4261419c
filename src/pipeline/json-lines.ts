/**
 * Files of JSON lines, an object per line, plain or compressed with gzip. Only a line feed ends a line: JSON texts may
 * contain U+2028, at which Node's readline splits from version 24 on.
 */
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";
import { PipelineError } from "../errors.js";
import { readHead } from "./input-files.js";
import { parseJsonText } from "./json-text.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Of one line; the record of a run has about 100 kB. */
const MAX_LINE_BYTES = 256 * 2 ** 20;
const LINE_FEED = 0x0a;

/**
 * The objects of a file in order; empty lines and byte-order marks are skipped.
 * Throws PipelineError: input-missing, input-unreadable, input-placeholder, input-bad-value.
 */
export async function* readJsonLines(path: string): AsyncGenerator<JsonObject> {
  const head = await readHead(path);
  if (isUtf16(head)) throw new PipelineError("input-bad-value", path, "is UTF-16 where UTF-8 is needed");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let number = 0;
  for await (const { bytes, isEnded } of splitLines(openBytes(path, head), path)) {
    number++;
    const line = decodeLine(decoder, bytes, path, number);
    if (line.trim() === "") continue;
    const record = parseJsonText(line);
    if (isJsonObject(record)) {
      yield record;
      continue;
    }
    const isCutOff = !isEnded && record === undefined;
    const problem = isCutOff
      ? "is incomplete, because the file ends in the middle of it"
      : "is not a JSON object";
    throw new PipelineError("input-bad-value", path, `line ${number} ${problem}`);
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isUtf16(head: Buffer): boolean {
  return head.length >= 2 && ["fffe", "feff"].includes(head.toString("hex", 0, 2));
}

function openBytes(path: string, head: Buffer): Readable {
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  if (head.toString("hex", 0, 2) !== "1f8b") return file;
  const unzipped = createGunzip();
  file.once("error", (error) => unzipped.destroy(error));
  return file.pipe(unzipped).once("close", () => file.destroy());
}

async function* splitLines(
  source: Readable,
  path: string,
): AsyncGenerator<{ readonly bytes: Buffer; readonly isEnded: boolean }> {
  let pieces: Buffer[] = [];
  let pendingBytes = 0;
  const take = (last: Buffer) => {
    const bytes = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    [pieces, pendingBytes] = [[], 0];
    return bytes;
  };
  for await (const chunk of explainFailures(source, path)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield { bytes: take(chunk.subarray(start, end)), isEnded: true };
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
    pendingBytes += chunk.length - start;
    if (pendingBytes > MAX_LINE_BYTES) {
      throw new PipelineError("input-bad-value", path, `has a line of more than ${MAX_LINE_BYTES} bytes`);
    }
  }
  if (pendingBytes > 0) yield { bytes: take(Buffer.alloc(0)), isEnded: false };
}

async function* explainFailures(source: Readable, path: string): AsyncGenerator<Buffer> {
  try {
    yield* source as AsyncIterable<Buffer>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith("Z_")) {
      throw new PipelineError("input-bad-value", path, `cannot be decompressed (gzip: ${message})`);
    }
    throw new PipelineError("input-unreadable", path, `cannot be read (${code ?? message})`);
  }
}

/** Concatenated files have marks in the middle. */
function decodeLine(decoder: TextDecoder, bytes: Buffer, path: string, number: number): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new PipelineError("input-bad-value", path, `line ${number} is not UTF-8`);
  }
}
