import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParquetSchema, ParquetWriter } from "@dsnp/parquetjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StartupError } from "../../src/errors.js";
import { isParquet, parseParquet, parseParquetFrame } from "../../src/ingest/parquet.js";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { type Column, getCell, getColumnLength } from "../../src/table/column.js";
import { damageParquet } from "../support/damage.js";
import { SeededRandom } from "../support/seeded-random.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-parquet-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The bytes of a file with the rows of a query. */
async function write(query: string, options = "COMPRESSION snappy"): Promise<Buffer> {
  const path = join(folder, "frame.parquet");
  await withDatabase({ threads: 1 }, (database) =>
    database.run(`COPY (${query}) TO ${quoteText(path)} (FORMAT parquet, ${options})`),
  );
  return readFile(path);
}

async function read(query: string, options?: string): Promise<{ kind: Column["kind"]; cells: unknown[] }> {
  const { table } = await parseParquetFrame(await write(query, options), "frame.parquet");
  const [column] = table.columns;
  return { kind: column.kind, cells: Array.from(table.allRows(), (row) => getCell(column, row)) };
}

const values = (...texts: string[]) =>
  `SELECT x FROM (VALUES ${texts.map((text) => `(${text})`).join(", ")}) t(x)`;

describe("a column is read by its type", () => {
  test.each<[type: string, query: string, kind: Column["kind"], cells: unknown[]]>([
    ["text", values("'b'", "NULL", "'a'", "'b'"), "dictionary", ["b", null, "a", "b"]],
    ["doubles", values("1.5::DOUBLE", "NULL", "'nan'", "'-inf'"), "number", [1.5, null, null, null]],
    ["floats", values("0.5::FLOAT", "NULL"), "number", [0.5, null]],
    ["integers", values("7::BIGINT", "-7", "9007199254740991"), "number", [7, -7, 9_007_199_254_740_991]],
    ["unsigned integers", values("4294967295::UINTEGER", "0"), "number", [4_294_967_295, 0]],
    ["nothing but null", values("NULL::DOUBLE", "NULL"), "number", [null, null]],
    ["booleans", values("true", "NULL", "false"), "mixed", [true, null, false]],
    [
      "timestamps",
      values("TIMESTAMP '2025-09-12 17:28:12'", "NULL", "TIMESTAMP '2025-09-12 17:28:12.25'"),
      "timestamp",
      ["2025-09-12 17:28:12", null, "2025-09-12 17:28:12.25"],
    ],
    ["timestamps in ms", values("TIMESTAMP_MS '2025-09-12 17:28:12'"), "timestamp", ["2025-09-12 17:28:12"]],
    ["timestamps in ns", values("TIMESTAMP_NS '2025-09-12 17:28:12'"), "timestamp", ["2025-09-12 17:28:12"]],
    [
      "lists of doubles",
      values("[1.5, NULL, 'nan'::DOUBLE, 3]", "[]", "NULL", "[2]", "[]"),
      "list",
      [[1.5, null, null, 3], [], null, [2], []],
    ],
    ["lists of integers", values("[1, 2]", "[3]"), "list", [[1, 2], [3]]],
    ["lists that are all empty", values("[]::DOUBLE[]", "[]"), "list", [[], []]],
    ["lists that are all missing", values("NULL::DOUBLE[]", "NULL"), "list", [null, null]],
    [
      "JSON of several kinds",
      values(`'"6250"'::JSON`, "'29052'", "NULL", "'[1, \"a\", null]'", "'true'"),
      "mixed",
      ["6250", 29_052, null, [1, "a", null], true],
    ],
    ["JSON that is all text", values(`'"6250"'::JSON`, "NULL", `'"0"'`), "dictionary", ["6250", null, "0"]],
    ["JSON that is all numbers", values("'1.5'::JSON", "'null'"), "number", [1.5, null]],
  ])("%s", async (_, query, kind, cells) => {
    expect(await read(query)).toEqual({ kind, cells });
  });
});

