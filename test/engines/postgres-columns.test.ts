/** What the engine over PostgreSQL makes of the types of columns, of their values, and of the order of rows. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineDataset } from "../../src/catalog/declaration.js";
import { openPostgresDataset, type PostgresEngine } from "../../src/engines/postgres/postgres-engine.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { CONTEXT, encode } from "../support/catalog-queries.js";
import { lacksPostgres, PostgresServer } from "../support/postgres-server.js";

const OPTIONS = { poolSize: 2, connectTimeoutMs: 5000, queryTimeoutMs: 60_000 };
const HOSTILE = [
  "'; DROP TABLE t; --",
  'a"b',
  "{x,y}",
  "back\\slash",
  "comma,name",
  " ",
  "NULL",
  "$1",
  "ünï 💧",
];

describe.skipIf(lacksPostgres())("the columns of a table in PostgreSQL", () => {
  let server: PostgresServer;
  const engines: PostgresEngine[] = [];

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(async () => {
    for (const engine of engines) await engine.close();
    await server?.remove();
  });

  async function open(create: string, columns = {}) {
    await server.run(create);
    const name = /CREATE TABLE (\w+)/.exec(create)?.[1] ?? "t";
    const source = server.url(`?table=public.${name}`);
    const engine = await openPostgresDataset(defineDataset(name, { source, columns }), OPTIONS);
    engines.push(engine);
    return engine;
  }

  async function read(engine: PostgresEngine, query = ""): Promise<Record<string, unknown>[]> {
    const parsed = new DatasetQuery(engine.schema, engine.values).parse(parseRawQuery(query));
    const body = await encode(await engine.query(parsed.query, CONTEXT), 0);
    return JSON.parse(body.toString()).data;
  }

  const column = async (engine: PostgresEngine, name: string, query = "") =>
    (await read(engine, query)).map((row) => row[name]);

  it("are served by their types", async () => {
    const engine = await open(`CREATE DOMAIN percent AS float4; CREATE TYPE mood AS ENUM ('sad', 'glad');
      CREATE TABLE kinds (id int PRIMARY KEY, small int2, big int8, exact numeric(10, 2), single percent, flag bool,
        day date, local timestamp, zoned timestamptz, fixed char(5), state mood, code uuid, lists int[], nested int[][],
        object jsonb, words text[], nothing text);
      INSERT INTO kinds VALUES (1, -3, 9007199254740992, 12.50, 0.1, true, '2025-01-02', '2025-01-02 03:04:05.123456',
        '2025-01-02 03:04:05+02', 'ab', 'glad', '00000000-0000-0000-0000-000000000001', '{1,NULL,3}', '{{1},{2}}',
        '{"a": 1}', '{x,y}', NULL);
      INSERT INTO kinds (id, day, lists) VALUES (2, 'infinity', '{}')`);
    expect(engine.schema.columns.map(({ name, type, filter }) => `${name} ${type} ${filter}`)).toEqual([
      ...["id number values", "small number values", "big number values", "exact number values"],
      ...["single number values", "flag boolean values", "day timestamp values", "local timestamp values"],
      ...["zoned timestamp values", "fixed text values", "state text values", "code text values"],
      ...[
        "lists list none",
        "nested mixed none",
        "object mixed none",
        "words mixed none",
        "nothing text values",
      ],
    ]);
    const [first, second] = await read(engine);
    expect(first).toEqual({
      ...{ id: 1, small: -3, big: 9007199254740992, exact: 12.5, single: Math.fround(0.1), flag: true },
      ...{ day: "2025-01-02 00:00:00", local: "2025-01-02 03:04:05.123456", zoned: "2025-01-02 01:04:05" },
      ...{ fixed: "ab", state: "glad", code: "00000000-0000-0000-0000-000000000001", lists: [1, null, 3] },
      ...{ nested: "[[1],[2]]", object: '{"a": 1}', words: '["x","y"]', nothing: null },
    });
    expect(second).toMatchObject({ id: 2, day: null, lists: [], local: null, nested: null });
    expect(engine.describeColumns().find(({ name }) => name === "day")?.nulls).toBe(1);
  });

  it.each([
    ["int8", "9007199254740993", "1 numbers that a double cannot hold"],
    ["int8", "9223372036854775807", "1 numbers"],
    ["numeric", "0.12345678901234567890", "1 numbers"],
    ["numeric", "1e400", "1 numbers"],
    ["numeric", "1e-400", "1 numbers"],
    ["int8[]", "'{1,9007199254740993}'", "1 numbers"],
  ])("of %s are refused with %s, which a double cannot hold", async (type, value, message) => {
    const opening = open(
      `DROP TABLE IF EXISTS inexact; CREATE TABLE inexact AS SELECT ${value}::${type} AS n`,
    );
    await expect(opening).rejects.toMatchObject({
      code: "inexact-value",
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ["int8", "4611686018427387904", 2 ** 62],
    ["numeric", "0.1", 0.1],
    ["numeric", "1.50", 1.5],
    ["numeric", "'NaN'", null],
    ["numeric", "123456789012345.67", 123456789012345.67],
  ])("of %s are exact for %s", async (type, value, expected) => {
    const engine = await open(
      `DROP TABLE IF EXISTS exact; CREATE TABLE exact AS SELECT ${value}::${type} AS n`,
    );
    expect(await column(engine, "n")).toEqual([expected]);
  });

  it("of whole numbers are integers in typed formats, unless they are measures, too large, or have a negative zero", async () => {
    const engine = await open(
      `CREATE TABLE whole AS SELECT 2::float8 AS a, 2.00::numeric AS b, 2.5::numeric AS c, '-0'::float8 AS d,
         9007199254740992 AS e, 7 AS f, '{1,2}'::int[] AS g, '{1,2}'::float8[] AS h, 3::float4 AS i, NULL::int AS j`,
      Object.fromEntries([..."abcdefj"].map((name) => [name, { role: "attribute" }])),
    );
    const query = new DatasetQuery(engine.schema, engine.values).parse(parseRawQuery("")).query;
    const { columns } = await engine.query(query, CONTEXT);
    const integers = columns.filter((each) => "isInteger" in each && each.isInteger === true);
    expect(integers.map(({ name }) => name)).toEqual(["a", "b", "f", "g"]);
  });

  it("with numbers that are not finite are sorted last, and those are in no range", async () => {
    const engine = await open(`CREATE TABLE infinite (id int PRIMARY KEY, x float8);
      INSERT INTO infinite VALUES (1, 'NaN'), (2, 5), (3, 'Infinity'), (4, '-0'), (5, '-Infinity'), (6, NULL), (7, -3)`);
    expect(await column(engine, "id", "sort=x")).toEqual([7, 4, 2, 1, 3, 5, 6]);
    expect(await column(engine, "id", "sort=-x")).toEqual([2, 4, 7, 1, 3, 5, 6]);
    expect(await column(engine, "id", "x__gte=-3")).toEqual([2, 4, 7]);
    expect(await column(engine, "id", "x__lt=5")).toEqual([4, 7]);
    expect(await column(engine, "id", "x=0")).toEqual([4]);
  });

  it("with names that are SQL, lists or quotes are filtered, counted and sorted as the texts that they are", async () => {
    const values = HOSTILE.map((name, index) => `(${index}, '${name.replaceAll("'", "''")}')`);
    const engine = await open(
      `CREATE TABLE hostile ("id"";--" int PRIMARY KEY, "na""me" text COLLATE "en_US.utf8");
      INSERT INTO hostile VALUES ${values.join(", ")}`.replace(' COLLATE "en_US.utf8"', ""),
    );
    const expected = HOSTILE.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(engine.values.get('na"me')).toEqual({ kind: "names", names: expected });
    expect(await column(engine, 'na"me', `sort=${encodeURIComponent('na"me')}`)).toEqual(expected);
    const where = [{ kind: "in", column: 'na"me', names: HOSTILE }] as const;
    const counted = await engine.count({ where, measures: null }, ['na"me'], CONTEXT);
    expect(counted.rows).toBe(HOSTILE.length);
    for (const name of HOSTILE) {
      const one = await engine.count(
        { where: [{ ...where[0], names: [name] }], measures: null },
        [],
        CONTEXT,
      );
      expect(one.rows, name).toBe(1);
    }
  });

  it("of integers accept bounds that are none, and of no size", async () => {
    const engine = await open(
      "CREATE TABLE bounds AS SELECT i AS n, i::text AS t FROM generate_series(1, 20000) i",
    );
    const count = async (query: string) => (await read(engine, `${query}&limit=3&columns=n`)).length;
    expect(await column(engine, "n", "n__gt=19999.5")).toEqual([20000]);
    expect(await column(engine, "n", "n=1,2.5,1e300")).toEqual([1]);
    expect(await count("n__lt=1e300")).toBe(3);
    expect(await count("n__gt=1e30")).toBe(0);
    expect(engine.schema.columns[1]).toMatchObject({ type: "text", filter: "none" });
  });

  it("give the order of the primary key, else of the place in the table", async () => {
    const engine = await open(`CREATE TABLE keyed (a text, b int, PRIMARY KEY (a, b));
      INSERT INTO keyed VALUES ('b', 1), ('a', 2), ('B', 1), ('a', 1)`);
    expect((await read(engine)).map(({ a, b }) => `${a}${b}`)).toEqual(["B1", "a1", "a2", "b1"]);
    const unkeyed = await open("CREATE TABLE unkeyed AS SELECT i AS n FROM generate_series(9, 1, -1) i");
    expect(await column(unkeyed, "n")).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const parted = await open(`CREATE TABLE parted (n int) PARTITION BY RANGE (n);
      CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (5);
      CREATE TABLE high PARTITION OF parted FOR VALUES FROM (5) TO (10);
      INSERT INTO parted VALUES (7), (3), (6), (1)`);
    expect(await column(parted, "n")).toEqual([3, 1, 7, 6]);
  });

  it("have versions that differ with every value and with the order", async () => {
    const create = (rows: string) => `DROP TABLE IF EXISTS versions; CREATE TABLE versions AS ${rows}`;
    const versions = [];
    for (const rows of ["VALUES (1), (2)", "VALUES (2), (1)", "VALUES (1), (3)", "VALUES (1), (2), (2)"]) {
      versions.push((await open(create(rows))).version);
    }
    expect(new Set(versions).size).toBe(4);
    expect((await open(create("VALUES (1), (2)"))).version).toBe(versions[0]);
  });

  it("that are declared have to be there", async () => {
    const opening = open("CREATE TABLE declared AS SELECT 1 AS n", { m: { unit: "nats" } });
    await expect(opening).rejects.toMatchObject({
      code: "missing-column",
      message: expect.stringContaining('no column "m", which is declared, only n'),
    });
  });

  it("and no rows at all are served", async () => {
    const engine = await open("CREATE TABLE nothing (n int, t text, b bool)");
    expect(await read(engine)).toEqual([]);
    expect((await engine.count({ where: [], measures: null }, [], CONTEXT)).rows).toBe(0);
  });
});
