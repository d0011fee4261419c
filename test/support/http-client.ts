/** A client that shows what came over the wire: nothing is decompressed, followed or cached. */
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import * as zlib from "node:zlib";
import type { FastifyInstance } from "fastify";

export interface WireResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export class HttpClient {
  readonly port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(port: number) {
    this.port = port;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<WireResponse> {
    return new Promise((resolve, reject) => {
      const options = { port: this.port, host: "127.0.0.1", path, headers, method, agent: this.#agent };
      const sent = request(options, async (response) => {
        const chunks: Buffer[] = [];
        try {
          for await (const chunk of response) chunks.push(chunk);
        } catch (error) {
          reject(error);
        }
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: Buffer.concat(chunks) });
      });
      sent.on("error", reject).end();
    });
  }

  head(path: string, headers: Readonly<Record<string, string>> = {}): Promise<WireResponse> {
    return this.get(path, headers, "HEAD");
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Lets the application listen on a free port; the client that talks to it. */
export async function listen(app: FastifyInstance): Promise<HttpClient> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return new HttpClient((app.server.address() as AddressInfo).port);
}

/** The body without its content coding; throws for an unknown one. */
export function decodeBody({ headers, body }: WireResponse): Buffer {
  const coding = headers["content-encoding"];
  if (coding === undefined) return body;
  if (coding === "br") return zlib.brotliDecompressSync(body);
  if (coding === "gzip") return zlib.gunzipSync(body);
  // Only newer runtimes have it, and only they send it.
  const { zstdDecompressSync } = zlib as unknown as { zstdDecompressSync(bytes: Buffer): Buffer };
  if (coding === "zstd") return zstdDecompressSync(body);
  throw new Error(`the coding ${coding} is not known`);
}

/** The part of an ETag that names the content, without its strength and its content coding. */
export function nameContent(etag: unknown): string | undefined {
  return /^(?:W\/)?"([\w-]{27})(?:-[a-z]+)?"$/.exec(String(etag))?.[1];
}
