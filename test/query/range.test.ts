import { describe, expect, it } from "vitest";
import { ProblemError } from "../../src/errors.js";
import { parseRawQuery, QueryReader } from "../../src/query/query-reader.js";
import { buildRangeParameter, findNearest, parseTimestamp, readRange } from "../../src/query/range.js";
import { parseNumber } from "../../src/table/numeric-text.js";

const INFINITY = Number.POSITIVE_INFINITY;

function read(query: string, exact: number[] = []) {
  const reader = new QueryReader(parseRawQuery(query));
  const result = readRange(reader, buildRangeParameter("step"), parseNumber, "a number", exact);
  try {
    reader.finish();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return {
      result,
      errors: error.errors.map(({ parameter, value, message }) => [parameter, value, message]),
    };
  }
  return { result, errors: [] };
}

describe("a number in a query", () => {
  it.each([
    ["5000", 5000],
    [" 5000 ", 5000],
    ["5e3", 5000],
    ["5E3", 5000],
    ["1e+18", 1e18],
    ["1e 18", 1e18],
    ["1.5e-3", 0.0015],
    ["-0.5", -0.5],
    ["+5", 5],
    [".5", 0.5],
    ["5.", 5],
    ["0.1", 0.1],
  ])("is read: '%s' is %d", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each([
    "",
    " ",
    "x",
    "5x",
    "0x10",
    "1e",
    "e5",
    "1e999",
    "NaN",
    "Infinity",
    "1_000",
    "1 000",
    "1,5",
    "--5",
  ])("is none: '%s'", (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});

describe("a timestamp in a query", () => {
  it.each([
    ["2025-09-12", Date.UTC(2025, 8, 12)],
    ["2025-09-12 17:28", Date.UTC(2025, 8, 12, 17, 28)],
    ["2025-09-12 17:28:12", Date.UTC(2025, 8, 12, 17, 28, 12)],
    ["2025-09-12T17:28:12", Date.UTC(2025, 8, 12, 17, 28, 12)],
    ["2025-09-12 17:28:12.5", Date.UTC(2025, 8, 12, 17, 28, 12, 500)],
  ])("is read without a zone: %s", (text, epochMs) => {
    expect(parseTimestamp(text)).toBe(epochMs);
  });

  it.each(["", "2025", "2025-13-01", "2025-09-12 25:00", "12.9.2025", "yesterday"])(
    "is none: '%s'",
    (text) => {
      expect(parseTimestamp(text)).toBeUndefined();
    },
  );

  it.each(["2025-02-30", "2025-04-31 10:00"])("is none where the calendar has no such day: %s", (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

describe("bounds in a query", () => {
  it.each([
    ["step__gte=5", { min: 5, isMinOpen: false, max: INFINITY, isMaxOpen: false }, { gte: 5 }],
    ["step__gt=5", { min: 5, isMinOpen: true, max: INFINITY, isMaxOpen: false }, { gt: 5 }],
    ["step__lte=5", { min: -INFINITY, isMinOpen: false, max: 5, isMaxOpen: false }, { lte: 5 }],
    ["step__lt=5", { min: -INFINITY, isMinOpen: false, max: 5, isMaxOpen: true }, { lt: 5 }],
    ["step__gte=1&step__lt=5", { min: 1, isMinOpen: false, max: 5, isMaxOpen: true }, { gte: 1, lt: 5 }],
    ["step__gte=2&step__gt=1", { min: 2, isMinOpen: false }, { gte: 2, gt: 1 }],
    ["step__gte=1&step__gt=2", { min: 2, isMinOpen: true }, { gte: 1, gt: 2 }],
    ["step__gte=2&step__gt=2", { min: 2, isMinOpen: true }, { gte: 2, gt: 2 }],
    ["step__lte=2&step__lt=2", { max: 2, isMaxOpen: true }, { lte: 2, lt: 2 }],
    ["step__lte=1&step__lt=2", { max: 1, isMaxOpen: false }, { lte: 1, lt: 2 }],
    ["step__lte=1e+18", { max: 1e18 }, { lte: 1e18 }],
    ["step__gte=5&step__lte=5", { min: 5, max: 5 }, { gte: 5, lte: 5 }],
  ])("are read: %s", (query, range, normalized) => {
    const { result, errors } = read(query);
    expect(errors).toEqual([]);
    expect(result?.range).toMatchObject({ exact: null, ...range });
    expect(result?.normalized).toEqual(normalized);
  });

  it("are joined with exact values", () => {
    const { result, errors } = read("step__gte=2", [1, 3]);
    expect(errors).toEqual([]);
    expect(result).toEqual({
      range: { exact: new Set([1, 3]), min: 2, isMinOpen: false, max: INFINITY, isMaxOpen: false },
      normalized: { gte: 2, in: [1, 3] },
    });
  });

  it("are none when the query has none", () => {
    expect(read("")).toEqual({ result: null, errors: [] });
  });

  it.each([
    ["step__gte=x", [["step__gte", "x", "is not a number"]]],
    ["step__gte=1&step__gte=2", [["step__gte", "1, 2", "is given more than once"]]],
    ["step__gte=5&step__lte=4", [["step__gte", "5", "leaves no number together with step__lte=4"]]],
    ["step__gt=5&step__lte=5", [["step__gt", "5", "leaves no number together with step__lte=5"]]],
    ["step__gte=5&step__lt=5", [["step__gte", "5", "leaves no number together with step__lt=5"]]],
    [
      "step__lt=1&step__gte=0&step__gt=2",
      [["step__gte", "0", "leaves no number together with step__gt=2 and step__lt=1"]],
    ],
  ])("are refused: %s", (query, errors) => {
    expect(read(query).errors).toEqual(errors);
  });

  it("are refused when they exclude every exact value", () => {
    expect(read("step__gt=3", [1, 3]).errors).toEqual([["step__gt", "3", "excludes every requested step"]]);
  });
});

describe("the nearest known numbers", () => {
  it("are three at most, nearest first", () => {
    expect(findNearest(Float64Array.of(0, 1250, 2500, 3750, 5000), 2600)).toEqual([2500, 3750, 1250]);
    expect(findNearest(Float64Array.of(7), 100)).toEqual([7]);
    expect(findNearest(Float64Array.of(), 100)).toEqual([]);
  });
});
