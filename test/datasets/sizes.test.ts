import { describe, expect, it } from "vitest";
import { compareSizes, parseSize } from "../../src/datasets/sizes.js";

describe("a model size", () => {
  it.each([
    ["4M", 4e6],
    ["150M", 150e6],
    ["1B", 1e9],
    ["1b", 1e9],
    [" 1.5 B ", 1.5e9],
    ["10k", 1e4],
    ["2T", 2e12],
    ["1000", 1000],
    ["1e9", 1e9],
    ["1.5E+8", 1.5e8],
    ["0.07B", 70e6],
    ["1.1K", 1100],
  ])("is a number of parameters: %s is %d", (text, size) => {
    expect(parseSize(text)).toBe(size);
  });

  it.each(["", "M", "1G", "-4M", "1e", "1e999", "1e3M", "4MM", "1,000M", "NaN", "9".repeat(400)])(
    "is none: '%s'",
    (text) => {
      expect(parseSize(text)).toBeUndefined();
    },
  );

  it("is ordered by its number, and text that is no size comes last by code unit", () => {
    const sizes = ["1B", "large", "150M", "4M", "Large", "1000M", "10M", "90M"];
    expect(sizes.toSorted(compareSizes)).toEqual([
      ...["4M", "10M", "90M", "150M", "1000M", "1B"],
      ...["Large", "large"],
    ]);
  });

  it("has an order without contradictions", () => {
    const sizes = ["1B", "x", "1000M", "4M", "y", "0.001T"];
    for (const a of sizes) {
      expect(compareSizes(a, a)).toBe(0);
      for (const b of sizes) {
        expect(Math.sign(compareSizes(a, b)) + Math.sign(compareSizes(b, a))).toBe(0);
        if (a !== b) expect(compareSizes(a, b)).not.toBe(0);
      }
    }
  });
});
