import { describe, expect, test } from "vitest";
import { findNumber, parseJsonText } from "../../src/pipeline/json-text.js";

describe("a JSON text", () => {
  test.each([
    ['{"a":1.5,"b":"x"}', { a: 1.5, b: "x" }],
    [
      '{"a":NaN,"b":-Infinity,"c":[Infinity]}',
      { a: null, b: Number.NEGATIVE_INFINITY, c: [Number.POSITIVE_INFINITY] },
    ],
    [
      '{"a":"NaN, Infinity and 9007199254740993,","b":NaN}',
      { a: "NaN, Infinity and 9007199254740993,", b: null },
    ],
    ['{"a":"\\"NaN","b":NaN}', { a: '"NaN', b: null }],
    ['{"a":0.24305555555555555,"b":1e300}', { a: 0.24305555555555555, b: 1e300 }],
    ['{"a":9007199254740993}', { a: 9007199254740993n }],
    ["[1,-12345678901234567891 ,0.9007199254740993]", [1, -12345678901234567891n, 0.9007199254740993]],
    ["[9007199254740992,1152921504606846976, 100000000000000000000]", [2 ** 53, 2 ** 60, 1e20]],
    ['{"a":1,"a":2}', { a: 2 }],
  ])("%s", (text, value) => {
    expect(parseJsonText(text)).toEqual(value);
  });

  test("may have a string of megabytes beside a NaN", () => {
    const text = "x\n".repeat(2 ** 21);
    expect(parseJsonText(`{"a":${JSON.stringify(text)},"b":NaN}`)).toEqual({ a: text, b: null });
  });

  test.each(["1", "NaN"])("is none if it is nested too deeply around %s", (inner) => {
    const nest = (depth: number) => `${'{"a":'.repeat(depth)}${inner}${"}".repeat(depth)}`;
    expect(parseJsonText(nest(200))).toBeTypeOf("object");
    for (const depth of [201, 100_000]) expect(parseJsonText(nest(depth))).toBeUndefined();
  });

  test.each(["", "{", '{"a":}', "{'a':1}", "NaNs", "undefined"])("%j is none", (text) => {
    expect(parseJsonText(text)).toBeUndefined();
  });
});

describe("a number", () => {
  test.each([
    [100, 100],
    ["100", 100],
    [" 1e2 ", 100],
    ["-0.5", -0.5],
    [".5", 0.5],
    ["9007199254740992", 2 ** 53],
  ])("%j is %d", (value, number) => {
    expect(findNumber(value)).toBe(number);
  });

  test.each([
    null,
    undefined,
    true,
    "",
    "NaN",
    "0x10",
    "1,000",
    "9007199254740993",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    9007199254740993n,
    {},
  ])("is not %s", (value) => {
    expect(findNumber(value)).toBeUndefined();
  });
});