describe("booleans", () => {
  const query =
    "SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE i % 3 = 0 OR i > 2000 END AS x FROM range(3000) t(i)";
  const expected = Array.from({ length: 3000 }, (_, i) => (i % 7 === 3 ? null : i % 3 === 0 || i > 2000));

  test.each([
    ["bits", "PARQUET_VERSION v1"],
    ["runs", "PARQUET_VERSION v2"],
  ])("are read from %s", async (_, version) => {
    expect(await read(query, version)).toEqual({ kind: "mixed", cells: expected });
  });
});

function repeated() {
  return { type: "DOUBLE", repeated: true } as const;
}

describe("a list column", () => {
  const many = `SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE
    list_transform(range(i % 7), lambda k : i + k / 8) END AS x FROM range(5000) t(i)`;
  const expected = Array.from({ length: 5000 }, (_, i) =>
    i % 5 === 0 ? null : Array.from({ length: i % 7 }, (_, k) => i + k / 8),
  );

  test("goes on over row groups", async () => {
    const { cells } = await read(many, "ROW_GROUP_SIZE 2048");
    expect(cells).toEqual(expected);
  });

  test.each(["uncompressed", "gzip", "brotli"])("is read with %s compression", async (codec) => {
    expect((await read(many, `COMPRESSION ${codec}`)).cells).toEqual(expected);
  });

  test.each([
    ["1", false],
    ["2", true],
  ])("goes on over data pages of version %s", async (_, useDataPageV2) => {
    const element = { type: "DOUBLE", optional: true } as const;
    const list = { repeated: true, fields: { element } } as const;
    const schema = new ParquetSchema({ x: { type: "LIST", optional: true, fields: { list } } });
    const path = join(folder, "pages.parquet");
    const writer = await ParquetWriter.openFile(schema, path, { useDataPageV2, pageSize: 20 });
    writer.setRowGroupSize(300);
    for (const numbers of expected.slice(0, 1000)) {
      const elements = numbers?.map((number) => ({ element: number % 1 === 0.25 ? undefined : number }));
      await writer.appendRow(elements === undefined ? {} : { x: { list: elements } });
    }
    await writer.close();
    const { table } = await parseParquetFrame(await readFile(path), "frame.parquet");
    expect(Array.from(table.allRows(), (row) => getCell(table.columns[0], row))).toEqual(
      expected.slice(0, 1000).map((numbers) => numbers?.map((it) => (it % 1 === 0.25 ? null : it)) ?? null),
    );
  });

  test.each([
    [
      "with a repeated element right in it",
      { type: "LIST", optional: true, fields: { element: repeated() } },
    ],
    ["that is a repeated field alone", repeated()],
  ] as const)("of older writers is read: %s", async (_, field) => {
    const path = join(folder, "older.parquet");
    const writer = await ParquetWriter.openFile(new ParquetSchema({ x: field }), path);
    const isGroup = field.type === "LIST";
    for (const numbers of [[1.5, 2], [], [3]]) {
      await writer.appendRow({ x: isGroup ? { element: numbers } : numbers });
    }
    await writer.close();
    const { table } = await parseParquetFrame(await readFile(path), "frame.parquet");
    const [column] = table.columns;
    expect(column.kind).toBe("list");
    expect(Array.from(table.allRows(), (row) => getCell(column, row))).toEqual([[1.5, 2], [], [3]]);
  });

  test("holds a list of a million numbers beside short ones", async () => {
    const { cells } = await read(
      "SELECT range(1000000)::DOUBLE[] AS x UNION ALL SELECT [1.5] UNION ALL SELECT []",
    );
    expect((cells as number[][]).map(({ length }) => length)).toEqual([1_000_000, 1, 0]);
    expect((cells as number[][])[0][999_999]).toBe(999_999);
  });
});

