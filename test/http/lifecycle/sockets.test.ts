import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildLargeDatasets, LARGE_ROW_COUNT } from "../../support/large-datasets.js";
import { RawSocket, splitResponses, until } from "../../support/raw-socket.js";
import { buildServedApp, DATA, HEALTH, ready, type ServedApp } from "../../support/served-app.js";

const datasets = buildLargeDatasets();
/** Longer than what the kernel buffers. */
const LONG = `${DATA}?limit=120000`;
const LONG_ROWS = 120_000;

let served: ServedApp;
let port: number;

beforeAll(async () => {
  served = await buildServedApp(ready(datasets));
  port = await listen(served);
});

afterAll(() => served.app.close());

async function listen({ app }: ServedApp): Promise<number> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
}

function get(path: string, extra = ""): string {
  return `GET ${path} HTTP/1.1\r\nHost: test\r\n${extra}\r\n`;
}

const LAST = "Connection: close\r\n";

/** Sends bytes and returns the responses up to the end of the connection. */
async function talk(text: string) {
  const raw = new RawSocket(port);
  raw.write(text);
  return splitResponses(await raw.readToEnd());
}

describe("requests that are not HTTP", () => {
  it.each([
    ["a line of garbage", "GARBAGE\r\n\r\n"],
    ["an unknown method", "FETCH / HTTP/1.1\r\nHost: test\r\n\r\n"],
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n"],
    ["a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["an unknown version", `GET ${HEALTH} HTTP/9.9\r\nHost: test\r\n\r\n`],
    ["a header without a name", `GET ${HEALTH} HTTP/1.1\r\nHost: test\r\n: value\r\n\r\n`],
    ["a header with a control character", `GET ${HEALTH} HTTP/1.1\r\nHost: test\r\nX: a\x01b\r\n\r\n`],
    ["a URL with raw bytes", "GET /\xc3\xa9 HTTP/1.1\r\nHost: test\r\n\r\n"],
    [
      "two lengths of one body",
      `POST ${DATA} HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    ],
    [
      "a length and chunks",
      `POST ${DATA} HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
  ])("%s gets a problem on the socket, and the connection ends", async (_what, text) => {
    const [{ status, headers, body }, ...others] = await talk(text);
    expect(others).toEqual([]);
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("connection")).toBe("close");
    expect(JSON.parse(body)).toEqual({
      type: "urn:datadecide:problem:malformed-request",
      title: "The request is not valid HTTP",
      status: 400,
      detail: "The request could not be read as HTTP/1.1.",
      instance: null,
      errors: [],
    });
  });

  it("headers beyond the parser's limit get 431", async () => {
    const [{ status, body }] = await talk(
      `GET ${HEALTH} HTTP/1.1\r\nHost: test\r\nX: ${"a".repeat(300_000)}\r\n\r\n`,
    );
    expect(status).toBe(431);
    expect(JSON.parse(body)).toMatchObject({
      type: "urn:datadecide:problem:headers-too-large",
      title: "The request headers are too large",
      status: 431,
    });
  });

  it("a URL beyond the limit of the server, within that of the parser, gets 414", async () => {
    const [{ status, headers, body }] = await talk(get(`${DATA}?x=${"y".repeat(200_000)}`, LAST));
    expect(status).toBe(414);
    expect(Number(headers.get("content-length"))).toBe(body.length);
    expect(JSON.parse(body)).toMatchObject({ type: "urn:datadecide:problem:url-too-long", status: 414 });
  });

  it("HTTP/1.1 without Host gets a problem like every other", async () => {
    const [{ status, headers, body }] = await talk(`GET ${HEALTH} HTTP/1.1\r\nConnection: close\r\n\r\n`);
    expect(status).toBe(400);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(JSON.parse(body)).toMatchObject({
      type: "urn:datadecide:problem:malformed-request",
      detail: "An HTTP/1.1 request needs a Host header.",
      instance: HEALTH,
    });
  });

  it("garbage behind a good request leaves the good response whole", async () => {
    const responses = await talk(`${get(HEALTH)}GARBAGE\r\n\r\n`);
    expect(responses.map(({ status }) => status)).toEqual([200, 400]);
    expect(JSON.parse(responses[0].body).status).toBe("ok");
    expect(JSON.parse(responses[1].body).type).toBe("urn:datadecide:problem:malformed-request");
  });

  it("garbage in the middle of a response does not get between its bytes", async () => {
    const raw = new RawSocket(port);
    raw.write(get(LONG));
    await raw.until(() => raw.receivedBytes > 0, "the response begins");
    raw.write("GARBAGE\r\n\r\n");
    raw.write("MORE GARBAGE\r\n\r\n");
    const responses = splitResponses(await raw.readToEnd());
    expect(responses.map(({ status }) => status)).toEqual([200, 400]);
    expect(JSON.parse(responses[0].body).data).toHaveLength(LONG_ROWS);
  });
});

describe("unusual requests that are HTTP", () => {
  it("HTTP/1.0 without Host gets a response, and the connection ends", async () => {
    const [{ status, body }] = await talk(`GET ${HEALTH} HTTP/1.0\r\n\r\n`);
    expect(status).toBe(200);
    expect(JSON.parse(body).status).toBe("ok");
  });

  it("an absolute URL, as proxies send it, gets a response", async () => {
    const [{ status, body }] = await talk(get(`http://example.org${DATA}?limit=1`, LAST));
    expect(status).toBe(200);
    expect(JSON.parse(body).data).toHaveLength(1);
  });

  it.each(["Upgrade: websocket\r\nConnection: upgrade, close\r\n", `Expect: 100-continue\r\n${LAST}`])(
    "%j does not keep a request from its response",
    async (header) => {
      const responses = await talk(get(HEALTH, header));
      const { status, body } = responses[responses.length - 1];
      expect(status).toBe(200);
      expect(JSON.parse(body).status).toBe("ok");
    },
  );

  it("OPTIONS * has no content", async () => {
    const [{ status }] = await talk(`OPTIONS * HTTP/1.1\r\nHost: test\r\n${LAST}\r\n`);
    expect(status).toBe(204);
  });

  it("a POST whose body never ends gets a response before its end", async () => {
    const raw = new RawSocket(port);
    raw.write(
      `POST ${DATA} HTTP/1.1\r\nHost: test\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\nabc`,
    );
    await raw.until(() => raw.text.includes("method-not-allowed"), "the refusal comes");
    expect(splitResponses(raw.text)[0].status).toBe(405);
    raw.socket.destroy();
  });

  it("a HEAD request ends with its headers, so that the next response follows at once", async () => {
    const raw = new RawSocket(port);
    raw.write(`HEAD ${DATA} HTTP/1.1\r\nHost: test\r\n\r\n`);
    await raw.until(() => raw.text.includes("\r\n\r\n"), "the headers come");
    const head = raw.text;
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head).toContain(`x-total-count: ${LARGE_ROW_COUNT}\r\n`);
    expect(head.endsWith("\r\n\r\n")).toBe(true);
    raw.write(get(HEALTH, LAST));
    const [{ status, body }] = splitResponses((await raw.readToEnd()).slice(head.length));
    expect(status).toBe(200);
    expect(JSON.parse(body).status).toBe("ok");
  });
});

