/**
 * A hub on the loopback address: repositories at one origin, the store for large files at another, with redirects,
 * ranges, ETags and the headers that describe linked files; and faults on demand.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeFile {
  content: Buffer;
  /** Large files lie in the store, small ones in the repository itself; plain ones on a server that is no hub. */
  readonly storage: "lfs" | "git" | "plain";
  readonly token?: string;
}

export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Declares the whole length, sends this many bytes, and breaks the connection. */
  | { readonly kind: "drop"; readonly afterBytes: number }
  /** Sends so much, without a length, and ends in good order. */
  | { readonly kind: "short"; readonly afterBytes: number }
  /** Sends so much and then nothing. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** Sends other bytes of the same length. */
  | { readonly kind: "garble" }
  /** Sends more than there is. */
  | { readonly kind: "long" }
  | { readonly kind: "ignore-range" }
  /** Returns other content with status 200. */
  | { readonly kind: "other"; readonly body: string }
  /** Breaks the connection without a response. */
  | { readonly kind: "hang-up" }
  | { readonly kind: "redirect"; readonly status: number; readonly target: string };

export interface Seen {
  readonly origin: "hub" | "store";
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  status: number;
  sentBytes: number;
}

export class FakeHub {
  /** By path, such as `/datasets/org/repo/resolve/main/data/x.parquet`. */
  readonly files = new Map<string, FakeFile>();
  /** Every request so far. */
  readonly seen: Seen[] = [];
  /** Each is used for one request to its origin, in their order. */
  readonly faults: Record<Seen["origin"], Fault[]> = { hub: [], store: [] };
  /** The hub's root address, which stays what it was after a stop. */
  endpoint = "";
  storeOrigin = "";
  commit = "9919b5a0e61e57a85021263918fa82d6ceaee038";
  readonly #hub = createServer((request, response) => this.#respondAsHub(request, response));
  readonly #store = createServer((request, response) => this.#respondAsStore(request, response));

