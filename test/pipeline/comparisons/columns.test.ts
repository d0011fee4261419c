import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parsePickle } from "../../../src/ingest/pickle.js";
import {
  DELTA_COLUMNS,
  FT_COLUMNS,
  listColumns,
  PRETRAINING_COLUMNS,
} from "../../../src/pipeline/comparisons/columns.js";

const PICKLE = "initial_data/combined_plotting_data_matched.pkl";

test("the frame has 19 + 369 + 450 + 16 + 1 + 4 + 64 = 923 columns", () => {
  expect(FT_COLUMNS).toHaveLength(369);
  expect(PRETRAINING_COLUMNS).toHaveLength(225);
  expect(DELTA_COLUMNS).toHaveLength(16);
  expect(listColumns()).toHaveLength(923);
  expect(new Set(listColumns()).size).toBe(923);
});

test("names and order are those of the served pickle", async () => {
  const { columns } = await parsePickle(await readFile(PICKLE), PICKLE);
  expect(listColumns()).toEqual(columns.map(({ name }) => name));
});
