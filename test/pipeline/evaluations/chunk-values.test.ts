import { describe, expect, it } from "vitest";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { readTexts, viewDoubles } from "../../../src/pipeline/evaluations/chunk-values.js";

/** The texts of a query's first column, by the row numbers of its second. */
async function readColumn(sql: string): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  await withDatabase({}, async (database) => {
    for await (const chunk of database.chunks(sql)) {
      const rows = viewDoubles(chunk, 1);
      readTexts(chunk, 0, (row, { bytes, view, text }, start, end) => {
        expect([view.byteLength, text.length]).toEqual([bytes.byteLength, bytes.byteLength]);
        texts.set(rows[row], Buffer.from(bytes.subarray(start, end)).toString());
      });
    }
  });
  return texts;
}

describe("the texts of a column", () => {
  it("come row by row, short and long, null and empty, of any alphabet", async () => {
    const texts = [
      "",
      "short",
      "twelve bytes",
      "thirteen bytes",
      "größer als zwölf",
      "日本語のテキスト",
      "x".repeat(99_999),
    ];
    const list = `[${texts.map(quoteText).join(", ")}]`;
    const found = await readColumn(
      `SELECT CASE WHEN i % 11 = 10 THEN NULL ELSE ${list}[i % ${texts.length} + 1] END, i::DOUBLE FROM range(5000) rows(i)`,
    );
    expect(found.size).toBe(5000);
    for (const [row, text] of found) expect(text).toBe(row % 11 === 10 ? "" : texts[row % texts.length]);
  });

  it("of many lengths come side by side", async () => {
    const found = await readColumn(
      `SELECT repeat('ab', (i % 40)::INTEGER) || i, i::DOUBLE FROM range(20000) rows(i)`,
    );
    for (const [row, text] of found) expect(text).toBe(`${"ab".repeat(row % 40)}${row}`);
    expect(found.size).toBe(20_000);
  });
});
