/** The answer to a request: its beginning as text, however long it is. */

/** What the page reads of a body; the rest is never transferred. */
const MAX_BYTES = 100_000;

export interface Answer {
  readonly status: string;
  readonly isOk: boolean;
  readonly contentType: string;
  /** Null for a body that is no text. */
  readonly text: string | null;
  /** Of the text; the body has more if it was cut. */
  readonly sizeBytes: number;
  readonly isCut: boolean;
  readonly total: string | null;
}

/** Sends a GET request and reads at most the first 100 kB. Rejects where there is no response. */
export async function getAnswer(url: string): Promise<Answer> {
  const response = await fetch(url);
  const contentType = response.headers.get("content-type") ?? "";
  const isText = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:x-nd)?(?:json|javascript))/.test(contentType);
  const { bytes, isCut } = await readStart(response);
  return {
    status: `${response.status} ${response.statusText}`.trim(),
    isOk: response.ok,
    contentType,
    text: isText ? formatBody(new TextDecoder().decode(bytes), contentType) : null,
    sizeBytes: bytes.length,
    isCut,
    total: response.headers.get("x-total-count"),
  };
}

async function readStart({ body }: Response): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = body?.getReader();
  while (reader !== undefined && sizeBytes <= MAX_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    sizeBytes += value.length;
  }
  if (sizeBytes > MAX_BYTES) await reader?.cancel();
  const bytes = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
  return { bytes: bytes.slice(0, MAX_BYTES), isCut: sizeBytes > MAX_BYTES };
}

function formatBody(text: string, contentType: string): string {
  return /\bjson\b/.test(contentType) && !/ndjson/.test(contentType) ? formatJson(text) : text;
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/g;
const MAX_DEPTH = 2;

/** Breaks JSON into lines, a row on each; numbers keep their digits, and a text that was cut keeps all it has. */
export function formatJson(text: string): string {
  let depth = 0;
  let formatted = "";
  const breakLine = () => {
    if (depth <= MAX_DEPTH) formatted += `\n${"  ".repeat(depth)}`;
    else if (formatted.endsWith(",")) formatted += " ";
  };
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "}" || token === "]") {
      depth--;
      if (!/[{[]$/.test(formatted) && depth < MAX_DEPTH) breakLine();
      formatted += token;
      continue;
    }
    if (/[{[,]$/.test(formatted)) breakLine();
    formatted += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth++;
  }
  return formatted;
}
