/**
 * Remote sources over the httpfs extension: a local HTTP server with ranges, and s3rver, an S3 server. DUCKDB_EXTENSION_DIR names a folder
 * with the extension, S3RVER_PATH one with the package s3rver.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { describeCatalogDataset, openCatalog } from "../../src/engines/catalog-datasets.js";
import { DuckDbDatabase, type DuckDbEngine } from "../../src/engines/duckdb/duckdb-engine.js";
import { NO_CREDENTIALS } from "../../src/engines/duckdb/remote-access.js";
import { jsonFormat } from "../../src/formats/json.js";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { writeCatalogTable } from "../support/catalog-table.js";
import { encodeBytes } from "../support/encoding.js";
import { makeFolder } from "../support/small-files.js";

const { DUCKDB_EXTENSION_DIR: extensions, S3RVER_PATH: s3rverPath } = process.env;
const NO_EXTENSION = "DUCKDB_EXTENSION_DIR is not set";
const CONTEXT = { signal: new AbortController().signal };
const TOKEN = "sig-2f1c9a77";
const OPTIONS = { memoryLimit: "256MB", threads: 2, extensionFolder: extensions ?? null };

let folder: string;
let remove: () => Promise<void>;
let server: Server;
let address: string;
const requests: IncomingMessage[] = [];
/** Paths that are answered with a 404. */
const gone = new Set<string>();

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  await writeCatalogTable(folder);
  await withDatabase({ threads: 1 }, async (database) => {
    const large = quoteText(join(folder, "large.parquet"));
    await database.run(
      `COPY (SELECT i AS n, i // 10000 AS part, md5(i::VARCHAR) AS code FROM range(300000) r(i)) TO ${large} (FORMAT parquet, ROW_GROUP_SIZE 10000)`,
    );
  });
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await remove();
});

async function serve(request: IncomingMessage, response: import("node:http").ServerResponse): Promise<void> {
  requests.push(request);
  const [path] = (request.url ?? "").slice(1).split("?");
  const bytes = gone.has(path) ? null : await readFile(join(folder, path)).catch(() => null);
  if (bytes === null) return void response.writeHead(404).end();
  if (path === "private.parquet" && !request.url?.includes(TOKEN)) return void response.writeHead(403).end();
  response.setHeader("etag", `"${bytes.length}"`);
  response.setHeader("last-modified", new Date(1.7e12).toUTCString());
  response.setHeader("accept-ranges", "bytes");
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const [start, end] =
    range === null
      ? [0, bytes.length]
      : [Number(range[1]), range[2] === "" ? bytes.length : Number(range[2]) + 1];
  if (range !== null) response.setHeader("content-range", `bytes ${start}-${end - 1}/${bytes.length}`);
  response.writeHead(range === null ? 200 : 206, { "content-length": end - start });
  response.end(request.method === "HEAD" ? undefined : bytes.subarray(start, end));
}

async function readRows(engine: DuckDbEngine, text = ""): Promise<string> {
  const { query } = new DatasetQuery(engine.schema, engine.values).parse(parseRawQuery(text));
  const selection = await engine.query(query, CONTEXT);
  return encodeBytes(jsonFormat, selection).toString();
}

describe.skipIf(extensions === undefined)(`sources at https:// (skipped where ${NO_EXTENSION})`, () => {
  let database: DuckDbDatabase;
  beforeAll(async () => {
    database = await DuckDbDatabase.open(OPTIONS);
  });
  afterAll(() => database.close());
  const open = (name: string, source: string) => database.openDataset(defineDataset(name, { source }));

  it.each(["table.parquet", "table.csv"])("%s has the rows of the file on this machine", async (file) => {
    const name = file.replace(".", "_");
    const remote = await open(`remote_${name}`, `${address}/${file}`);
    const local = await open(`local_${name}`, join(folder, file));
    expect(await readRows(remote)).toBe(await readRows(local));
    expect(await readRows(remote, "sort=-value&limit=9")).toBe(await readRows(local, "sort=-value&limit=9"));
  });

  it("reads only the parts of a file that a query needs", async () => {
    const engine = await open("large", `${address}/large.parquet`);
    const { length } = await readFile(join(folder, "large.parquet"));
    const fresh = await DuckDbDatabase.open(OPTIONS);
    await fresh.openDataset(defineDataset("small", { source: `${address}/table.parquet` }));
    requests.length = 0;
    const connection = await fresh.connect();
    await connection.run(`SELECT count(code) FROM read_parquet('${address}/large.parquet') WHERE part = 7`);
    connection.closeSync();
    fresh.close();
    const read = requests
      .map(({ headers }) => /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? ""))
      .reduce((sum, range) => sum + (range === null ? 0 : Number(range[2]) - Number(range[1])), 0);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(length / 3);
    expect(JSON.parse(await readRows(engine, "part=7&limit=1")).data[0].n).toBe(70_000);
  });

  it("keeps the query of an address out of logs, descriptions, errors and rows", async () => {
    await writeFile(join(folder, "private.parquet"), await readFile(join(folder, "table.parquet")));
    const lines: string[] = [];
    const log = { info: (...given: unknown[]) => lines.push(JSON.stringify(given)), warn: () => {} };
    const source = `${address}/private.parquet?token=${TOKEN}`;
    const [opened] = await openCatalog([defineDataset("private", { source })], OPTIONS, log);
    const description = describeCatalogDataset(opened, new Date());
    expect(description.source).toBe("private.parquet");
    expect(description.file.sha256).toBeNull();
    gone.add("private.parquet");
    const failure = await readRows(opened.engine as DuckDbEngine, "sort=value").catch(
      (error: Error) => error,
    );
    gone.delete("private.parquet");
    expect(failure).toMatchObject({ code: "source-changed" });
    const shown = [
      lines.join(),
      JSON.stringify(description),
      String(failure),
      (failure as Error).stack,
    ].join();
    expect(shown).not.toContain(TOKEN);
    const wrong = await open("wrong", `${address}/none.parquet?token=${TOKEN}`).catch(
      (error: Error) => error,
    );
    expect(wrong).toMatchObject({ code: "source-unavailable", message: expect.stringContaining("404") });
    expect(String(wrong) + (wrong as Error).stack).not.toContain(TOKEN);
  });

  it("refuses credentials in an address, and an address that nobody answers", async () => {
    const failure = await open("c", "https://me:hunter2@example.org/a.parquet").catch(
      (error: Error) => error,
    );
    expect(String(failure)).toMatch(/^StartupError: https:\/\/example.org\/a.parquet: has credentials/);
    await expect(open("d", "http://127.0.0.1:9/a.parquet")).rejects.toMatchObject({
      code: "source-unavailable",
    });
  });

  it("hides the token of the hub where the hub cannot be reached", async () => {
    const credentials = { ...NO_CREDENTIALS, hubToken: "hf_secretsecret" };
    const other = await DuckDbDatabase.open({ ...OPTIONS, credentials });
    const source = "hf://datasets/org-of-nobody/none/a.parquet";
    const failure = await other.openDataset(defineDataset("h", { source })).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: "source-unavailable" });
    expect(String(failure) + (failure as Error).stack).not.toContain("hf_secretsecret");
    other.close();
  });
});

