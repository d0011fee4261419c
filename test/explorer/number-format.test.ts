import { describe, expect, it } from "vitest";
import { formatAmount, formatCompact, formatValue } from "../../src/explorer/number-format.js";

describe("numbers on the page", () => {
  it("have four digits, and units where they are large", () => {
    expect([8.102933554, 0.5, 0.00002, 1234.56, 0].map(formatValue)).toEqual([
      "8.103",
      "0.5",
      "2.00e-5",
      "1,235",
      "0",
    ]);
    expect([0, 999, 15_000, 1_500_000, 1e9, 1.5e20].map(formatAmount)).toEqual([
      "0",
      "999",
      "15K",
      "1.5M",
      "1B",
      "1.5e20",
    ]);
  });

  it("have fewer characters on cards", () => {
    const values = [-0.000123456, 0.00123456, -0.0123456, 13.538818, 1234.56, -12_345, -1_234_567];
    expect(values.map(formatCompact)).toEqual([
      "-1.2e-4",
      "1.2e-3",
      "-0.0123",
      "13.54",
      "1,235",
      "-12,350",
      "-1.23M",
    ]);
  });
});
