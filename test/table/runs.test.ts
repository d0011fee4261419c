import { describe, expect, it } from "vitest";
import { buildRuns } from "../../src/table/runs.js";
import { textColumn } from "../support/columns.js";

describe("the runs of a table", () => {
  it("begin wherever one of the keys changes", () => {
    const a = textColumn("a", ["x", "x", "x", "y", "y"]);
    const b = textColumn("b", ["1", "1", "2", "2", "2"]);
    expect([...buildRuns([a, b], 5).starts]).toEqual([0, 2, 3, 5]);
  });

  it("are one without keys", () => {
    expect([...buildRuns([], 4).starts]).toEqual([0, 4]);
  });

  it("are none without rows", () => {
    expect([...buildRuns([textColumn("a", [])], 0).starts]).toEqual([0]);
  });

  it("repeat a key whose rows are not adjacent", () => {
    expect([...buildRuns([textColumn("a", ["x", "y", "x"])], 3).starts]).toEqual([0, 1, 2, 3]);
  });
});
