/** Limits and faults of datasets in DuckDB: what a client gets when a file changes, a query takes too long or has too many rows. */
import { mkdir, open, rename, rm, utimes, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalogFile } from "../../src/catalog/catalog-file.js";
import { defineDataset } from "../../src/catalog/declaration.js";
import { openCatalog } from "../../src/engines/catalog-datasets.js";
import { DatasetStore } from "../../src/engines/dataset-store.js";
import { DuckDbDatabase, type DuckDbEngine } from "../../src/engines/duckdb/duckdb-engine.js";
import { SourceFiles } from "../../src/engines/duckdb/source-files.js";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { type HttpClient, listen } from "../support/http-client.js";
import { buildServedApp, DATA, expectProblem } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";
import { makeFolder } from "../support/small-files.js";

const LOG = { info: () => {}, warn: () => {} };
const OPTIONS = { memoryLimit: "256MB", threads: 1 };
const ROWS = 400_000;

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  await writeParquet(
    "runs.parquet",
    `SELECT i AS n, i / 7 AS value, md5(i::VARCHAR) AS code FROM range(${ROWS}) r(i)`,
  );
});
afterAll(() => remove());

async function writeParquet(name: string, select: string): Promise<string> {
  const path = join(folder, name);
  await withDatabase({ threads: 1 }, (database) =>
    database.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, ROW_GROUP_SIZE 20000)`),
  );
  return path;
}

async function serve(
  source: string,
  options: { queryTimeoutMs?: number; maxRows?: number; maxResponseRows?: number } = {},
): Promise<FastifyInstance> {
  const store = new DatasetStore(1e6, ["runs"]);
  const declaration = defineDataset("runs", { source, maxRows: options.maxRows });
  const { queryTimeoutMs = 0 } = options;
  const opened = await openCatalog([declaration], { ...OPTIONS, queryTimeoutMs }, LOG);
  store.publish(buildSmallDatasets(), opened, options.maxResponseRows);
  return (await buildServedApp(store)).app;
}

describe("a query of more rows than a response may have", () => {
  it("is refused with the largest limit, also by HEAD, and one with that limit is answered", async () => {
    const app = await serve(join(folder, "runs.parquet"), { maxResponseRows: 1000 });
    const url = `${DATA}/runs?n__gte=100`;
    expectProblem(
      await app.inject(url),
      "limit-required",
      `The query selects ${ROWS - 100} rows, and a response has at most 1000. Add limit=1000 or less, and read the further pages with offset=.`,
    );
    expectProblem(await app.inject(`${DATA}/runs.csv?limit=1001`), "limit-required", /at most 1000/);
    expect((await app.inject({ url, method: "HEAD" })).statusCode).toBe(400);
    const page = await app.inject(`${url}&limit=1000&offset=5`);
    expect(page.statusCode).toBe(200);
    expect(page.headers.link).toContain("offset=1005");
    expectProblem(await app.inject(DATA), "limit-required", /at most 1000/);
  });

  it("has the bound of its declaration before that of the setting", async () => {
    const app = await serve(join(folder, "runs.parquet"), { maxRows: 10, maxResponseRows: 5 });
    expect((await app.inject(`${DATA}/runs?limit=10`)).statusCode).toBe(200);
    expectProblem(await app.inject(`${DATA}/runs?limit=11`), "limit-required", /at most 10\./);
  });
});

describe("a query over the time limit", () => {
  it("is stopped with a problem of its own, and the next one is answered", async () => {
    const app = await serve(join(folder, "runs.parquet"), { queryTimeoutMs: 1 });
    const response = await app.inject(`${DATA}/runs?sort=code&limit=3&offset=390000`);
    expectProblem(response, "query-timeout", /^The query was stopped after 0\.001 s/);
    const patient = await serve(join(folder, "runs.parquet"), { queryTimeoutMs: 600_000 });
    expect((await patient.inject(`${DATA}/runs?sort=code&limit=3`)).statusCode).toBe(200);
  });
});

describe("a file that changes while it is served", () => {
  it.each(["replaced", "removed"])("is a problem for the next query when it is %s", async (what) => {
    const path = await writeParquet(`${what}.parquet`, "SELECT i AS n FROM range(100) r(i)");
    const app = await serve(path);
    expect((await app.inject(`${DATA}/runs?n=5`)).statusCode).toBe(200);
    if (what === "removed") await rm(path);
    else await rename(await writeParquet("other.parquet", "SELECT i + 1 AS n FROM range(100) r(i)"), path);
    for (const query of ["n=6", "limit=3", "sort=-n"]) {
      expectProblem(
        await app.inject(`${DATA}/runs?${query}`),
        "source-changed",
        `The file ${what}.parquet was replaced or removed after the server had opened it; its rows are served again after a restart.`,
      );
    }
    expectProblem(await app.inject(`${DATA.replace("data", "facets")}/runs?n__gte=6`), "source-changed", /./);
  });

  it.each(["replaced", "removed", "damaged"])("cuts off a response under way when it is %s", async (what) => {
    const path = await writeParquet(
      `stream-${what}.parquet`,
      `FROM ${quoteText(join(folder, "runs.parquet"))}`,
    );
    const other = await writeParquet(
      "shorter.parquet",
      "SELECT i AS n, i / 3 AS value, 'x' AS code FROM range(100000) r(i)",
    );
    const app = await serve(path);
    const client = await listen(app);
    const started = await openStream(client, `${DATA}/runs.csv`);
    if (what === "removed") await rm(path);
    else if (what === "replaced") await rename(other, path);
    else await writeFile(path, Buffer.alloc(1000));
    await expect(started.readToEnd()).rejects.toThrow(/aborted|ECONNRESET/);
    client.close();
    await app.close();
  });
});

/** A response whose first bytes have come and whose rest is not read yet. */
async function openStream({ port }: HttpClient, path: string) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ port, host: "127.0.0.1", path, agent: false }, resolve).on("error", reject).end();
  });
  response.on("error", () => {});
  expect(response.statusCode).toBe(200);
  await new Promise((resolve) => response.once("readable", resolve));
  return {
    async readToEnd(): Promise<number> {
      let sizeBytes = 0;
      for await (const chunk of response) sizeBytes += chunk.length;
      return sizeBytes;
    },
  };
}

describe("a wrong declaration ends the start", () => {
  const fails = async (options: Parameters<typeof defineDataset>[1]) => {
    const database = await DuckDbDatabase.open(OPTIONS);
    const error = await database
      .openDataset(defineDataset("runs", options))
      .catch((failure: Error) => failure);
    database.close();
    return error;
  };

  it("by the column that the file does not have", async () => {
    const source = join(folder, "runs.parquet");
    expect(await fails({ source, columns: { loss: {} } })).toMatchObject({
      code: "missing-column",
      message: expect.stringContaining('has no column "loss", which is declared, only n, value, code'),
    });
    expect(await fails({ source, long: { variable: "metric", value: "value" } })).toMatchObject({
      code: "missing-column",
      message: expect.stringContaining('no column "metric"'),
    });
  });

  it.each([
    [
      "a filter by sizes over numbers",
      { columns: { n: { filter: "sizes" } } },
      "wrong-type",
      /"n" is declared to be filtered as sizes, and has the type BIGINT/,
    ],
    [
      "sizes that are none",
      { columns: { kind: { filter: "sizes" } } },
      "bad-value",
      /"kind" is declared to hold sizes, and "loss" is no model size/,
    ],
    [
      "a value that is text",
      { long: { variable: "kind", value: "data" } },
      "wrong-type",
      /"data" of a long dataset has to be numbers/,
    ],
    [
      "a variable of numbers",
      { long: { variable: "n", value: "value" } },
      "wrong-type",
      /"n" of a long dataset has to be text/,
    ],
    [
      "a key that two rows share",
      { long: { variable: "kind", value: "value" } },
      "duplicate-key",
      /has two rows of kind "loss", data "C4", step "1"/,
    ],
  ] as const)("%s", async (_, options, code, message) => {
    const path = await writeParquet(
      "long.parquet",
      "SELECT 'C4' AS data, 1 AS step, 'loss' AS kind, i AS n, i / 2 AS value FROM range(2) r(i)",
    );
    expect(await fails({ source: path, ...options })).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it("a row without a key, and attributes that differ within a checkpoint", async () => {
    const long = { variable: "metric", value: "value" };
    const missing = await writeParquet(
      "missing.parquet",
      "FROM (VALUES ('C4', 1, 'a', 1.5::DOUBLE), (NULL, 1, 'b', 2.5)) v(data, step, metric, value)",
    );
    expect(await fails({ source: missing, long })).toMatchObject({
      code: "bad-value",
      message: expect.stringContaining('has rows without a value of "data"'),
    });
    const differing = await writeParquet(
      "differing.parquet",
      "FROM (VALUES ('C4', 1, 5, 'a', 1.5::DOUBLE), ('C4', 1, 6, 'b', 2.5)) v(data, step, tokens, metric, value)",
    );
    expect(await fails({ source: differing, long })).toMatchObject({
      code: "bad-value",
      message: expect.stringContaining(
        'rows of one checkpoint (data "C4", step "1") differ in "tokens", which is no key',
      ),
    });
  });

  it("a remote source without the extension, by the setting", async () => {
    expect(await fails({ source: "https://example.org/a.parquet?token=abc" })).toMatchObject({
      code: "missing-extension",
      message: expect.stringMatching(
        /^DUCKDB_EXTENSION_DIR: is not set, .*\(https:\/\/example\.org\/a\.parquet needs it\); unpack the wheel/,
      ),
    });
    const database = await DuckDbDatabase.open({ ...OPTIONS, extensionFolder: folder });
    await expect(
      database.openDataset(defineDataset("a", { source: "s3://lake/a.parquet" })),
    ).rejects.toMatchObject({ message: expect.stringContaining(`${folder} has no httpfs.duckdb_extension`) });
    database.close();
  });
});

describe("a folder of hive partitions", () => {
  it("is a source, and its partitions are columns", async () => {
    await mkdir(join(folder, "hive"), { recursive: true });
    await withDatabase({ threads: 1 }, (database) =>
      database.run(
        `COPY (SELECT i AS n, ['4M', '150M', '1B'][i % 3 + 1] AS size, i % 2 AS seed FROM range(60) r(i))
          TO ${quoteText(join(folder, "hive"))} (FORMAT parquet, PARTITION_BY (size, seed), OVERWRITE)`,
      ),
    );
    await writeFile(
      join(folder, "hive.yaml"),
      "datasets:\n  runs: hive/\n  by_glob: hive/size=1B/*/*.parquet\n",
    );
    const [runs, byGlob] = await openCatalog(await readCatalogFile(join(folder, "hive.yaml")), OPTIONS, LOG);
    expect((runs.engine as DuckDbEngine).files).toHaveLength(6);
    expect(runs.engine.schema.columns.map(({ name, role, filter }) => [name, role, filter])).toEqual([
      ["n", "attribute", "values"],
      ["seed", "key", "values"],
      ["size", "key", "sizes"],
    ]);
    expect([runs.engine.rowCount, byGlob.engine.rowCount]).toEqual([60, 20]);
    expect(runs.isContentHash).toBe(false);
    const size = runs.engine.values.get("size");
    expect(size).toEqual({ kind: "names", names: ["4M", "150M", "1B"] });
  });
});

describe("the version of files", () => {
  it("of more than 1 GB comes from size and modification time, and changes with them", async () => {
    const path = join(folder, "sparse.parquet");
    const file = await open(path, "w");
    await file.truncate(1_500_000_000);
    await file.close();
    const read = async () => {
      const database = await DuckDbDatabase.open(OPTIONS);
      const connection = await database.connect();
      const { version, isContentHash } = await (await SourceFiles.read(connection, [path])).readVersion();
      connection.closeSync();
      database.close();
      expect(isContentHash).toBe(false);
      expect(version).toMatch(/^[0-9a-f]{64}$/);
      return version;
    };
    const first = await read();
    expect(await read()).toBe(first);
    await utimes(path, 1e9, 1e9);
    expect(await read()).not.toBe(first);
    await rm(path);
  });
});
