/** Answers that are put together in the same memory one after the other, on real sockets. */
import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { brotliDecompressSync } from "node:zlib";
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Space } from "../../src/formats/format.js";
import { Connections } from "../../src/http/connections.js";
import { SpacePool } from "../../src/http/space-pool.js";
import { HttpClient, listen } from "../support/http-client.js";
import { buildServedApp, DATA, readShippedDatasets, ready, type ServedApp } from "../support/served-app.js";

const METRICS = ["pile-valppl", "c4_en-valppl", "mmlu_average_acc_raw", "boolq_acc_raw", "ice-valppl"];
/** About a megabyte and a few kilobytes each, by turns. */
const PATHS = METRICS.flatMap((metric) => [
  `${DATA}?metric=${metric}`,
  `${DATA}?metric=${metric}&data=C4&params=150M`,
  `${DATA}.csv?metric=${metric}&params__gte=150M`,
]);

let served: ServedApp;
let client: HttpClient;
const expected = new Map<string, Buffer>();

beforeAll(async () => {
  const datasets = await readShippedDatasets();
  // Without caches, so that every answer is put together anew.
  served = await buildServedApp(ready(datasets), ["*"], 0);
  client = await listen(served.app);
  for (const path of PATHS) expected.set(path, (await client.get(path)).body);
});
afterAll(async () => {
  client.close();
  await served.app.close();
});

function open(): Socket {
  return connect(client.port, "127.0.0.1").setNoDelay();
}

/** Reads so many answers that follow each other on one connection, slowly. */
async function readBodies(socket: Socket, count: number): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    for (let body = takeBody(); body !== null; body = takeBody()) bodies.push(body);
    if (bodies.length === count) break;
    await setTimeout(1);
  }
  return bodies;

  function takeBody(): Buffer | null {
    const headEnd = received.indexOf("\r\n\r\n");
    if (headEnd < 0) return null;
    const head = received.toString("latin1", 0, headEnd);
    const size = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
    if (received.length < headEnd + 4 + size) return null;
    const body = received.subarray(headEnd + 4, headEnd + 4 + size);
    received = received.subarray(headEnd + 4 + size);
    return body;
  }
}

describe("answers out of memory that is used again", () => {
  it("are each whole when asked for at once on connections that are read slowly, beside others that are cut off", async () => {
    const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`;
    const slow = await Promise.all(
      [0, 1, 2].map(async (shift) => {
        const paths = [...PATHS.slice(shift * 5), ...PATHS.slice(0, shift * 5)];
        const socket = open();
        socket.write(paths.map(request).join(""));
        return { paths, bodies: readBodies(socket, paths.length) };
      }),
    );
    for (let round = 0; round < 20; round++) {
      const socket = open().on("error", () => {});
      socket.write(request(PATHS[(round * 3) % PATHS.length]));
      await once(socket, "data");
      socket.destroy();
    }
    for (const { paths, bodies } of slow) {
      for (const [index, body] of (await bodies).entries()) {
        expect(body.equals(expected.get(paths[index]) as Buffer), paths[index]).toBe(true);
      }
      expect(await bodies).toHaveLength(paths.length);
    }
  });

  it("are each whole when they are compressed meanwhile", compareCompressed);
});

/** Asks for every path by four clients at once, two of which want it compressed. */
async function compareCompressed(): Promise<void> {
  const headers = { "accept-encoding": "br" };
  const others = [1, 2, 3, 4].map(() => new HttpClient(client.port));
  await Promise.all(
    PATHS.flatMap((path) =>
      others.map(async (other, index) => {
        const isPlain = index % 2 === 0;
        const { body } = await other.get(path, isPlain ? {} : headers);
        const plain = isPlain ? body : brotliDecompressSync(body);
        expect(plain.equals(expected.get(path) as Buffer), path).toBe(true);
      }),
    ),
  );
  for (const other of others) other.close();
}

describe("a pool of spaces", () => {
  it("hands out eight at most, and those that were given back again", () => {
    const pool = new SpacePool(100);
    const spaces = Array.from({ length: 8 }, () => pool.take() as Buffer<ArrayBuffer>);
    expect(new Set(spaces).size).toBe(8);
    expect(spaces.map(({ length }) => length)).toEqual(Array(8).fill(100));
    expect(pool.take()).toBeNull();
    pool.give(spaces[3]);
    expect(pool.take()).toBe(spaces[3]);
    expect(pool.take()).toBeNull();
  });

  it("has a space back once when the client goes, though response and connection both end", async () => {
    const pool = new SpacePool(100);
    const app = fastify();
    new Connections().watch(app);
    app.get("/", (_request, reply) => {
      reply.hijack();
      pool.giveAfter(reply.raw, pool.take() as Space);
      reply.raw.write("begun");
    });
    await app.listen({ host: "127.0.0.1", port: 0 });
    for (let round = 0; round < 10; round++) {
      const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1").on("error", () => {});
      socket.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".repeat(2));
      await once(socket, "data");
      socket.destroy();
    }
    await app.close();
    const spaces = Array.from({ length: 9 }, () => pool.take()).filter((space) => space !== null);
    expect(spaces.length).toBeGreaterThan(4);
    expect(new Set(spaces).size).toBe(spaces.length);
  });

  it("has its spaces again when connections go whose answers nobody has read, and answers meanwhile", async () => {
    for (let round = 0; round < 5; round++) {
      const socket = open().on("error", () => {});
      socket.write(`GET ${DATA} HTTP/1.1\r\nHost: test\r\n\r\n`);
      socket.write(`GET ${PATHS[0]} HTTP/1.1\r\nHost: test\r\n\r\n`.repeat(20));
      await once(socket, "data");
      socket.pause();
      const { body } = await client.get(PATHS[3]);
      expect(body.equals(expected.get(PATHS[3]) as Buffer)).toBe(true);
      socket.destroy();
    }
    // A space that was given back twice would now be filled by two at once.
    await compareCompressed();
  });
});
