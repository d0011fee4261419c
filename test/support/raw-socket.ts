/** A TCP connection that sends exactly the bytes of a test and keeps what it receives. */
import { connect, type Socket } from "node:net";

export const DEADLINE_MS = 300_000;

export class RawSocket {
  readonly socket: Socket;
  #received: Buffer[] = [];
  #isEnded = false;
  #isClosed = false;

  constructor(port: number, options: { readonly allowHalfOpen?: boolean } = {}) {
    this.socket = connect({ port, host: "127.0.0.1", ...options });
    this.socket.on("data", (bytes) => this.#received.push(bytes));
    this.socket.on("end", () => {
      this.#isEnded = true;
    });
    this.socket.on("close", () => {
      this.#isClosed = true;
    });
    this.socket.on("error", () => {});
  }

  get text(): string {
    const whole = Buffer.concat(this.#received);
    this.#received = [whole];
    return whole.toString("latin1");
  }

  get receivedBytes(): number {
    return this.#received.reduce((sum, { length }) => sum + length, 0);
  }

  get isClosed(): boolean {
    return this.#isClosed || this.#isEnded;
  }

  write(text: string): void {
    this.socket.write(text, "latin1");
  }

  /** Waits until what has come satisfies a condition. */
  async until(condition: () => boolean, what: string): Promise<void> {
    await until(condition, () => `${what}; received so far: ${this.text.slice(0, 500)}`);
  }

  /** Everything that the server sends until it closes. */
  async readToEnd(): Promise<string> {
    await this.until(() => this.isClosed, "the server closes the connection");
    return this.text;
  }
}

/** Waits for a condition, and gives up loudly after a long time. */
export async function until(condition: () => boolean, what: string | (() => string)): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${typeof what === "string" ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The parts of the responses in a text; chunked bodies are joined. */
export function splitResponses(
  text: string,
): { status: number; headers: Map<string, string>; body: string }[] {
  const responses: { status: number; headers: Map<string, string>; body: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const headEnd = text.indexOf("\r\n\r\n", at);
    if (headEnd < 0) throw new Error(`no end of headers in ${text.slice(at, at + 300)}`);
    const [statusLine, ...lines] = text.slice(at, headEnd).split("\r\n");
    const status = Number(/^HTTP\/1\.[01] (\d{3}) /.exec(statusLine)?.[1]);
    if (Number.isNaN(status)) throw new Error(`no status line but ${statusLine.slice(0, 300)}`);
    const headers = new Map(lines.map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string]));
    const lowered = new Map([...headers].map(([name, value]) => [name.toLowerCase(), value]));
    const { body, end } = readBody(text, headEnd + 4, lowered);
    responses.push({ status, headers: lowered, body });
    at = end;
  }
  return responses;
}

function readBody(text: string, start: number, headers: ReadonlyMap<string, string>) {
  if (headers.get("transfer-encoding") !== "chunked") {
    const end = start + Number(headers.get("content-length") ?? 0);
    return { body: text.slice(start, end), end };
  }
  const parts: string[] = [];
  for (let at = start; ; ) {
    const lineEnd = text.indexOf("\r\n", at);
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (!Number.isFinite(size)) throw new Error(`no chunk size but ${text.slice(at, at + 40)}`);
    if (size === 0) return { body: parts.join(""), end: lineEnd + 4 };
    parts.push(text.slice(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
