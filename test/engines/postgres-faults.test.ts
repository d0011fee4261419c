/** The engine over PostgreSQL when the database is slow, busy, changed or gone: every response is whole, a problem, or cut off. */
import { request as startRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { type OpenedDataset, openCatalog } from "../../src/engines/catalog-datasets.js";
import { DatasetStore } from "../../src/engines/dataset-store.js";
import { StartupError } from "../../src/errors.js";
import { HttpClient } from "../support/http-client.js";
import { lacksPostgres, PASSWORD, PostgresServer } from "../support/postgres-server.js";
import { buildServedApp, DATA, DATASETS, expectProblem, type LogLine } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

const DUCKDB = { memoryLimit: "256MB", threads: 1 };
const OPTIONS = { poolSize: 2, connectTimeoutMs: 5000, queryTimeoutMs: 60_000 };
const LARGE = `${DATA}/large.ndjson`;
const SMALL = `${DATA}/small_table`;
const ROWS = 60_000;
/** Texts so long that the response fits into no buffer between the database and the client. */
const CREATE_TABLES = `
  CREATE TABLE large AS SELECT i AS n, i || repeat('x', 400) AS long_text, i * 0.5::float8 AS value
    FROM generate_series(1, ${ROWS}) i;
  CREATE TABLE small_table AS SELECT i AS n, 'name ' || i % 3 AS name FROM generate_series(1, 9) i`;

describe.skipIf(lacksPostgres())("a dataset in PostgreSQL", () => {
  let server: PostgresServer;
  const secrets = [PASSWORD, encodeURIComponent(PASSWORD)];

  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.run(CREATE_TABLES);
  });
  afterAll(() => server?.remove());

  async function open(tables: readonly string[], options = {}) {
    const lines: object[] = [];
    const log = { info: (details: object) => void lines.push(details), warn: () => {} };
    const declarations = tables.map((name) => defineDataset(name, { source: server.url(`?table=${name}`) }));
    const datasets = await openCatalog(declarations, DUCKDB, log, { ...OPTIONS, ...options });
    return { datasets, lines };
  }

  async function serve(tables: readonly string[], options = {}) {
    const { datasets } = await open(tables, options);
    const store = new DatasetStore(1e6, tables);
    store.publish(buildSmallDatasets(), datasets);
    const { app, log } = await buildServedApp(store);
    return { app, log, datasets };
  }

  async function withServed(
    tables: readonly string[],
    options: object,
    use: (served: { app: FastifyInstance; log: LogLine[]; datasets: OpenedDataset[] }) => Promise<void>,
  ) {
    const served = await serve(tables, options);
    try {
      await use(served);
    } finally {
      await served.app.close();
      for (const { engine } of served.datasets) await engine.close();
    }
  }

  /** Holds a table so that no query of it goes on, for the time of some work. */
  async function withLock(table: string, use: () => Promise<void>) {
    const client = new pg.Client(server.url());
    await client.connect();
    try {
      await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      await use();
    } finally {
      await client.end();
    }
  }

  /** The statements that the server works on, or waits to send the rows of. */
  async function listRunning(): Promise<string[]> {
    const rows = await server.run(
      "SELECT query FROM pg_stat_activity WHERE application_name = 'datadecide' AND state = 'active'",
    );
    return rows.map(({ query }) => String(query));
  }

  async function until(condition: () => Promise<boolean>, what: string) {
    for (let round = 0; round < 2000; round++) {
      if (await condition()) return;
      await setTimeout(10);
    }
    throw new Error(`never seen: ${what}`);
  }

  const isRunning = async () => (await listRunning()).length > 0;
  const isIdle = async () => !(await isRunning());

  /** A request whose response is read up to its first bytes. */
  async function begin(app: FastifyInstance, path: string) {
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const sent = startRequest({ port, host: "127.0.0.1", path, agent: false });
    sent.on("error", () => {});
    sent.end();
    return { sent, client: new HttpClient(port) };
  }

  it("shows its password in no description, log line or response", async () => {
    const { lines, datasets } = await open(["small_table"]);
    await datasets[0].engine.close();
    await withServed(["small_table"], {}, async ({ app, log }) => {
      const described = await app.inject(`${DATASETS}/small_table`);
      expect(described.json().data).toMatchObject({
        engine: "postgres",
        source: "postgres?table=small_table",
        rows: 9,
      });
      const shown = JSON.stringify([lines, log, described.body, (await app.inject(SMALL)).body]);
      expect(shown).toContain("postgres://127.0.0.1");
      for (const secret of [...secrets, "tester"]) expect(shown).not.toContain(secret);
    });
  });

  it.each([
    ["a wrong password", "?table=large", "wrong/one", "cannot-connect", /password authentication failed/],
    ["no password", "?table=large", null, "cannot-connect", /password/],
    [
      "an unknown table",
      "?table=larg",
      PASSWORD,
      "missing-table",
      /no table "public.larg", only public.large/,
    ],
    ["no table", "", PASSWORD, "bad-source", /names no table/],
    ["too many dots", "?table=a.b.c", PASSWORD, "bad-source", /names no table/],
    ["an index", "?table=pg_catalog.pg_class_oid_index", PASSWORD, "unsupported-source", /is an index/],
    ["a view", "?table=pg_catalog.pg_tables", PASSWORD, "unsupported-source", /is a view/],
  ])("ends the start for %s, without the password", async (_what, path, password, code, message) => {
    const source = server.url(path, password);
    const error = await openCatalog([defineDataset("broken", { source })], DUCKDB, {
      info: () => {},
      warn: () => {},
    }).catch((reason) => reason);
    expect(error).toBeInstanceOf(StartupError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    const shown = `${error.message} ${error.subject} ${JSON.stringify(error)}`;
    for (const secret of [...secrets, "wrong/one", "wrong%2Fone"]) expect(shown).not.toContain(secret);
  });

  it.each(["postgres://a:geheim@[/db?table=t", "postgres:a:geheim@db?table=t"])(
    "ends the start for %s, which is no address, without the password",
    async (source) => {
      const error = await openCatalog([defineDataset("broken", { source })], DUCKDB, {
        info: () => {},
        warn: () => {},
      }).catch((reason) => reason);
      expect(error).toMatchObject({ code: "bad-source" });
      expect(error.message).not.toContain("geheim");
    },
  );

  it("takes the password from PGPASSWORD", async () => {
    process.env.PGPASSWORD = PASSWORD;
    try {
      const source = server.url("?table=small_table", null);
      const [{ engine }] = await openCatalog([defineDataset("own", { source })], DUCKDB, {
        info: () => {},
        warn: () => {},
      });
      expect(engine.rowCount).toBe(9);
      await engine.close();
    } finally {
      delete process.env.PGPASSWORD;
    }
  });

  it("is a 503 with Retry-After while all connections are in use, and the others are served", async () => {
    await withServed(["small_table"], { poolSize: 1, connectTimeoutMs: 2000 }, async ({ app }) => {
      let first: Promise<{ statusCode: number }> | undefined;
      await withLock("small_table", async () => {
        first = app.inject(`${SMALL}?name=name 1`);
        await until(isRunning, "a query that waits for the lock");
        const second = await app.inject(`${SMALL}?name=name 2`);
        expectProblem(second, "engine-busy", /in use/);
        expect(second.headers["retry-after"]).toBe("1");
      });
      expect((await first)?.statusCode).toBe(200);
    });
  });

  it("is a 504 when the query exceeds its time limit, and the connection serves the next one", async () => {
    await withServed(["small_table"], { poolSize: 1, queryTimeoutMs: 1000 }, async ({ app }) => {
      await withLock("small_table", async () => {
        expectProblem(await app.inject(`${SMALL}?name=name 1`), "query-timeout", /longer than a query may/);
        const facets = await app.inject("/api/visualize/facets/small_table?name=name 1");
        expectProblem(facets, "query-timeout", /longer than a query may/);
      });
      expect((await app.inject(`${SMALL}?name=name 1`)).statusCode).toBe(200);
    });
  });

  it("cancels the query of a client that leaves before the response", async () => {
    await withServed(["small_table"], {}, async ({ app }) => {
      await withLock("small_table", async () => {
        const { sent } = await begin(app, `${SMALL}?name=name%201`);
        await until(isRunning, "a query that waits for the lock");
        sent.destroy();
        await until(isIdle, "the end of the query, while the lock is held");
      });
    });
  });

  it("cancels the query of a client that leaves within the response", async () => {
    await withServed(["large"], { poolSize: 1 }, async ({ app }) => {
      const { sent } = await begin(app, LARGE);
      const response = await new Promise<NodeJS.ReadableStream>((resolve) => sent.on("response", resolve));
      response.once("data", () => response.pause());
      await until(async () => (await listRunning()).some((sql) => sql.startsWith("COPY")), "the rows");
      sent.destroy();
      await until(isIdle, "the end of the query");
      expect((await app.inject(`${DATA}/large?limit=1`)).statusCode).toBe(200);
    });
  });

  it("is read at the pace of the client, and whole", async () => {
    await withServed(["large"], { queryTimeoutMs: 4000 }, async ({ app }) => {
      const { sent } = await begin(app, LARGE);
      const response = await new Promise<NodeJS.ReadableStream>((resolve) => sent.on("response", resolve));
      await setTimeout(4500);
      // The database could not send everything, and waiting is not the fault of the query.
      expect((await listRunning()).join()).toContain("COPY");
      let lines = 0;
      for await (const chunk of response) lines += chunk.toString("latin1").split("\n").length - 1;
      expect(lines).toBe(ROWS);
      await until(isIdle, "the end of the query");
    });
  });

  it("is whole in a format that reads all rows for each column, and has no body for HEAD", async () => {
    await withServed(["large"], { poolSize: 1 }, async ({ app }) => {
      const response = await app.inject(`${DATA}/large?format=columns&columns=n,value,long_text`);
      const { data } = response.json();
      expect([data.n.length, data.value.length, data.long_text.length]).toEqual([ROWS, ROWS, ROWS]);
      expect(data.value.every((value: number, row: number) => value === data.n[row] / 2)).toBe(true);
      for (let round = 0; round < 3; round++) {
        const head = await app.inject({ method: "HEAD", url: `${LARGE}?sort=n` });
        expect(head.headers["x-total-count"]).toBe(String(ROWS));
      }
      await until(isIdle, "the end of what nobody reads");
    });
  });

  it("is cut off when the database goes within the response, then a 503, and served again without a restart", async () => {
    await withServed(["large", "small_table"], { connectTimeoutMs: 2000 }, async ({ app, log }) => {
      const { sent, client } = await begin(app, LARGE);
      const response = await new Promise<NodeJS.ReadableStream>((resolve) => sent.on("response", resolve));
      response.once("data", () => response.pause());
      await until(async () => (await listRunning()).some((sql) => sql.startsWith("COPY")), "the rows");
      await server.stop();
      const read = async () => {
        for await (const _chunk of response) {
          // Only its end matters.
        }
      };
      await expect(read()).rejects.toThrow(/aborted|ECONNRESET/);
      const gone = await client.get(`${SMALL}?name=name%201`);
      expect(gone.status).toBe(503);
      expect(gone.headers["retry-after"]).toBe("5");
      expect(JSON.parse(gone.body.toString()).type).toBe("urn:datadecide:problem:engine-unavailable");
      await server.resume();
      expect((await client.get(`${SMALL}?name=name%201`)).status).toBe(200);
      client.close();
      for (const secret of secrets) expect(JSON.stringify(log)).not.toContain(secret);
    });
  });

  it("that has other rows or another table in its place is a 503 until a restart", async () => {
    await server.run(
      "CREATE TABLE changing AS SELECT i AS n, 'name ' || i % 3 AS name FROM generate_series(1, 9) i",
    );
    await withServed(["changing"], {}, async ({ app }) => {
      await server.run("UPDATE changing SET name = 'name 4' WHERE n = 1");
      const url = `${DATA}/changing`;
      expectProblem(await app.inject(url), "source-changed", /did not have when the server started/);
      await server.run("UPDATE changing SET name = 'name 1'; INSERT INTO changing VALUES (10, 'name 1')");
      expectProblem(await app.inject(url), "source-changed", /has changed since/);
      await server.run("DELETE FROM changing WHERE n > 8");
      expectProblem(await app.inject(url), "source-changed", /has changed since/);
      await server.run("DROP TABLE changing; CREATE TABLE changing AS SELECT 1 AS n, 'name 1' AS name");
      expectProblem(await app.inject(`${url}?name=name 1`), "source-changed", /has changed since/);
      await server.run("DROP TABLE changing");
      expectProblem(await app.inject(`${url}?name=name 2`), "source-changed", /has changed since/);
    });
  });
});
