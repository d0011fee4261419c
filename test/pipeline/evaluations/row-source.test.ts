import { describe, expect, it } from "vitest";
import { type Database, withDatabase } from "../../../src/pipeline/database.js";
import {
  buildTableSource,
  type RowSource,
  SourceReader,
  type TypedColumn,
} from "../../../src/pipeline/evaluations/row-source.js";

function numbers(name: string, values: number[], type: TypedColumn["type"] = "DOUBLE"): TypedColumn {
  return { type, column: { kind: "number", name, values: Float64Array.from(values) } };
}

function texts(name: string, dictionary: string[], codes: number[]): TypedColumn {
  return { type: "VARCHAR", column: { kind: "dictionary", name, dictionary, codes: Int32Array.from(codes) } };
}

async function readAll(database: Database, source: RowSource, reader = new SourceReader(database)) {
  return await reader.use(source, async (query) => {
    const { connection } = database;
    const response = await connection.runAndReadAll(query);
    return {
      names: response.columnNames(),
      types: response.columnTypes().map(String),
      rows: response.getRowsJS(),
    };
  });
}

describe("a source of rows", () => {
  it("gives the database numbers, whole numbers, truth values and texts, and nulls for what is missing", async () => {
    const source = buildTableSource(
      [
        numbers("value", [0.5, Number.NaN, Number.POSITIVE_INFINITY, -0]),
        numbers("whole", [1, 2 ** 52, Number.NaN, -7], "BIGINT"),
        numbers("flag", [1, 0, Number.NaN, 1], "BOOLEAN"),
        texts('a "quoted" name', ["it's", "größer"], [1, -1, 0, 0]),
      ],
      4,
    );
    const { names, types, rows } = await withDatabase({}, (database) => readAll(database, source));
    expect(names).toEqual(["value", "whole", "flag", 'a "quoted" name']);
    expect(types).toEqual(["DOUBLE", "BIGINT", "BOOLEAN", "VARCHAR"]);
    expect(rows).toEqual([
      [0.5, 1n, true, "größer"],
      [null, 4503599627370496n, false, null],
      [Number.POSITIVE_INFINITY, null, null, "it's"],
      [-0, -7n, true, "it's"],
    ]);
  });

  it.each([1, 63, 64, 65, 2047, 2048, 2049, 5000])(
    "keeps the order and the gaps of %i rows",
    async (count) => {
      const values = Array.from({ length: count }, (_, row) =>
        row % 3 === 1 || row % 64 === 63 ? Number.NaN : row,
      );
      const many = Array.from({ length: 300 }, (_, index) => `text ${index}`);
      const codes = values.map((_, row) => (row % 7 === 0 ? -1 : row % 300));
      const source = buildTableSource(
        [numbers("a", values), texts("b", many, codes), numbers("c", values)],
        count,
      );
      const { rows } = await withDatabase({}, (database) => readAll(database, source));
      const expected = values.map((value, row) => {
        const number = Number.isNaN(value) ? null : value;
        return [number, codes[row] < 0 ? null : many[codes[row]], number];
      });
      expect(rows).toEqual(expected);
    },
  );

  it("may have segments, and be read again; one reader serves one source after the other", async () => {
    const column = { kind: "number", name: "n", values: Float64Array.of(10, 20, 30) } as const;
    const segments = ["x", "y"].map((value, index) => ({
      columns: [column, { kind: "constant", name: "of", value }] as const,
      rows: Uint32Array.from(index === 0 ? [2, 0] : [1]),
    }));
    const source: RowSource = {
      columns: [
        { name: "n", type: "DOUBLE" },
        { name: "of", type: "VARCHAR", texts: ["x", "y"] },
      ],
      segments: () => segments,
    };
    await withDatabase({}, async (database) => {
      const reader = new SourceReader(database);
      const expected = [
        [30, "x"],
        [10, "x"],
        [20, "y"],
      ];
      expect((await readAll(database, source, reader)).rows).toEqual(expected);
      const other = buildTableSource([numbers("m", [1])], 1);
      expect((await readAll(database, other, reader)).rows).toEqual([[1]]);
      expect((await readAll(database, source, reader)).rows).toEqual(expected);
      const none = buildTableSource([numbers("m", [])], 0);
      expect((await readAll(database, none, reader)).rows).toEqual([]);
    });
  });

  it("passes on what goes wrong in it", async () => {
    const source: RowSource = {
      columns: [{ name: "n", type: "DOUBLE" }],
      segments: () => {
        throw new Error("no segments today");
      },
    };
    await expect(withDatabase({}, (database) => readAll(database, source))).rejects.toThrow(
      "no segments today",
    );
  });
});
