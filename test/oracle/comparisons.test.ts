import { it } from "vitest";
import { buildSmallDatasets } from "../support/small-datasets.js";
import { checkComparisons } from "./comparisons-oracle.js";

it("every response over a small frame of comparisons is the oracle's", () => {
  checkComparisons(buildSmallDatasets().comparisons, 12, 300);
});
