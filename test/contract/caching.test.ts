import { it } from "vitest";
import { buildSmallDatasets } from "../support/small-datasets.js";
import { checkCaching } from "./caching.js";

it("caching never changes a response: servers with caches, with tiny ones and without any give the same bytes", async () => {
  await checkCaching(buildSmallDatasets(), 20261122, 50);
});
