/** Long responses over a socket: complete, at the pace of the client, and ended with it. */
import { get as httpGet, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import fastify, { type FastifyBaseLogger } from "fastify";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonFormat } from "../../../src/formats/json.js";
import { registerProblemDetails } from "../../../src/http/lifecycle/problem-details.js";
import { registerRequestLog } from "../../../src/http/lifecycle/request-log.js";
import { ResponseCache } from "../../../src/http/response/response-cache.js";
import { RowResponder } from "../../../src/http/response/row-response.js";
import { buildQueryPlan } from "../../../src/query/query-plan.js";
import type { Selection } from "../../../src/table/selection.js";
import { Table } from "../../../src/table/table.js";
import { buildLargeDatasets, LARGE_ROW_COUNT } from "../../support/large-datasets.js";
import { RawSocket, splitResponses, until } from "../../support/raw-socket.js";
import {
  buildServedApp,
  DATA,
  FT,
  HEALTH,
  type LogLine,
  ready,
  type ServedApp,
} from "../../support/served-app.js";
import { ALL_ROWS, serveSelection } from "../../support/served-selection.js";

/** What the kernel buffers on both ends, and a few chunks of the server's own; far from a whole response. */
const MAX_BUFFERED_BYTES = 16e6;

let served: ServedApp;
let port: number;

beforeAll(async () => {
  served = await buildServedApp(ready(buildLargeDatasets()));
  await served.app.listen({ host: "127.0.0.1", port: 0 });
  port = (served.app.server.address() as AddressInfo).port;
});

afterAll(() => served.app.close());

function getResponse(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpGet({ port, host: "127.0.0.1", path, agent: false }, resolve).on("error", reject);
  });
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function lineOf(url: string): LogLine | undefined {
  return served.log.findLast((line) => line.url === url);
}

describe("the whole of the evaluations in one response", () => {
  it("arrives in chunks, complete and readable, while the health check responds", async () => {
    const url = `${DATA}?offset=0`;
    const response = await getResponse(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers["transfer-encoding"]).toBe("chunked");
    expect(response.headers["content-length"]).toBeUndefined();
    expect(response.headers["x-total-count"]).toBe(String(LARGE_ROW_COUNT));
    const health = new Promise((resolve, reject) => {
      response.once("data", () => void getResponse(HEALTH).then(readAll).then(resolve, reject));
    });
    let isComplete = false;
    void health.then(() => expect(isComplete).toBe(false));
    const body = await readAll(response);
    isComplete = response.complete;
    expect(isComplete).toBe(true);
    expect(JSON.parse(String(await health)).status).toBe("ok");
    const { meta, data } = JSON.parse(body.toString());
    expect(data).toHaveLength(LARGE_ROW_COUNT);
    expect(meta.rows).toBe(LARGE_ROW_COUNT);
    for (let row = 0; row < data.length; row += 1000) expect(Object.keys(data[row])).toHaveLength(7);
    await until(() => lineOf(url) !== undefined, "the line is there");
    expect(lineOf(url)).toMatchObject({ level: 30, msg: "answered", status: 200, rows: LARGE_ROW_COUNT });
    expect(Number(lineOf(url)?.bytes)).toBeGreaterThan(body.length);
    expect(body.length).toBeGreaterThan(MAX_BUFFERED_BYTES * 1.5);
  });

  it("is produced only as far as a slow client reads", async () => {
    const url = `${DATA}?limit=${LARGE_ROW_COUNT - 1}`;
    const raw = new RawSocket(port);
    raw.write(`GET ${url} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
    await raw.until(() => raw.receivedBytes > 0, "the response begins");
    raw.socket.pause();
    // Another client reads as many bytes meanwhile, so that there was time to produce all of them for this one.
    const other = await readAll(await getResponse(`${DATA}?limit=${LARGE_ROW_COUNT - 2}`));
    raw.socket.destroy();
    await until(() => lineOf(url) !== undefined, "the line is there");
    expect(lineOf(url)).toMatchObject({ level: 40, msg: "client left before the end", status: 200 });
    expect(other.length).toBeGreaterThan(MAX_BUFFERED_BYTES * 1.5);
    expect(Number(lineOf(url)?.bytes)).toBeLessThan(MAX_BUFFERED_BYTES);
  });

  it("goes on where the client reads on", async () => {
    const raw = new RawSocket(port);
    raw.write(`GET ${DATA}?limit=${LARGE_ROW_COUNT - 3} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
    await raw.until(() => raw.receivedBytes > 0, "the response begins");
    raw.socket.pause();
    expect((await getResponse(HEALTH)).statusCode).toBe(200);
    raw.socket.resume();
    const [{ status, body }] = splitResponses(await raw.readToEnd());
    expect(status).toBe(200);
    expect(body.endsWith("}]}")).toBe(true);
  });

  it("stops being produced when the client goes, with one warning in the log", async () => {
    const lines = served.log.length;
    const url = `${DATA}?limit=${LARGE_ROW_COUNT - 4}`;
    const response = await getResponse(url);
    await new Promise((resolve) => response.once("data", resolve));
    response.destroy();
    await until(() => lineOf(url) !== undefined, "the line is there");
    expect((await getResponse(HEALTH)).statusCode).toBe(200);
    const own = served.log.slice(lines).filter((line) => line.reqId === lineOf(url)?.reqId);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ level: 40, msg: "client left before the end", status: 200, url });
    expect(JSON.stringify(own)).not.toContain("stack");
    expect(Number(own[0].bytes)).toBeGreaterThan(0);
    expect(Number(own[0].bytes)).toBeLessThan(MAX_BUFFERED_BYTES);
  });

  it("stops in the same way when the connection is reset", async () => {
    const url = `${DATA}?limit=${LARGE_ROW_COUNT - 5}`;
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(`GET ${url} HTTP/1.1\r\nHost: test\r\n\r\n`);
    await new Promise((resolve) => socket.once("data", resolve));
    socket.resetAndDestroy();
    await until(() => lineOf(url) !== undefined, "the line is there");
    expect(lineOf(url)).toMatchObject({ level: 40, msg: "client left before the end" });
  });
});

