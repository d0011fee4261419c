/** The command `load`: a source becomes a table of PostgreSQL, at once and whole, or nothing changes. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT_CODES, runProgram } from "../../src/pipeline/program.js";
import { ROW_COUNT, writeCatalogTable } from "../support/catalog-table.js";
import { lacksPostgres, PASSWORD, PostgresServer } from "../support/postgres-server.js";
import { recordingEffects } from "../support/recording-effects.js";

describe("the command load", () => {
  it.each([
    ["a --to of another database", ["--to", "mysql://u:geheim@h/db"], "--to: is no address of PostgreSQL"],
    ["a --to that is no URL", ["--to", "postgres://u:geheim@[/db"], "a postgres:// source: is not a URL"],
    [
      "a table with dots",
      ["--to", "postgres://u:geheim@h/db", "--table", "a.b.c"],
      "--table: names no table",
    ],
    ["no --to", [], "required option '--to <address>' not specified"],
  ])("refuses %s, and repeats no password", async (_what, args, message) => {
    const shown: string[] = [];
    const output = {
      out: (text: string) => void shown.push(text),
      err: (text: string) => void shown.push(text),
    };
    const exitCode = await runProgram(["load", "runs.csv", ...args], recordingEffects(), output);
    expect(exitCode).toBe(args.length === 0 ? EXIT_CODES.usage : EXIT_CODES.failed);
    expect(shown.join("")).toContain(message);
    expect(shown.join("")).not.toContain("geheim");
  });
});

describe.skipIf(lacksPostgres())("the command load into a server", () => {
  let folder: string;
  let server: PostgresServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "datadecide-load-"));
    await writeCatalogTable(folder);
    server = await PostgresServer.start();
  });
  afterAll(async () => {
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  async function load(args: readonly string[], effects = recordingEffects()) {
    const out: string[] = [];
    const err: string[] = [];
    const output = {
      out: (text: string) => void out.push(text),
      err: (text: string) => void err.push(text),
    };
    const exitCode = await runProgram(["load", "--to", server.url(), ...args], effects, output);
    const shown = JSON.stringify([out, err, effects.notes]);
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(shown).not.toContain(secret);
    return { exitCode, out: out.join(""), err: err.join("") };
  }

  async function write(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  const count = async (table: string) => Number((await server.run(`SELECT count(*) FROM ${table}`))[0].count);

  it.each([
    ["table.parquet", "from_parquet"],
    ["table.csv", "from_csv"],
    ["duckdb", "from_duckdb"],
  ])("loads %s with types, the order of the source, and indexes", async (file, table) => {
    const source =
      file === "duckdb" ? `duckdb:${join(folder, "table.duckdb")}?table=runs` : join(folder, file);
    const { exitCode, out } = await load([source, "--table", table, "--json"]);
    expect(exitCode).toBe(EXIT_CODES.ok);
    expect(JSON.parse(out).stages).toMatchObject([
      { name: `public.${table}`, rowsIn: ROW_COUNT, rowsOut: ROW_COUNT },
    ]);
    const columns = await server.run(
      `SELECT column_name || ' ' || data_type || coalesce(' ' || collation_name, '') AS c
       FROM information_schema.columns WHERE table_name = '${table}' ORDER BY ordinal_position`,
    );
    expect(columns.map(({ c }) => c).filter((c) => !/seed|losses/.test(String(c)))).toEqual([
      ...["ordinal bigint", "size text C", "recipe text C", "step bigint", "value double precision"],
      ...["is_final boolean", "at timestamp without time zone", "row_number bigint"],
    ]);
    const misplaced = await server.run(`SELECT FROM ${table} WHERE ordinal <> row_number`);
    expect(misplaced).toHaveLength(0);
    const indexes = await server.run(`SELECT indexdef FROM pg_indexes WHERE tablename = '${table}'`);
    expect(indexes.map(({ indexdef }) => /\((.+)\)/.exec(String(indexdef))?.[1])).toEqual(
      expect.arrayContaining(["ordinal", "size", "recipe", "step"]),
    );
  });

  it("names the table after the file, and keeps columns that are called ordinal", async () => {
    const path = await write("own names.csv", "ordinal,ordinal_\n7,8\n");
    expect((await load([path])).exitCode).toBe(EXIT_CODES.ok);
    expect(await server.run('SELECT * FROM "own names"')).toEqual([
      { ordinal__: "0", ordinal: "7", ordinal_: "8" },
    ]);
  });

  it("keeps lists of integers, empty ones, missing ones and missing elements, and JSON of everything else", async () => {
    const lists = [[1, null, -(2 ** 40)], [], null, [9007199254740991]];
    const lines = lists.map((n, row) => JSON.stringify({ n, x: [row / 2, null], o: [{ a: "b" }] }));
    const path = await write("lists.ndjson", lines.join("\n"));
    expect((await load([path])).exitCode).toBe(EXIT_CODES.ok);
    const rows = await server.run("SELECT n::text, x, o FROM lists ORDER BY ordinal");
    expect(rows.map(({ n }) => n)).toEqual(["{1,NULL,-1099511627776}", "{}", null, "{9007199254740991}"]);
    expect(rows[3]).toMatchObject({ x: [1.5, null], o: '[{"a":"b"}]' });
  });

  it("replaces what it has loaded before, with the grants, while readers go on", async () => {
    const path = await write("again.csv", "n\n1\n2\n");
    await load([path]);
    await server.run("CREATE ROLE reader; GRANT SELECT ON again TO reader; GRANT SELECT ON again TO PUBLIC");
    await write("again.csv", "n,m\n1,2\n3,4\n5,6\n");
    expect((await load([path])).exitCode).toBe(EXIT_CODES.ok);
    expect(await count("again")).toBe(3);
    const grants = await server.run(
      "SELECT grantee FROM information_schema.role_table_grants WHERE table_name = 'again' AND grantee <> 'tester' ORDER BY 1",
    );
    expect(grants.map(({ grantee }) => grantee)).toEqual(["PUBLIC", "reader"]);
  });

  it("leaves a table alone that it has not made", async () => {
    await server.run("CREATE TABLE users AS SELECT 1 AS n");
    const { exitCode, err } = await load([join(folder, "table.csv"), "--table", "users"]);
    expect(exitCode).toBe(EXIT_CODES.failed);
    expect(err).toMatch(/has a table "public.users" that was not made by load; choose another name/);
    expect(await count("users")).toBe(1);
  });

  it.each([
    [
      "a text that PostgreSQL cannot hold",
      Array.from({ length: 10_002 }, (_, n) => ({ t: `${n}${n === 10_001 ? "\u0000" : ""}` })),
      /cannot be loaded into \(.*0x00/,
    ],
    ["a name that it would cut", [{ ["x".repeat(64)]: 1 }], /more than 63 bytes/],
  ])("changes nothing for %s", async (_what, rows, message) => {
    const good = await write("good.ndjson", `${JSON.stringify({ t: "a" })}\n`);
    await load([good, "--table", "kept"]);
    const bad = await write("bad.ndjson", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const { exitCode, err } = await load([bad, "--table", "kept"]);
    expect(exitCode).toBe(EXIT_CODES.failed);
    expect(err).toMatch(message);
    expect(await count("kept")).toBe(1);
    expect(await server.run("SELECT FROM pg_class WHERE relname LIKE 'loading%' AND relkind = 'r'")).toEqual(
      [],
    );
  });

  it("changes nothing when a view needs the table, or when it is interrupted", async () => {
    const path = await write("needed.csv", "n\n1\n");
    await load([path]);
    await server.run("CREATE VIEW needs AS SELECT * FROM needed");
    await write("needed.csv", "n\n1\n2\n");
    expect((await load([path])).err).toMatch(/cannot drop table .*needed because other objects depend on it/);
    const controller = new AbortController();
    const effects = recordingEffects({ signal: controller.signal });
    const progress = {
      ...effects.progress,
      begin: () => ({ advance: () => controller.abort(), end: () => {} }),
    };
    const interrupted = await load([path, "--table", "interrupted"], { ...effects, progress });
    expect(interrupted).toMatchObject({
      exitCode: EXIT_CODES.failed,
      err: expect.stringMatching(/was interrupted/),
    });
    expect(await server.run("SELECT FROM pg_class WHERE relname = 'interrupted'")).toEqual([]);
    expect(await count("needed")).toBe(1);
  });

  it("names a source that is not there, and a server that is not", async () => {
    expect((await load([join(folder, "none.csv")])).err).toMatch(/none.csv: does not exist/);
    const shown: string[] = [];
    const output = { out: () => {}, err: (text: string) => void shown.push(text) };
    const args = ["load", join(folder, "table.csv"), "--to", "postgres://u:geheim@127.0.0.1:1/db"];
    expect(await runProgram(args, recordingEffects(), output)).toBe(EXIT_CODES.failed);
    expect(shown.join("")).toMatch(/^postgres:\/\/127.0.0.1:1\/db: cannot be connected to \(.*ECONNREFUSED/);
  });
});