describe.skipIf(extensions === undefined || s3rverPath === undefined)(
  "sources at s3:// (skipped where DUCKDB_EXTENSION_DIR or S3RVER_PATH is not set)",
  () => {
    // The key that s3rver has.
    const credentials = { ...NO_CREDENTIALS, accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
    let s3: { run(): Promise<AddressInfo>; close(): Promise<void> };
    let endpoint: string;
    beforeAll(async () => {
      const S3rver = createRequire(join(s3rverPath as string, "package.json"))("s3rver");
      const directory = join(folder, "s3");
      await mkdir(directory);
      s3 = new S3rver({
        ...{ address: "127.0.0.1", port: 0, silent: true, directory },
        configureBuckets: [{ name: "lake", configs: [] }],
      });
      endpoint = `http://127.0.0.1:${(await s3.run()).port}`;
    });
    afterAll(() => s3.close());

    it("are read with credentials of the environment, by globs of hive partitions", async () => {
      const database = await DuckDbDatabase.open({ ...OPTIONS, credentials: { ...credentials, endpoint } });
      await database.openDataset(defineDataset("first", { source: `${address}/table.parquet` }));
      const connection = await database.connect();
      const local = quoteText(join(folder, "table.parquet"));
      await connection.run(
        `COPY (FROM read_parquet(${local}) WHERE size IS NOT NULL) TO 's3://lake/runs' (FORMAT parquet, PARTITION_BY (size))`,
      );
      connection.closeSync();
      const engine = await database.openDataset(
        defineDataset("lake", { source: "s3://lake/runs/*/*.parquet" }),
      );
      expect(engine.files.length).toBe(4);
      const rows = JSON.parse(await readRows(engine, "size=4M&columns=size,row_number&sort=row_number")).data;
      const whole = await database.openDataset(
        defineDataset("whole", { source: join(folder, "table.parquet") }),
      );
      expect(rows).toEqual(JSON.parse(await readRows(whole, "size=4M&columns=size,row_number")).data);
      expect((await engine.readVersion()).version).toMatch(/^[0-9a-f]{64}$/);
      database.close();
    });

    it("are refused with wrong credentials, which are not shown", async () => {
      const wrong = { ...credentials, endpoint, secretAccessKey: "wrongwrong", accessKeyId: "nobodyknows" };
      const database = await DuckDbDatabase.open({ ...OPTIONS, credentials: wrong });
      const failure = await database
        .openDataset(defineDataset("lake", { source: "s3://lake/runs/*/*.parquet" }))
        .catch((error: Error) => error);
      expect(failure).toMatchObject({ code: "source-unavailable" });
      expect(String(failure) + (failure as Error).stack).not.toMatch(/wrongwrong|nobodyknows/);
      database.close();
    });
  },
);

describe.skipIf(extensions === undefined)(`the extension (skipped where ${NO_EXTENSION})`, () => {
  it("of another version of DuckDB ends the start with both versions", async () => {
    const bytes = await readFile(await findExtension(extensions as string));
    const at = bytes.lastIndexOf("v1.5.5");
    expect(at).toBeGreaterThan(bytes.length - 512);
    bytes.write("v1.5.1", at);
    const other = join(folder, "other");
    await mkdir(other);
    await writeFile(join(other, "httpfs.duckdb_extension"), bytes);
    const database = await DuckDbDatabase.open({ ...OPTIONS, extensionFolder: other });
    const failure = database.openDataset(defineDataset("a", { source: `${address}/table.parquet` }));
    await expect(failure).rejects.toMatchObject({
      code: "missing-extension",
      message: expect.stringMatching(/^DUCKDB_EXTENSION_DIR: .*is for DuckDB v1\.5\.1, not v1\.5\.5/),
    });
    database.close();
  });
});

async function findExtension(start: string): Promise<string> {
  const { readdir } = await import("node:fs/promises");
  const names = await readdir(start, { recursive: true });
  const name = names.find((each) => each.endsWith("httpfs.duckdb_extension"));
  return join(start, name as string);
}
