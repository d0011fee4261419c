import { describe, it } from "vitest";
import { checkDrawnRequests } from "../contract/drawn-requests.js";
import { readShippedDatasets } from "../support/shipped-data.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

describe("thousands of requests drawn from the OpenAPI document have no undocumented response", () => {
  it.each([1, 2])("over the small suite, seed %d", async (seed) => {
    await checkDrawnRequests(buildSmallDatasets(), seed, 3000);
  });

  it("over the shipped files", async () => {
    await checkDrawnRequests(await readShippedDatasets(), 20261123, 1000);
  });
});
