import { describe, expect, it } from "vitest";
import type { Evaluation } from "../../src/explorer/rows.js";
import { describeShortfalls, findTrainingTokens, formatShortfall } from "../../src/explorer/training.js";

const at = (params: string, tokens: number): Evaluation => ({
  params,
  data: "A",
  step: 1,
  tokens,
  compute: 1,
  metric: "m",
  value: 1,
});

describe("the training of a size", () => {
  const training = findTrainingTokens({
    data: { params: ["750M", "750M", "1B", "20M"], tokens: [30.966e9, 75.024e9, 100e9, 1.9129e9] },
  });

  it("has the tokens of the longest training of any recipe", () => {
    expect([...training]).toEqual([
      ["750M", 75.024e9],
      ["1B", 100e9],
      ["20M", 1.9129e9],
    ]);
  });

  it("stops short where fewer tokens are written", () => {
    expect(formatShortfall(at("750M", 30.966e9), training)).toBe("31B of 75B tokens");
    expect(formatShortfall(at("1B", 100e9), training)).toBeNull();
    expect(formatShortfall(at("20M", 1.9115e9), training)).toBeNull();
    expect(formatShortfall(at("7B", 1e9), training)).toBeNull();
  });

  it("is explained once for each size that stops short", () => {
    const evaluations = [at("750M", 30.966e9), at("750M", 30.966e9), at("1B", 25e9), at("20M", 1.9129e9)];
    expect(describeShortfalls(evaluations, training)).toBe(
      "Hollow points stop short of the training of their size: 750M (31B of 75B tokens), 1B (25B of 100B tokens).",
    );
    expect(describeShortfalls([at("1B", 100e9)], training)).toBeNull();
  });
});