describe("a file as a whole", () => {
  test("keeps its columns in order, without the index that pandas leaves behind", async () => {
    const bytes = await write(`SELECT 1 AS b, 'x' AS "a-1", [1.5::DOUBLE] AS c, 0 AS "__index_level_0__"`);
    const { table, ignoredColumns } = await parseParquetFrame(bytes, "frame.parquet");
    expect(table.columns.map(({ name }) => name)).toEqual(["b", "a-1", "c"]);
    expect(ignoredColumns).toEqual(["__index_level_0__"]);
  });

  test("has the fields of structs as columns, with a dot between the names", async () => {
    const bytes = await write("SELECT {'b': 1, 'c': {'d': 'x'}} AS a UNION ALL SELECT NULL");
    const { table } = await parseParquetFrame(bytes, "frame.parquet");
    const cells = table.columns.map((column) => [
      column.name,
      ...Array.from(table.allRows(), (row) => getCell(column, row)),
    ]);
    expect(cells).toEqual([
      ["a.b", 1, null],
      ["a.c.d", "x", null],
    ]);
  });

  test("may not have a column that is called like the field of a struct", async () => {
    const bytes = await write(`SELECT {'b': 1} AS a, 2 AS "a.b"`);
    await expect(parseParquetFrame(bytes, "f")).rejects.toMatchObject({
      code: "duplicate-key",
      problem: 'has two columns "a.b"',
    });
  });

  test.each([
    ["1 AS b", "missing-column", 'has no column "a"'],
    ["1 AS a", "wrong-type", 'column "a" is INT_32, where text is needed'],
    ["['x'] AS a", "wrong-type", 'column "a" is LIST, where text is needed'],
    ["{'x': 1} AS a", "wrong-type", 'column "a" is a group, where text is needed'],
  ])(
    "is refused before its pages are read where it lacks what is needed: %s",
    async (columns, code, problem) => {
      const bytes = await write(`SELECT ${columns}, 9007199254740993 AS z`);
      await expect(parseParquetFrame(bytes, "f", ["a"])).rejects.toMatchObject({ code, problem });
    },
  );

  test("may have needed text as JSON, which can hold it", async () => {
    const bytes = await write(`SELECT '"x"'::JSON AS a, 'y' AS b`);
    const { table } = await parseParquetFrame(bytes, "f", ["a", "b"]);
    expect(table.columns.map(({ kind }) => kind)).toEqual(["dictionary", "dictionary"]);
  });

  test("shares one array among all columns of nothing but nulls", async () => {
    const bytes = await write("SELECT NULL::DOUBLE AS a, NULL::FLOAT AS b, 1.5::DOUBLE AS c FROM range(9)");
    const { table } = await parseParquetFrame(bytes, "f");
    const [a, b, c] = table.columns.map((column) => (column.kind === "number" ? column.values : null));
    expect(a).toBe(b);
    expect(a).toEqual(new Float64Array(9).fill(Number.NaN));
    expect(c).not.toBe(a);
  });

  test("may have no rows", async () => {
    const { table } = await parseParquetFrame(
      await write("SELECT 1 AS a, [1.5::DOUBLE] AS b WHERE false"),
      "frame.parquet",
    );
    expect([table.rowCount, table.columns.map(({ kind }) => kind)]).toEqual([0, ["number", "list"]]);
  });

  test("is known by its first bytes", async () => {
    expect(isParquet(await write("SELECT 1 AS a"))).toBe(true);
    expect(isParquet(Buffer.from("PAR"))).toBe(false);
    expect(isParquet(Buffer.from([0x80, 5, 0x95, 0]))).toBe(false);
  });
});