describe("connections", () => {
  it("stay open from one request to the next", async () => {
    const raw = new RawSocket(port);
    for (let count = 1; count <= 5; count++) {
      raw.write(get(`${DATA}?limit=${count}`));
      await raw.until(
        () => raw.text.split("HTTP/1.1 200").length > count && raw.text.endsWith("]}"),
        "it responds",
      );
    }
    expect(splitResponses(raw.text).map(({ body }) => JSON.parse(body).data.length)).toEqual([1, 2, 3, 4, 5]);
    expect(raw.isClosed).toBe(false);
    raw.socket.destroy();
  });

  it("respond to pipelined requests in order, mistakes among them", async () => {
    const requests = [`${DATA}?limit=1`, "/nowhere", LONG, `${DATA}?limit=x`, HEALTH];
    const responses = await talk(requests.map((path, index) => get(path, index === 4 ? LAST : "")).join(""));
    expect(responses.map(({ status }) => status)).toEqual([200, 404, 200, 400, 200]);
    expect(JSON.parse(responses[2].body).data).toHaveLength(LONG_ROWS);
    const ids = responses.map(({ headers }) => headers.get("x-request-id"));
    expect(new Set(ids).size).toBe(5);
  });

  it("that are half-closed by the client still get a short response", async () => {
    const raw = new RawSocket(port, { allowHalfOpen: true });
    raw.socket.end(get(`${DATA}?limit=5`));
    const [{ status, body }] = splitResponses(await raw.readToEnd());
    expect(status).toBe(200);
    expect(JSON.parse(body).data).toHaveLength(5);
  });

  it("that are half-closed during a long response are visibly cut, and the server goes on", async () => {
    const before = served.log.length;
    const raw = new RawSocket(port, { allowHalfOpen: true });
    raw.socket.end(get(LONG));
    const text = await raw.readToEnd();
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text.endsWith("0\r\n\r\n")).toBe(false);
    await until(() => served.log.length > before, "the line is there");
    expect(served.log.slice(before)).toMatchObject([{ level: 40, msg: "client left before the end" }]);
    expect((await talk(get(HEALTH, LAST)))[0].status).toBe(200);
  });

  it("that go while requests wait on them leave a line for each of those as well", async () => {
    const before = served.log.length;
    const raw = new RawSocket(port);
    const waiting = [1, 2, 3].map((count) => `${DATA}?limit=${count}`);
    raw.write([LONG, ...waiting].map((path) => get(path)).join(""));
    await raw.until(() => raw.receivedBytes > 0, "the first response begins");
    raw.socket.destroy();
    await until(() => served.log.length >= before + 4, "all lines are there");
    const lines = served.log.slice(before);
    expect(lines.map(({ url }) => url).sort()).toEqual([...waiting, LONG].sort());
    for (const { msg, url, bytes } of lines) {
      expect(msg).toBe("client left before the end");
      if (waiting.includes(String(url))) expect(bytes).toBe(0);
    }
  });

  it("that are half-closed before any byte of the response leave a line without bytes", async () => {
    // The handler runs when the end of the connection has been noticed.
    const own = await buildServedApp(ready(datasets), ["*"], 0, async (app) => {
      app.addHook("onRequest", async ({ raw }) => {
        if (!raw.socket.readableEnded) await once(raw.socket, "end");
      });
    });
    const raw = new RawSocket(await listen(own), { allowHalfOpen: true });
    raw.socket.end(get(`${DATA}?limit=5`));
    expect(await raw.readToEnd()).toBe("");
    const lines = () => own.log.filter(({ url }) => url !== undefined);
    await until(() => lines().length > 0, "the line is there");
    expect(lines()).toMatchObject([{ level: 40, msg: "client left before the end", bytes: 0 }]);
    await own.app.close();
  });

  it("that send one byte at a time get their response, and hold nobody else up", async () => {
    const slow = new RawSocket(port);
    const text = get(`${DATA}?limit=1`, LAST);
    for (const character of text.slice(0, 30)) {
      slow.write(character);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect((await talk(get(HEALTH, LAST)))[0].status).toBe(200);
    expect(slow.isClosed).toBe(false);
    slow.write(text.slice(30));
    expect(splitResponses(await slow.readToEnd())[0].status).toBe(200);
  });

  it("whose request does not arrive whole in time get a problem and end", async () => {
    // Node looks for late requests every 30 seconds; the same event without the wait.
    const error = Object.assign(new Error("Request timeout"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
    const server = createServer((peer) => served.app.server.emit("clientError", error, peer));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const late = new RawSocket((server.address() as AddressInfo).port);
    late.write(`GET ${HEALTH} HTTP/1.1\r\nHost: te`);
    const [{ status, headers, body }] = splitResponses(await late.readToEnd());
    server.close();
    expect(status).toBe(400);
    expect(headers.get("connection")).toBe("close");
    expect(JSON.parse(body)).toMatchObject({
      type: "urn:datadecide:problem:malformed-request",
      detail: "The request did not arrive whole in the time allowed.",
    });
  });
});

describe("closing the application", () => {
  it("finishes the responses under way, and then ends every other connection at once", async () => {
    const own = await buildServedApp(ready(datasets));
    const ownPort = await listen(own);
    const silent = new RawSocket(ownPort);
    const idle = new RawSocket(ownPort);
    idle.write(get(HEALTH));
    await idle.until(() => idle.text.endsWith("}"), "it has one response");
    const begun = new RawSocket(ownPort);
    begun.write("GET /api/hea");
    const busy = new RawSocket(ownPort);
    busy.write(get(LONG));
    await busy.until(() => busy.receivedBytes > 0, "the response begins");
    busy.socket.pause();
    const closed = own.app.close();
    await idle.until(() => idle.isClosed, "it is closed");
    expect(busy.isClosed).toBe(false);
    busy.socket.resume();
    const [{ status, body }] = splitResponses(await busy.readToEnd());
    expect(status).toBe(200);
    expect(JSON.parse(body).data).toHaveLength(LONG_ROWS);
    for (const raw of [silent, begun]) await raw.until(() => raw.isClosed, "it is closed");
    await closed;
    const late = new RawSocket(ownPort);
    late.write(get(HEALTH));
    await late.until(() => late.isClosed, "it is refused");
    expect(late.text).toBe("");
  });
});

describe("the log", () => {
  it("has one line for each request, with its bytes on the wire", async () => {
    const before = served.log.length;
    const requested = [
      ["GET", `${DATA}?limit=7`, 200, 7],
      ["HEAD", `${DATA}?limit=7`, 200, 7],
      ["GET", `${DATA}/ft?limit=3`, 200, 3],
      ["GET", `${DATA}?limit=x`, 400, null],
      ["GET", "/nowhere%", 404, null],
      ["POST", DATA, 405, null],
      ["OPTIONS", DATA, 204, null],
      ["GET", HEALTH, 200, null],
    ] as const;
    const sizes: number[] = [];
    const ids: unknown[] = [];
    for (const [method, url] of requested) {
      const raw = new RawSocket(port);
      raw.write(`${method} ${url} HTTP/1.1\r\nHost: test\r\n${LAST}\r\n`);
      const text = await raw.readToEnd();
      sizes.push(text.length);
      ids.push(/x-request-id: (\S+)/.exec(text)?.[1]);
      await until(() => served.log.length >= before + sizes.length, "the line is there");
    }
    const lines = served.log.slice(before);
    expect(lines.map(({ method, url, status, rows }) => [method, url, status, rows])).toEqual(requested);
    expect(lines.map(({ bytes }) => bytes)).toEqual(sizes);
    expect(lines.map(({ reqId }) => reqId)).toEqual(ids);
    for (const line of lines)
      expect(line).toMatchObject({ level: 30, msg: "answered", ms: expect.any(Number) });
  });
});
