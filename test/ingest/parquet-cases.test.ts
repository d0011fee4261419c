import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readComparisons, readEvaluations } from "../../src/datasets/read.js";
import { type Column, getCell, getColumnLength } from "../../src/table/column.js";

/** Files that were read wrongly once, beside the project; each is one of a kind. */
const CASES = new URL("../../../shared/data/cases/readers/", import.meta.url).pathname;

const readCells = (column: Column) =>
  Array.from({ length: getColumnLength(column) }, (_, row) => getCell(column, row));

describe.skipIf(!existsSync(CASES))(
  "files of other people (skipped where the folder of cases is absent)",
  () => {
    test.each([
      ["f02-bytes-become-replacement", "bad-value", 'row 0, column "blob" holds "\\x80", which is not UTF-8'],
      ["f02-bytes-collide-run-id", "bad-value", 'row 0, column "run_id" holds "\\x80", which is not UTF-8'],
      [
        "f03-far-moments",
        "inexact-value",
        'row 0, column "timestamp" holds the timestamp 9999-12-31 23:59:59.999999, which a double cannot represent exactly',
      ],
      [
        "f05-json-integers",
        "inexact-value",
        'row 0, column "n" holds 9007199254740993, which a double cannot represent exactly',
      ],
      ["f16-duration", "wrong-type", 'column "took" is a duration, which no column can carry'],
    ])("are refused in one line: %s", async (name, code, problem) => {
      await expect(readComparisons(`${CASES}${name}.parquet`)).rejects.toMatchObject({ code, problem });
    });

    test.each([
      ["f04-nanoseconds", "timestamp", ["2025-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999"]],
      ["f10-all-lists-empty", "ft_loss_list", [[], []]],
      ["f10-all-none", "seed", [null, null]],
      ["f20-two-to-the-53", "big", [2 ** 53, 2 ** 60]],
      ["nullcol", "notes", [null, null, null]],
      ["small_cm", "seed", ["1", "1", "1"]],
    ])("are read: %s", async (name, column, cells) => {
      const { table, ignoredColumns } = await readComparisons(`${CASES}${name}.parquet`);
      expect(readCells(table.get(column))).toEqual(cells);
      expect(ignoredColumns).toEqual([]);
    });

    test.each(["f10-all-none", "f10-all-lists-empty"])(
      "are read as the same frame in a pickle is: %s",
      async (name) => {
        const [parquet, pickle] = await Promise.all([
          readComparisons(`${CASES}${name}.parquet`),
          readComparisons(`${CASES}${name}-is-read.pkl`),
        ]);
        expect(parquet.table.columns).toEqual(pickle.table.columns);
      },
    );

    test("leave out a row index of pandas, of any number of levels", async () => {
      const { table, ignoredColumns } = await readComparisons(`${CASES}f15-two-unnamed-index-levels.parquet`);
      expect(ignoredColumns).toEqual(["__index_level_0__", "__index_level_1__"]);
      expect(table.columns).toHaveLength(5);
    });

    test("may be large", async () => {
      const recipes = await readComparisons(`${CASES}f07-many-recipes.parquet`);
      expect(recipes.table.getOfKind("ckpt_data", "dictionary").dictionary).toHaveLength(130_000);
      const runs = await readComparisons(`${CASES}f08-50k-runs.parquet`);
      expect(runs.table.rowCount).toBe(50_000);
    });

    test("may have compute as integers beyond 2^53, where they are doubles", async () => {
      const { view } = await readEvaluations(`${CASES}intcompute.parquet`);
      expect(readCells(view.table.get("compute"))).toContain(74_661_337_497_600_000);
    });

    test("are known by a manifest in upper case", async () => {
      const { source } = await readEvaluations(`${CASES}manifest_upper/ev.parquet`);
      expect(source.provenance).toBe("real results");
    });
  },
);