describe("several responses", () => {
  it("on one connection come one after the other, each whole", async () => {
    const raw = new RawSocket(port);
    const paths = [`${DATA}?metric=pile-valppl`, FT, `${DATA}?shape=wide&data=C4`];
    for (const [index, path] of paths.entries()) {
      const last = index === paths.length - 1 ? "Connection: close\r\n" : "";
      raw.write(`GET ${path} HTTP/1.1\r\nHost: test\r\n${last}\r\n`);
    }
    const responses = splitResponses(await raw.readToEnd());
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { headers, body } of responses) {
      const { meta, data } = JSON.parse(body);
      expect(data).toHaveLength(meta.rows);
      expect(headers.get("x-total-count")).toBe(String(meta.total));
    }
  });

  it("at the same time are each the same as alone", async () => {
    const url = `${DATA}?metric=*-valppl`;
    const alone = await readAll(await getResponse(url));
    const together = await Promise.all([1, 2, 3, 4].map(async () => readAll(await getResponse(url))));
    for (const body of together) expect(body.equals(alone)).toBe(true);
  });
});

describe("a failure in the middle of a response", () => {
  it("cuts the connection so that the client notices, and is an error in the log", async () => {
    const lines: LogLine[] = [];
    const logger: FastifyBaseLogger = pino({}, { write: (line) => lines.push(JSON.parse(line)) });
    const app = fastify({ loggerInstance: logger });
    registerRequestLog(app);
    registerProblemDetails(app, ["/fails"]);
    const column = { kind: "number", name: "n", values: new Float64Array(100_000) } as const;
    const rows = new Table([column], 100_000).allRows();
    const selection: Selection = {
      fields: ["n"],
      columns: [column],
      total: 200_000,
      rowCount: 200_000,
      idColumns: new Set(),
      *blocks() {
        yield { rows, columns: [column] };
        throw new Error("the column is gone");
      },
    };
    const source = { path: "p", sha256: "0".repeat(64), sizeBytes: 1, provenance: "test" };
    const responder = new RowResponder(new ResponseCache(0), "1");
    app.get("/fails", (request, reply) => {
      const options = { key: "", fields: ["n"], sort: [], offset: 0, limit: null };
      const output = { format: jsonFormat, isDownload: false };
      const plan = buildQueryPlan("test", "table", {}, ALL_ROWS, options, output);
      const dataset = serveSelection(selection, source);
      return responder.send(request, reply, plan, dataset);
    });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const raw = new RawSocket((app.server.address() as AddressInfo).port);
    raw.write("GET /fails HTTP/1.1\r\nHost: test\r\n\r\n");
    const text = await raw.readToEnd();
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).not.toContain("the column is gone");
    expect(text.endsWith("0\r\n\r\n")).toBe(false);
    await until(() => lines.some(({ url }) => url === "/fails"), "the line is there");
    expect(
      lines.some(({ level, err }) => level >= 40 && JSON.stringify(err ?? "").includes("the column is gone")),
    ).toBe(true);
    await app.close();
  });
});
