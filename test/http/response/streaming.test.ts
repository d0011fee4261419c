import { get as httpGet, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import fastify, { type FastifyBaseLogger } from "fastify";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EncodeInput } from "../../../src/formats/format.js";
import { jsonFormat } from "../../../src/formats/json.js";
import { registerProblemDetails } from "../../../src/http/lifecycle/problem-details.js";
import { registerRequestLog } from "../../../src/http/lifecycle/request-log.js";
import { ResponseCache } from "../../../src/http/response/response-cache.js";
import { RowResponder } from "../../../src/http/response/row-response.js";
import { buildQueryPlan } from "../../../src/query/query-plan.js";
import type { Selection } from "../../../src/table/selection.js";
import { Table } from "../../../src/table/table.js";
import { NO_TEXTS } from "../../support/encoding.js";
import { RawSocket, splitAnswers, until } from "../../support/raw-socket.js";
import {
  buildServedApp,
  DATA,
  FT,
  HEALTH,
  type LogLine,
  readShippedDatasets,
  ready,
  type ServedApp,
} from "../../support/served-app.js";

const ALL_ROWS = 1787286;

/** What the encoder has produced, by all streams together, and how many of its generators were closed. */
const produced = vi.hoisted(() => ({ bytes: 0, begun: 0, ended: 0 }));

vi.mock("../../../src/formats/json.js", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../../src/formats/json.js")>();
  function* encode(input: EncodeInput) {
    produced.begun++;
    try {
      for (const chunk of original.jsonFormat.encode(input)) {
        produced.bytes += chunk.length;
        yield chunk;
      }
    } finally {
      produced.ended++;
    }
  }
  return { ...original, jsonFormat: { ...original.jsonFormat, encode } };
});

let served: ServedApp;
let port: number;

beforeAll(async () => {
  served = await buildServedApp(ready(await readShippedDatasets()));
  await served.app.listen({ host: "127.0.0.1", port: 0 });
  port = (served.app.server.address() as AddressInfo).port;
});

afterAll(() => served.app.close());

