import { describe, it } from "vitest";
import { checkCaching } from "../contract/caching.js";
import { readShippedDatasets } from "../support/shipped-data.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

describe("caching never changes a response", () => {
  it.each([1, 2])("over the small suite, seed %d", async (seed) => {
    await checkCaching(buildSmallDatasets(), seed, 400);
  });

  it("over the shipped files", async () => {
    await checkCaching(await readShippedDatasets(), 20261122, 250);
  });
});
