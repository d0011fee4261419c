import { describe, expect, it } from "vitest";
import {
  changeView,
  DEFAULT_STATE,
  formatPageState,
  type PageState,
  parsePageState,
} from "../../src/explorer/page-state.js";

const CHANGED: PageState = {
  view: "curves",
  metrics: ["arc_easy_acc_raw", "pile-valppl"],
  recipes: ["Dolma1.7 (no math, code)", "Falcon+CC (QC 10%)", "DCLM-Baseline 25% / Dolma 75%"],
  sizes: ["150M", "1B"],
  x: "compute",
  xScale: "log",
  yScale: "linear",
  split: "dash",
  isolated: "Falcon+CC (QC 10%)",
  hidden: ["Dolma1.7 (no math, code)"],
  rankSize: "150M",
  sort: "-value",
  comparison: "boolq_acc_raw",
};

describe("the URL of the page", () => {
  it("has no query in the default state", () => {
    expect(formatPageState(DEFAULT_STATE)).toBe("");
    expect(parsePageState("")).toEqual(DEFAULT_STATE);
  });

  it("round-trips every choice, with commas, pluses and percent signs in names", () => {
    expect(Object.keys(CHANGED)).toEqual(Object.keys(DEFAULT_STATE));
    expect(parsePageState(formatPageState(CHANGED))).toEqual(CHANGED);
    for (const [name, value] of Object.entries(CHANGED)) {
      const state = { ...DEFAULT_STATE, [name]: value };
      expect(formatPageState(state), name).not.toBe("");
      expect(parsePageState(formatPageState(state)), name).toEqual(state);
    }
  });

  it("falls back to the defaults for unknown keywords, and keeps at most six metrics", () => {
    expect(parsePageState("?view=pie&x=time&xscale=&metric=")).toEqual(DEFAULT_STATE);
    const many = Array.from({ length: 9 }, (_, index) => `metric=m${index}`).join("&");
    expect(parsePageState(many).metrics).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
  });
});

describe("a change of view", () => {
  it("starts the curves with two sizes, and drops them for the scaling view", () => {
    const curves = changeView(DEFAULT_STATE, "curves");
    expect(curves.sizes).toEqual(["150M", "1B"]);
    expect(changeView(curves, "scaling").sizes).toEqual([]);
  });

  it("keeps selected sizes", () => {
    const curves = changeView({ ...DEFAULT_STATE, sizes: ["4M"] }, "curves");
    expect([curves.sizes, changeView(curves, "scaling").sizes]).toEqual([["4M"], ["4M"]]);
  });
});
