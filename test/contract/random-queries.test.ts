import { it } from "vitest";
import { buildSmallDatasets } from "../support/small-datasets.js";
import { checkRandomQueries } from "./random-queries.js";

it("random queries are answered as the oracle answers them, or refused by naming a parameter of theirs", async () => {
  await checkRandomQueries(buildSmallDatasets(), 20261122, 800);
});
