import { describe, expect, it } from "vitest";
import { formatHeadline, formatRunsHeadline } from "../../src/explorer/headline.js";
import { findWinner } from "../../src/explorer/ranking.js";
import type { Evaluation } from "../../src/explorer/rows.js";

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
const COMMON = { name: "pile perplexity", isHigherBetter: false, size: "1B", isSelection: false, suffix: "" };

describe("the headline", () => {
  const all = rank(1, 2, 3, 4);

  it("names the best recipe of all", () => {
    expect(formatHeadline({ ...COMMON, ranking: all, shown: all })).toBe(
      "At 1B, A has the lowest pile perplexity: 1",
    );
  });

  it("names the group of the best recipe where some are hidden or not selected", () => {
    const expected = "At 1B, of the 2 recipes shown, C has the lowest pile perplexity: 3";
    expect(formatHeadline({ ...COMMON, ranking: all, shown: all.slice(2) })).toBe(expected);
    expect(formatHeadline({ ...COMMON, ranking: all.slice(2), shown: all.slice(2), isSelection: true })).toBe(
      expected,
    );
  });

  it("gives the value and rank of a single recipe, and does not call it the best", () => {
    expect(formatHeadline({ ...COMMON, ranking: all, shown: all.slice(3) })).toBe(
      "At 1B, D has a pile perplexity of 4, rank 4 of 4",
    );
    expect(formatHeadline({ ...COMMON, ranking: all.slice(3), shown: all.slice(3), isSelection: true })).toBe(
      "At 1B, D has a pile perplexity of 4",
    );
    expect(formatHeadline({ ...COMMON, ranking: all.slice(2), shown: all.slice(3), isSelection: true })).toBe(
      "At 1B, D has a pile perplexity of 4, rank 2 of the 2 selected",
    );
    expect(formatHeadline({ ...COMMON, isHigherBetter: null, ranking: all, shown: all.slice(3) })).toBe(
      "At 1B, D has a pile perplexity of 4, rank 4 of 4 from the highest",
    );
  });

  it("names no winner in a tie", () => {
    const equal = rank(5, 5, 5);
    expect(formatHeadline({ ...COMMON, ranking: equal, shown: equal })).toBe(
      "At 1B, all 3 recipes have the same pile perplexity: 5",
    );
    const shared = rank(1, 1, 2);
    expect(formatHeadline({ ...COMMON, ranking: shared, shown: shared })).toBe(
      "At 1B, 2 share the lowest pile perplexity: 1",
    );
    expect([equal, shared, all].map((ranking) => findWinner(ranking, false)?.data)).toEqual([
      undefined,
      undefined,
      "A",
    ]);
    expect(findWinner(all, null)).toBeUndefined();
  });

  it("crowns no recipe that is compared with none", () => {
    expect(findWinner(all.slice(0, 1), false)).toBeUndefined();
    expect(findWinner([], false)).toBeUndefined();
  });

  it("ends with the checkpoint where that is before the end of the training", () => {
    const suffix = ", after 31B of 75B tokens";
    expect(formatHeadline({ ...COMMON, suffix, ranking: all, shown: all })).toBe(
      "At 1B, A has the lowest pile perplexity: 1, after 31B of 75B tokens",
    );
    expect(formatHeadline({ ...COMMON, suffix, ranking: all, shown: all.slice(3) })).toBe(
      "At 1B, D has a pile perplexity of 4, rank 4 of 4, after 31B of 75B tokens",
    );
  });
});

describe("the headline of the runs", () => {
  const metric = { metric: "m", pretrained: "before", finetuned: "after" };
  const rows = [
    { before: 1, after: 2 },
    { before: 2, after: 1 },
    { before: 3, after: 3 },
    { before: 1, after: 4 },
  ];

  it("counts a run with equal values as unchanged, whichever direction is better", () => {
    expect(
      [true, false, null].map((isHigherBetter) => formatRunsHeadline(rows, metric, isHigherBetter)),
    ).toEqual([
      "Fine-tuning improved m in 2 of 4 runs, 1 unchanged",
      "Fine-tuning improved m in 1 of 4 runs, 1 unchanged",
      "Fine-tuning raised m in 2 of 4 runs, 1 unchanged",
    ]);
    expect(formatRunsHeadline(rows.slice(0, 2), metric, true)).toBe("Fine-tuning improved m in 1 of 2 runs");
  });
});
