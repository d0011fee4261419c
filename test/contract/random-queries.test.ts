import { it } from "vitest";
import { buildSmallDatasets } from "../support/small-datasets.js";
import { checkRandomQueries } from "./random-queries.js";

it("random queries have the results of the oracle, or are refused with the name of one of their parameters", async () => {
  await checkRandomQueries(buildSmallDatasets(), 20261122, 800);
});
