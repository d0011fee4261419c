import { describe, expect, it } from "vitest";
import {
  changeView,
  FIRST_STATE,
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

describe("the address of the page", () => {
  it("is bare at first", () => {
    expect(formatPageState(FIRST_STATE)).toBe("");
    expect(parsePageState("")).toEqual(FIRST_STATE);
  });

  it("carries every choice there and back, names with commas, pluses and percents among them", () => {
    expect(Object.keys(CHANGED)).toEqual(Object.keys(FIRST_STATE));
    expect(parsePageState(formatPageState(CHANGED))).toEqual(CHANGED);
    for (const [name, value] of Object.entries(CHANGED)) {
      const state = { ...FIRST_STATE, [name]: value };
      expect(formatPageState(state), name).not.toBe("");
      expect(parsePageState(formatPageState(state)), name).toEqual(state);
    }
  });

  it("falls back to what is usual where a word is not known, and draws no more metrics than fit", () => {
    expect(parsePageState("?view=pie&x=time&xscale=&metric=")).toEqual(FIRST_STATE);
    const many = Array.from({ length: 9 }, (_, index) => `metric=m${index}`).join("&");
    expect(parsePageState(many).metrics).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
  });
});

describe("going to another view", () => {
  it("begins the curves with two sizes, and leaves them again for the scaling view", () => {
    const curves = changeView(FIRST_STATE, "curves");
    expect(curves.sizes).toEqual(["150M", "1B"]);
    expect(changeView(curves, "scaling").sizes).toEqual([]);
  });

  it("keeps sizes that were chosen", () => {
    const curves = changeView({ ...FIRST_STATE, sizes: ["4M"] }, "curves");
    expect([curves.sizes, changeView(curves, "scaling").sizes]).toEqual([["4M"], ["4M"]]);
  });
});
