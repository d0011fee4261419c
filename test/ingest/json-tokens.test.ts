import { describe, expect, test } from "vitest";
import { findNumberTokens } from "../../src/ingest/json-tokens.js";

const textsOf = (json: string) => Array.from(findNumberTokens(json), ({ text }) => text);

describe("the numbers of a JSON text", () => {
  test.each([
    ['{"a":1.5,"b":[-2e-3,NaN],"c":-Infinity}', ["1.5", "-2e-3", "NaN", "-Infinity"]],
    ['{"1":"2, NaN","\\"3":4}', ["4"]],
    ['["\\\\",5,"\\\\\\"6",7]', ["5", "7"]],
    ['["8', []],
    ["9007199254740993", ["9007199254740993"]],
  ])("%s", (json, texts) => {
    expect(textsOf(json)).toEqual(texts);
  });

  test.each([
    ["characters", "x".repeat(2 ** 23)],
    ["escapes", "\\n\\\\\\u2028".repeat(2 ** 21)],
    ["quotes", '\\"'.repeat(2 ** 22)],
  ])("are found after a string of millions of %s", (_, content) => {
    expect(textsOf(`{"a":"${content}","b":NaN}`)).toEqual(["NaN"]);
  });
});
