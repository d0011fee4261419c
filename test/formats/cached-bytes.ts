/** Responses put together of text that was rendered before, against those that were not. */
import { expect } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { RenderedTextCache } from "../../src/formats/rendered-text-cache.js";
import { encodeBytes } from "../support/encoding.js";
import { drawSelection, drawTable } from "../support/random-tables.js";
import { SeededRandom } from "../support/seeded-random.js";

export const TEXT_FORMATS = FORMATS.filter(({ name }) => name !== "arrow" && name !== "parquet");
export const BUDGETS_BYTES = [0, 1, 300, 2000, 20_000, 1e9];

/** Asserts that a cache of so many bytes changes no byte of six responses over each of `rounds` tables. */
export function checkCachedBytes(budgetBytes: number, seed: number, rounds: number): void {
  const random = new SeededRandom(seed);
  for (let round = 0; round < rounds; round++) {
    const table = drawTable(random);
    const texts = new RenderedTextCache(table.columns, budgetBytes);
    const bare = new RenderedTextCache([], 0);
    for (let question = 0; question < 6; question++) {
      const selection = drawSelection(random, table);
      for (const format of random.shuffle(TEXT_FORMATS)) {
        const expected = encodeBytes(format, selection, {}, bare).toString("latin1");
        const label = `${format.name} in round ${round}`;
        expect(encodeBytes(format, selection, {}, texts).toString("latin1"), label).toBe(expected);
        expect(encodeBytes(format, selection, {}, texts).toString("latin1"), label).toBe(expected);
        expect(texts.sizeBytes).toBeLessThanOrEqual(budgetBytes);
      }
    }
  }
}
