import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readComparisons } from "../../src/datasets/read.js";
import { StartupError } from "../../src/errors.js";
import { type Column, getCell, getColumnLength } from "../../src/table/column.js";

/** Files that were read wrongly or refused falsely once, beside the project; each is one of a kind. */
const CASES = new URL("../../../shared/data/cases/readers/", import.meta.url).pathname;
const MAX_LINE_LENGTH = 600;

const readCells = (column: Column) =>
  Array.from({ length: getColumnLength(column) }, (_, row) => getCell(column, row));

async function refusalOf(name: string): Promise<StartupError> {
  const outcome = await readComparisons(`${CASES}${name}.pkl`).catch((error: unknown) => error);
  if (!(outcome instanceof StartupError)) throw outcome;
  expect(outcome.message).not.toMatch(/[\p{C}\u2028\u2029]/u);
  expect(outcome.message.length - outcome.subject.length).toBeLessThan(MAX_LINE_LENGTH);
  return outcome;
}

describe.skipIf(!existsSync(CASES))(
  "pickles of other people (skipped where the folder of cases is absent)",
  () => {
    test.each([
      ["f01-fillna-text", { x: [0.5, "none"], t: ["p", "q"], y: [1.5, 2.5], z: [3.5, "none"] }],
      ["f01-infer-objects", { x: [0.5, null], t: ["p", "q"], y: [1.5, 2.5], z: [3.5, null] }],
      ["f01-convert-dtypes", { x: [0.5, 1.5], t: ["p", "q"], y: [1.5, 2.5], z: [3.5, null] }],
      ["f04-nanoseconds", { timestamp: ["2025-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999"] }],
      ["f10-all-lists-empty-is-read", { ft_loss_list: [[], []] }],
      ["f10-all-none-is-read", { seed: [null, null] }],
      ["f11-zone-in-row-index", { run_id: ["r0", "r1"], ckpt_data: ["C4", "C4"] }],
      ["f20-two-to-the-53-is-read", { big: [2 ** 53, 2 ** 60] }],
    ])("are read: %s", async (name, cells) => {
      const { table, ignoredColumns } = await readComparisons(`${CASES}${name}.pkl`);
      for (const [column, expected] of Object.entries(cells)) {
        expect(readCells(table.get(column)), column).toEqual(expected);
      }
      expect(ignoredColumns).toEqual([]);
    });

    test("are read where rows share their lists, which are repeated in memory", async () => {
      const { table } = await readComparisons(`${CASES}f17-shared-lists.pkl`);
      expect([table.rowCount, table.columns.length]).toEqual([700, 411]);
      const lists = table.columns.filter(({ kind }) => kind === "list");
      expect(lists).toHaveLength(406);
      for (const column of lists) {
        if (column.kind === "list") expect(column.offsets[700], column.name).toBe(42_000);
      }
    });

    test.each([
      [
        "bigint",
        "inexact-value",
        'row 1, column "group_hash" holds 1152921504606846977, which a double cannot represent exactly',
      ],
      [
        "f03-far-moments",
        "inexact-value",
        'row 0, column "timestamp" holds the timestamp 9999-12-31 23:59:59.999999, which a double cannot represent exactly',
      ],
      ["f07-arrow-overlap", "damaged-pickle", "an Arrow array's offset is 0, after 1000000 and of 1000000"],
      [
        "f11-zone-in-column",
        "wrong-type",
        'column "timestamp" holds timestamps with a time zone (dt.tz_convert(None) makes them UTC)',
      ],
      [
        "f16-duration-is-refused",
        "wrong-type",
        'column "took" holds durations (timedelta64[s]), which no column can carry',
      ],
    ])("are refused in one line with the reason: %s", async (name, code, problem) => {
      expect(await refusalOf(name)).toMatchObject({ code, problem });
    });

    test("are refused in a line of bearable length where a name is of any length", async () => {
      const { code, problem } = await refusalOf("f12-long-run-id");
      expect(code).toBe("duplicate-key");
      expect(problem).toMatch(/^row 1 repeats the run_id ".{90,}…"$/);
    });
  },
);
