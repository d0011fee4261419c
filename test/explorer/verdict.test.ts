import { describe, expect, it } from "vitest";
import type { Evaluation } from "../../src/explorer/answer-rows.js";
import { findWinner, sayVerdict } from "../../src/explorer/verdict.js";

const rank = (...values: number[]): Evaluation[] =>
  values.map((value, index) => ({
    params: "1B",
    data: "ABCD"[index],
    step: 1,
    tokens: 1,
    compute: 1,
    metric: "m",
    value,
  }));
const COMMON = { name: "pile perplexity", isHigherBetter: false, size: "1B", isChoice: false, when: "" };

describe("what is said of the ranking", () => {
  const all = rank(1, 2, 3, 4);

  it("names the best of all", () => {
    expect(sayVerdict({ ...COMMON, ranking: all, shown: all })).toBe(
      "At 1B, A has the lowest pile perplexity: 1",
    );
  });

  it("says of whom it is the best where some are left out, hidden or not chosen", () => {
    const said = "At 1B, of the 2 recipes shown, C has the lowest pile perplexity: 3";
    expect(sayVerdict({ ...COMMON, ranking: all, shown: all.slice(2) })).toBe(said);
    expect(sayVerdict({ ...COMMON, ranking: all.slice(2), shown: all.slice(2), isChoice: true })).toBe(said);
  });

  it("gives a single recipe its value and its rank, and never calls it the best", () => {
    expect(sayVerdict({ ...COMMON, ranking: all, shown: all.slice(3) })).toBe(
      "At 1B, D has a pile perplexity of 4, rank 4 of 4",
    );
    expect(sayVerdict({ ...COMMON, ranking: all.slice(3), shown: all.slice(3), isChoice: true })).toBe(
      "At 1B, D has a pile perplexity of 4",
    );
    expect(sayVerdict({ ...COMMON, ranking: all.slice(2), shown: all.slice(3), isChoice: true })).toBe(
      "At 1B, D has a pile perplexity of 4, rank 2 of the 2 chosen",
    );
  });

  it("claims no winner where all are equal, and none alone where several are", () => {
    const equal = rank(5, 5, 5);
    expect(sayVerdict({ ...COMMON, ranking: equal, shown: equal })).toBe(
      "At 1B, all 3 recipes have the same pile perplexity: 5",
    );
    const shared = rank(1, 1, 2);
    expect(sayVerdict({ ...COMMON, ranking: shared, shown: shared })).toBe(
      "At 1B, 2 share the lowest pile perplexity: 1",
    );
    expect([equal, shared, all].map((ranking) => findWinner(ranking, false)?.data)).toEqual([
      undefined,
      undefined,
      "A",
    ]);
    expect(findWinner(all, null)).toBeUndefined();
  });
});