describe("what cannot be carried is refused", () => {
  test.each([
    ["a map", "SELECT MAP {'a': 1} AS x", "wrong-type", 'column "x" is MAP, which no column can carry'],
    [
      "a list of structs",
      "SELECT [{'a': 1, 'b': 2}] AS x",
      "wrong-type",
      'column "x" is a list of groups, which no column can carry',
    ],
    [
      "a time of day",
      "SELECT TIME '17:28:12' AS x",
      "wrong-type",
      'column "x" is TIME_MICROS, which no column can carry',
    ],
    [
      "an interval",
      "SELECT INTERVAL 3 DAY AS x",
      "wrong-type",
      'column "x" is INTERVAL, which no column can carry',
    ],
    [
      "an integer that is no double",
      "SELECT 9007199254740993 AS x",
      "inexact-value",
      'row 0, column "x" holds 9007199254740993, which a double cannot represent exactly',
    ],
    [
      "such an integer in a list",
      "SELECT [1] AS x UNION ALL SELECT [1, 9007199254740993]",
      "inexact-value",
      'row 1, column "x" holds 9007199254740993, which a double cannot represent exactly',
    ],
    [
      "a decimal that is no double",
      "SELECT 0.12345678901234567890::DECIMAL(30, 20) AS x",
      "inexact-value",
      'row 0, column "x" holds 0.12345678901234567890, which a double cannot represent exactly',
    ],
    [
      "a timestamp of five digits",
      "SELECT TIMESTAMP '290000-01-01' AS x",
      "bad-value",
      'row 0, column "x" holds a timestamp of 9089348860800000000 microseconds since 1970, which is outside the years 1 to 9999',
    ],
    [
      "microseconds far from 1970",
      "SELECT TIMESTAMP '9999-12-31 23:59:59.999999' AS x",
      "inexact-value",
      'row 0, column "x" holds the timestamp 9999-12-31 23:59:59.999999, which a double cannot represent exactly',
    ],
    [
      "bytes that are not UTF-8",
      "SELECT 'plain'::BLOB AS x UNION ALL SELECT '\\xFF'::BLOB",
      "bad-value",
      'row 1, column "x" holds "\\xff", which is not UTF-8',
    ],
    [
      "a JSON object",
      `SELECT '{"a":1}'::JSON AS x`,
      "bad-value",
      'row 0, column "x" holds a JSON object, where only plain values and lists fit: "{\\"a\\":1}"',
    ],
  ])("%s", async (_, query, code, problem) => {
    const bytes = await write(query);
    const error = await parseParquetFrame(bytes, "frame.parquet").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartupError);
    expect(error).toMatchObject({ code, problem, subject: "frame.parquet" });
  });

  test("a list where text is wanted", async () => {
    const bytes = await write("SELECT [1.5::DOUBLE] AS x");
    await expect(parseParquet(bytes, "f", [{ name: "x", kind: "text" }])).rejects.toMatchObject({
      code: "wrong-type",
      problem: 'column "x" is LIST, where text is needed',
    });
  });

  test("bytes that are cut short or overwritten, wherever", async () => {
    const whole = await write(
      "SELECT range(i % 9)::DOUBLE[] AS x, 'run ' || i AS y FROM range(400) t(i)",
      "COMPRESSION uncompressed",
    );
    for (let at = 8; at < whole.length - 8; at += 97) {
      const cut = Buffer.concat([whole.subarray(0, at), whole.subarray(-8)]);
      await expect(parseParquetFrame(cut, "f")).rejects.toBeInstanceOf(StartupError);
    }
  });

  test.each([
    "COMPRESSION uncompressed, PARQUET_VERSION v1",
    "COMPRESSION snappy, PARQUET_VERSION v1",
    "COMPRESSION gzip, ROW_GROUP_SIZE 2048",
  ])("bytes that are changed, in little memory: %s", async (options) => {
    const whole = await write(
      `SELECT CASE WHEN i % 5 > 0 THEN list_transform(range(i % 9), lambda k : i + k / 8) END AS lists,
        i % 3 = 0 AS flags, TIMESTAMP '2025-09-12 17:28:12' + INTERVAL (i) SECOND AS times, i AS counts,
        ('[' || i || ', "a"]')::JSON AS cells, 'run ' || i % 20 AS names FROM range(3000) t(i)`,
      options,
    );
    const random = new SeededRandom(20250912);
    const outcomes = { read: 0, refused: 0 };
    let maxBytes = 0;
    const startBytes = process.memoryUsage().rss;
    for (let round = 0; round < 200; round++) {
      try {
        const { table } = await parseParquetFrame(damageParquet(whole, random), "f");
        expect(table.rowCount).toBe(3000);
        for (const column of table.columns) expect(getColumnLength(column)).toBe(3000);
        outcomes.read++;
      } catch (error) {
        expect(error).toBeInstanceOf(StartupError);
        outcomes.refused++;
      }
      maxBytes = Math.max(maxBytes, process.memoryUsage().rss - startBytes);
    }
    expect(outcomes.refused).toBeGreaterThan(50);
    expect(maxBytes).toBeLessThan(500e6);
  });
});
