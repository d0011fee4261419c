/** Text that was rendered before never changes a response, and never exceeds its budget. */
import { describe, expect, it } from "vitest";
import { CSV_DIALECT, JSON_DIALECT } from "../../src/formats/dialect.js";
import type { RenderedText } from "../../src/formats/rendered-text.js";
import { RenderedTextCache } from "../../src/formats/rendered-text-cache.js";
import { selectWide } from "../../src/table/selection.js";
import type { Table } from "../../src/table/table.js";
import { numberColumn, tableOf, textColumn } from "../support/columns.js";
import { encodeBytes } from "../support/encoding.js";
import { drawSelection, drawTable } from "../support/random-tables.js";
import { SeededRandom } from "../support/seeded-random.js";
import { BUDGETS_BYTES, checkCachedBytes, TEXT_FORMATS } from "./cached-bytes.js";

describe("a response has the same bytes", () => {
  it.each(BUDGETS_BYTES)("cold and warm, with a budget of %d bytes", (budgetBytes) => {
    checkCachedBytes(budgetBytes, budgetBytes + 1, 10);
  });

  it("when some of its columns are kept and others are not", () => {
    const random = new SeededRandom(9);
    for (let round = 0; round < 40; round++) {
      const table = drawTable(random);
      const texts = new RenderedTextCache(random.sample(table.columns), 1e9);
      const selection = drawSelection(random, table);
      for (const format of TEXT_FORMATS) {
        const expected = encodeBytes(format, selection).toString("latin1");
        expect(encodeBytes(format, selection, {}, texts).toString("latin1")).toBe(expected);
      }
    }
  });

  it("when other formats and other orders of the same columns came before", () => {
    const table = tableOf(
      textColumn("a", ["x", null, 'y"', ""]),
      numberColumn("b", [1, Number.NaN, 0.1, -0]),
      textColumn("c", [",", "é", "\r\n", null]),
    );
    const texts = new RenderedTextCache(table.columns, 1e9);
    const orders = ["abc", "acb", "bac", "bca", "cab", "cba", "a", "b", "c", "ab", "ba"];
    for (const order of [...orders, ...orders.toReversed()]) {
      for (const format of TEXT_FORMATS) {
        const selection = select(table, order.split(""));
        const expected = encodeBytes(format, selection).toString("utf8");
        expect(encodeBytes(format, selection, {}, texts).toString("utf8"), `${format.name} ${order}`).toBe(
          expected,
        );
      }
    }
  });

  it("when it passes over the cache because of its many rows, which leaves nothing in it", () => {
    const rowCount = 100_001;
    const random = new SeededRandom(3);
    const values = Array.from({ length: rowCount }, () => (random.chance(0.01) ? Number.NaN : random.next()));
    const table = tableOf(numberColumn("n", values), numberColumn("m", values.toReversed()));
    const texts = new RenderedTextCache(table.columns, 1e9);
    const large = select(table, ["n", "m"], null, []);
    const small = select(table, ["m"], 1000, []);
    for (const format of TEXT_FORMATS) {
      const expected = encodeBytes(format, large).toString("latin1");
      expect(encodeBytes(format, large, {}, texts).toString("latin1") === expected).toBe(true);
    }
    expect(texts.sizeBytes).toBe(0);
    for (const format of TEXT_FORMATS) encodeBytes(format, small, {}, texts);
    const sizeBytes = texts.sizeBytes;
    expect(sizeBytes).toBeGreaterThan(rowCount * 10);
    for (const format of TEXT_FORMATS) {
      const expected = encodeBytes(format, large).toString("latin1");
      expect(encodeBytes(format, large, {}, texts).toString("latin1") === expected).toBe(true);
    }
    expect(texts.sizeBytes).toBe(sizeBytes);
  });
});

/** All text of all rows. */
function readText(texts: RenderedText | undefined): string {
  if (texts === undefined) expect.fail("there is no text");
  return Buffer.from(texts.view.buffer, 0, texts.offsets[texts.offsets.length - 1]).toString();
}

describe("the text cache", () => {
  const number = numberColumn("n", [1, 2.5, Number.NaN]);
  const text = textColumn("t", ["a", "b,c", null]);

  it("has a number's text once for all formats, and other text once for each way of writing it", () => {
    const texts = new RenderedTextCache([number, text], 1e9);
    expect(texts.findColumn(number, CSV_DIALECT, false)).toBe(texts.findColumn(number, JSON_DIALECT, false));
    expect(texts.findColumn(text, CSV_DIALECT, false)).toBe(texts.findColumn(text, CSV_DIALECT, false));
    expect(texts.findColumn(text, CSV_DIALECT, false)).not.toBe(texts.findColumn(text, JSON_DIALECT, false));
  });

  it("keeps nothing of columns that are not its own", () => {
    const texts = new RenderedTextCache([number], 1e9);
    expect(texts.findColumn({ ...number }, JSON_DIALECT, false)).toBeUndefined();
    expect(texts.isCacheable(number)).toBe(true);
    expect(texts.isCacheable(text)).toBe(false);
    const group = { columns: [number, text], prefixes: ["", ","], dialect: JSON_DIALECT };
    expect(() => texts.getGroup(group)).toThrow(new TypeError('column "t" is not cacheable'));
    expect(texts.sizeBytes).toBe(0);
  });

  it("keeps nothing without a budget, and nothing that is larger than the budget", () => {
    const none = new RenderedTextCache([number], 0);
    expect(none.findColumn(number, JSON_DIALECT, false)).toBeUndefined();
    expect(none.isCacheable(number)).toBe(false);
    const tiny = new RenderedTextCache([number], 5);
    const found = tiny.findColumn(number, JSON_DIALECT, false);
    expect(readText(found)).toBe("12.5");
    expect([...(found?.offsets ?? [])]).toEqual([0, 1, 4, 4]);
    expect(tiny.sizeBytes).toBe(0);
  });

  it("lets go first of what was used longest ago", () => {
    const columns = ["a", "b", "c"].map((name) => numberColumn(name, [1, 2, 3, 4]));
    const [a, b, c] = columns;
    const one = new RenderedTextCache(columns, 1e9);
    one.findColumn(a, JSON_DIALECT, false);
    const texts = new RenderedTextCache(columns, one.sizeBytes * 2);
    const first = texts.findColumn(a, JSON_DIALECT, false);
    texts.findColumn(b, JSON_DIALECT, false);
    expect(texts.findColumn(a, JSON_DIALECT, false)).toBe(first);
    texts.findColumn(c, JSON_DIALECT, false);
    expect(texts.findColumn(a, JSON_DIALECT, true)).toBe(first);
    expect(texts.findColumn(b, JSON_DIALECT, true)).toBeUndefined();
    expect(texts.sizeBytes).toBe(one.sizeBytes * 2);
  });
});

function select(
  table: Table,
  fields: readonly string[],
  limit: number | null = null,
  idColumns = table.columns,
) {
  return selectWide(table, idColumns, table.allRows(), { fields, sort: [], offset: 0, limit });
}
