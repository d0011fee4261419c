import { describe, it } from "vitest";
import { expectMeltedSample } from "../pipeline/evaluations/melted-sample.js";
import { asJson, asPython, readRawTables, WITHOUT_SAMPLES } from "../pipeline/evaluations/raw-from-sample.js";

describe.skipIf(WITHOUT_SAMPLES)(`build evaluations${WITHOUT_SAMPLES ? `: ${WITHOUT_SAMPLES}` : ""}`, () => {
  it.each([
    ["a Python dict", asPython],
    ["JSON with nulls", asJson],
  ])("rebuilds the melted sample from metrics written as %s", async (_, form) => {
    await expectMeltedSample(await readRawTables(form));
  });
});