  static async start(): Promise<FakeHub> {
    const fake = new FakeHub();
    for (const server of [fake.#hub, fake.#store]) {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    }
    fake.endpoint = originOf(fake.#hub);
    fake.storeOrigin = originOf(fake.#store);
    return fake;
  }

  async stop(): Promise<void> {
    for (const server of [this.#hub, this.#store]) {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    }
  }

  /** The requests to one origin. */
  to(origin: Seen["origin"]): Seen[] {
    return this.seen.filter((each) => each.origin === origin);
  }

  #respondAsHub(request: IncomingMessage, response: ServerResponse): unknown {
    const seen = this.#note("hub", request, response);
    const fault = this.faults.hub.shift();
    if (fault?.kind === "status") return response.writeHead(fault.status, fault.headers).end("a fault");
    if (fault?.kind === "hang-up") return request.socket.destroy();
    if (fault?.kind === "other") return response.writeHead(200).end(fault.body);
    if (fault?.kind === "redirect") {
      return response.writeHead(fault.status, { location: fault.target }).end();
    }
    const { pathname } = new URL(seen.url, this.endpoint);
    const file = this.files.get(pathname);
    if (file === undefined) return this.#refuseUnknown(pathname, response);
    if (file.token !== undefined && request.headers.authorization !== `Bearer ${file.token}`) {
      return response.writeHead(401, { "x-error-code": "RepoNotFound" }).end("Invalid credentials");
    }
    if (file.storage === "plain")
      return sendContent(request, response, file.content, plainTag(file), seen, fault);
    response.setHeader("x-repo-commit", this.commit);
    if (file.storage === "git")
      return sendContent(request, response, file.content, gitTag(file), seen, fault);
    response.writeHead(302, {
      location: `${this.storeOrigin}${pathname}?X-Amz-Signature=${SIGNATURE}`,
      "x-linked-size": String(file.content.length),
      "x-linked-etag": `"${sha256Of(file.content)}"`,
      etag: `"${sha256Of(file.content)}"`,
    });
    return response.end();
  }

  #refuseUnknown(pathname: string, response: ServerResponse): unknown {
    const [, repository, revision] = /^\/datasets\/([^/]+\/[^/]+)\/resolve\/([^/]+)\//.exec(pathname) ?? [];
    const known = [...this.files.keys()];
    const isKnown = (prefix: string) => known.some((path) => path.startsWith(prefix));
    const code = !isKnown(`/datasets/${repository}/`)
      ? "RepoNotFound"
      : isKnown(`/datasets/${repository}/resolve/${revision}/`)
        ? "EntryNotFound"
        : "RevisionNotFound";
    return response.writeHead(404, { "x-error-code": code }).end("Entry not found");
  }

  /** The store has an ETag of its own for each content, as object stores do. */
  #respondAsStore(request: IncomingMessage, response: ServerResponse): unknown {
    const seen = this.#note("store", request, response);
    const fault = this.faults.store.shift();
    if (fault?.kind === "status") return response.writeHead(fault.status, fault.headers).end("a fault");
    const url = new URL(seen.url, this.storeOrigin);
    const file = this.files.get(url.pathname);
    // Object stores refuse a signed address that comes with a token.
    if (request.headers.authorization !== undefined) return response.writeHead(400).end("two credentials");
    if (file === undefined || url.searchParams.get("X-Amz-Signature") !== SIGNATURE) {
      return response.writeHead(403).end("expired");
    }
    const tag = `"${createHash("md5").update(file.content).digest("hex")}"`;
    return sendContent(request, response, file.content, tag, seen, fault);
  }

  #note(origin: Seen["origin"], request: IncomingMessage, response: ServerResponse): Seen {
    const { method = "", url = "", headers } = request;
    const seen: Seen = { origin, method, url, headers, status: 0, sentBytes: 0 };
    this.seen.push(seen);
    response.on("close", () => {
      seen.status = response.statusCode;
    });
    return seen;
  }
}

export const SIGNATURE = "a-signature-that-nobody-may-see";

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function sha256Of(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function gitTag({ content }: FakeFile): string {
  return `"${createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex")}"`;
}

function plainTag({ content }: FakeFile): string {
  return `"v-${sha256Of(content).slice(0, 8)}"`;
}

/** Responds like a file server: conditions, then ranges, then the fault. */
function sendContent(
  { headers }: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  tag: string,
  seen: Seen,
  fault: Fault | undefined,
): unknown {
  response.setHeader("etag", tag);
  response.setHeader("accept-ranges", "bytes");
  if (headers["if-none-match"] === tag) return response.writeHead(304).end();
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? Number.NaN);
  const isCurrent = headers["if-range"] === undefined || headers["if-range"] === tag;
  const isPartial = !Number.isNaN(start) && isCurrent && fault?.kind !== "ignore-range";
  if (isPartial && start >= content.length) {
    return response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
  }
  const wanted = isPartial ? content.subarray(start) : content;
  const body = fault?.kind === "garble" ? Buffer.alloc(wanted.length, "x") : wanted;
  const isWithoutLength = fault?.kind === "short" || fault?.kind === "long";
  if (!isWithoutLength) response.setHeader("content-length", body.length);
  if (isPartial) {
    response.setHeader("content-range", `bytes ${start}-${content.length - 1}/${content.length}`);
  }
  response.writeHead(isPartial ? 206 : 200);
  return sendBody(response, body, seen, fault);
}

function sendBody(response: ServerResponse, body: Buffer, seen: Seen, fault: Fault | undefined): unknown {
  const sendFirst = (bytes: number, then: () => void) => {
    seen.sentBytes = Math.min(bytes, body.length);
    return response.write(body.subarray(0, bytes), then);
  };
  switch (fault?.kind) {
    case "drop":
      return sendFirst(fault.afterBytes, () => response.destroy());
    case "short":
      return sendFirst(fault.afterBytes, () => response.end());
    case "stall":
      return sendFirst(fault.afterBytes, () => undefined);
    case "long":
      return sendFirst(body.length, () => response.end("and more"));
    default:
      seen.sentBytes = body.length;
      return response.end(body);
  }
}
