/** Thousands of random tables in every format, and out of every cache. */
import { describe, it } from "vitest";
import { BUDGETS_BYTES, checkCachedBytes } from "../formats/cached-bytes.js";
import { checkRandomTables } from "../formats/format-check.js";

describe("every format holds the same cells", () => {
  it.each([11, 12, 13, 14, 15, 16])(
    "of a thousand random selections of random tables, seed %d",
    async (seed) => {
      await checkRandomTables(seed, 1000);
    },
  );
});

describe("a response has the same bytes", () => {
  it.each(BUDGETS_BYTES)("cold and warm, with a budget of %d bytes", (budgetBytes) => {
    checkCachedBytes(budgetBytes, budgetBytes + 2, 200);
  });
});
