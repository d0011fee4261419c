import { describe, expect, it } from "vitest";
import { buildComparisons } from "../../src/datasets/comparisons.js";
import { foldName } from "../../src/datasets/spelling.js";
import { tableOf, textColumn } from "../support/columns.js";

const SOUND = {
  run_id: ["a", "b", "c"],
  ckpt_data: ["C4", "Falcon", "C4"],
  ckpt_params: ["4M", "1B", "4M"],
  comparison_model_size: ["4M", "1B", null],
  comparison_model_recipe: ["Dolma1.7", "Dolma1.7", "C4"],
};

function build(change: Partial<typeof SOUND>) {
  const columns = Object.entries({ ...SOUND, ...change }).map(([name, texts]) => textColumn(name, texts));
  return buildComparisons(tableOf(...columns), "the-file.parquet");
}

describe("a name", () => {
  it("is the same in any case, and with pluses for spaces", () => {
    expect(foldName(" Falcon+CC  (QC 10%)")).toBe("falcon cc (qc 10%)");
  });
});

describe("comparisons", () => {
  it("may name a size or a recipe as often as they like in one spelling", () => {
    expect(build({}).table.rowCount).toBe(3);
  });

  it.each([
    ["ckpt_params", ["4M", "1B", "4m"], 'one size in two ways, "4M" in row 0 and "4m" in row 2'],
    ["ckpt_params", ["1000M", "1B", "4M"], 'one size in two ways, "1000M" in row 0 and "1B" in row 1'],
    ["comparison_model_size", [null, "1B", "1b"], 'one size in two ways, "1B" in row 1 and "1b" in row 2'],
    ["ckpt_data", ["C4", "c4", "C4"], 'one recipe in two ways, "C4" in row 0 and "c4" in row 1'],
    [
      "comparison_model_recipe",
      ["d17", "C4", "Dolma1.7"],
      'one recipe in two ways, "d17" in row 0 and "Dolma1.7" in row 2',
    ],
  ])("are refused with two spellings in %s", (name, texts, problem) => {
    expect(() => build({ [name]: texts })).toThrow(
      expect.objectContaining({ code: "bad-value", problem: `column "${name}" names ${problem}` }),
    );
  });

  it("may have texts that name no size", () => {
    expect(build({ ckpt_params: ["small", "Small", "1B"] }).table.rowCount).toBe(3);
  });
});
