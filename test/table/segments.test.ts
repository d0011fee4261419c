import { describe, expect, it } from "vitest";
import { buildSegments } from "../../src/table/segments.js";
import { textColumn } from "../support/columns.js";

describe("the segments of a table", () => {
  it("begin wherever one of the keys changes", () => {
    const a = textColumn("a", ["x", "x", "x", "y", "y"]);
    const b = textColumn("b", ["1", "1", "2", "2", "2"]);
    expect([...buildSegments([a, b], 5).starts]).toEqual([0, 2, 3, 5]);
  });

  it("are one without keys", () => {
    expect([...buildSegments([], 4).starts]).toEqual([0, 4]);
  });

  it("are none without rows", () => {
    expect([...buildSegments([textColumn("a", [])], 0).starts]).toEqual([0]);
  });

  it("repeat a key whose rows are not adjacent", () => {
    expect([...buildSegments([textColumn("a", ["x", "y", "x"])], 3).starts]).toEqual([0, 1, 2, 3]);
  });
});
