/** Many more random queries than the quick tests have, over the shipped files too. */
import { describe, it } from "vitest";
import { checkRandomQueries } from "../contract/random-queries.js";
import { readShippedDatasets } from "../support/shipped-data.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

describe("10,000 random queries have the results of the oracle, or are refused with the name of one of their parameters", () => {
  it.each([1, 2, 3])("over the small suite, seed %d", async (seed) => {
    await checkRandomQueries(buildSmallDatasets(), seed, 10_000);
  });

  it("over the shipped files", async () => {
    await checkRandomQueries(await readShippedDatasets(), 20261122, 10_000);
  });
});