function ask(path: string): Promise<IncomingMessage> {
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

describe("the whole of the evaluations in one answer", () => {
  it("arrives in chunks, complete and readable, while health is answered", async () => {
    const url = `${DATA}?offset=0`;
    const response = await ask(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers["transfer-encoding"]).toBe("chunked");
    expect(response.headers["content-length"]).toBeUndefined();
    expect(response.headers["x-total-count"]).toBe(String(ALL_ROWS));
    let bytes = 0;
    let rows = 0;
    let rest = "";
    let healthBytes = -1;
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      // Each record is read when it is complete, as no string could hold the whole.
      const records = (rest + chunk.toString()).split("},{");
      rest = records.pop() ?? "";
      for (const record of records) {
        const text = rows === 0 ? record.slice(record.indexOf('"data":[{') + 9) : record;
        if (rows % 1000 === 0) expect(Object.keys(JSON.parse(`{${text}}`))).toHaveLength(7);
        rows++;
      }
      if (healthBytes === -1) {
        healthBytes = 0;
        void ask(HEALTH)
          .then(readAll)
          .then((body) => {
            if (JSON.parse(body.toString()).status === "ok") healthBytes = bytes;
          });
      }
    });
    await new Promise((resolve) => response.on("end", resolve));
    expect(response.complete).toBe(true);
    expect(rest.endsWith("}]}")).toBe(true);
    expect(rows + 1).toBe(ALL_ROWS);
    expect(healthBytes).toBeGreaterThan(0);
    expect(healthBytes).toBeLessThan(bytes);
    await until(() => lineOf(url) !== undefined, "the line is there");
    expect(lineOf(url)).toMatchObject({ level: 30, msg: "answered", status: 200, rows: ALL_ROWS });
    expect(Number(lineOf(url)?.bytes)).toBeGreaterThan(bytes);
  });

  it("is produced only as far as a slow client reads", async () => {
    const before = { ...produced };
    const raw = new RawSocket(port);
    raw.write(`GET ${DATA}?limit=1500000 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
    await raw.until(() => raw.receivedBytes > 0, "the answer begins");
    raw.socket.pause();
    await untilSteady(() => produced.bytes);
    // The kernel's buffers on both ends and a few chunks of our own: far from the 250 MB of the answer.
    expect(produced.bytes - before.bytes).toBeLessThan(40e6);
    const first = produced.bytes;
    raw.socket.resume();
    await raw.until(() => produced.bytes > first + 1e6, "it goes on");
    raw.socket.pause();
    await untilSteady(() => produced.bytes);
    expect(produced.ended).toBe(before.ended);
    expect((await ask(HEALTH)).statusCode).toBe(200);
    raw.socket.destroy();
    await until(() => produced.ended === before.ended + 1, "the generator is closed");
    await until(() => produced.begun === produced.ended, "no generator is left");
  });

  it("stops being produced when the client goes, with one warning in the log", async () => {
    const before = { ...produced };
    const lines = served.log.length;
    const url = `${DATA}?limit=1700000`;
    const response = await ask(url);
    await new Promise((resolve) => response.once("data", resolve));
    response.destroy();
    await until(() => produced.ended === before.ended + 1, "the generator is closed");
    await until(() => lineOf(url) !== undefined, "the line is there");
    expect(produced.bytes - before.bytes).toBeLessThan(40e6);
    expect((await ask(HEALTH)).statusCode).toBe(200);
    await until(() => lineOf(HEALTH) !== undefined, "the server has gone on");
    const own = served.log.slice(lines).filter((line) => line.reqId === lineOf(url)?.reqId);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ level: 40, msg: "client left before the end", status: 200, url });
    expect(JSON.stringify(own)).not.toContain("stack");
    expect(Number(own[0].bytes)).toBeGreaterThan(0);
  });

  it("stops in the same way when the connection is reset", async () => {
    const before = { ...produced };
    const url = `${DATA}?limit=1600000`;
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(`GET ${url} HTTP/1.1\r\nHost: test\r\n\r\n`);
    await new Promise((resolve) => socket.once("data", resolve));
    socket.resetAndDestroy();
    await until(() => produced.ended === before.ended + 1, "the generator is closed");
    await until(() => lineOf(url) !== undefined, "the line is there");
    expect(lineOf(url)).toMatchObject({ level: 40, msg: "client left before the end" });
  });
});

describe("several large answers", () => {
  it("on one connection come one after the other, each whole", async () => {
    const raw = new RawSocket(port);
    const paths = [`${DATA}?metric=pile-valppl`, FT, `${DATA}?shape=wide&data=C4&params=150M`];
    for (const [index, path] of paths.entries()) {
      const last = index === paths.length - 1 ? "Connection: close\r\n" : "";
      raw.write(`GET ${path} HTTP/1.1\r\nHost: test\r\n${last}\r\n`);
    }
    const answers = splitAnswers(await raw.readToEnd());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { headers, body } of answers) {
      const { meta, data } = JSON.parse(body);
      expect(data).toHaveLength(meta.rows);
      expect(headers.get("x-total-count")).toBe(String(meta.total));
    }
  });

  it("at the same time are each the same as alone", async () => {
    const alone = (await readAll(await ask(FT))).toString();
    const together = await Promise.all(
      [1, 2, 3, 4].map(async () => (await readAll(await ask(FT))).toString()),
    );
    for (const text of together) expect(text === alone).toBe(true);
  });
});

describe("a failure in the middle of an answer", () => {
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
      const plan = buildQueryPlan("test", {}, options, output, () => selection);
      const dataset = { name: "test", source, texts: NO_TEXTS };
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

/** Waits until a number has not changed for half a second. */
async function untilSteady(read: () => number): Promise<void> {
  let last = Number.NaN;
  let since = Date.now();
  await until(() => {
    if (read() !== last) since = Date.now();
    last = read();
    return Date.now() - since > 500;
  }, "it stands still");
}
