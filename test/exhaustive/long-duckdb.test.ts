/** The differential test of long datasets with many queries, and over the whole shipped table. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import {
  buildRowsWithInfinities,
  drawConditions,
  drawLongQuery,
  LongEngines,
  writeMeltedRows,
} from "../support/long-engines.js";
import { SeededRandom } from "../support/seeded-random.js";
import { ROOT } from "../support/served-app.js";
import { makeFolder } from "../support/small-files.js";

const SMALL_ROUNDS = 2000;
const WHOLE_ROUNDS = 150;

async function compareRandom(engines: LongEngines, rounds: number, seed: number): Promise<void> {
  const random = new SeededRandom(seed);
  const outcomes = { rows: 0, problems: 0 };
  for (let round = 0; round < rounds; round++) {
    outcomes[await engines.compare(drawLongQuery(random, engines.names), round)]++;
    if (round % 10 === 0) await engines.compareCounts(drawConditions(random, engines.names));
  }
  expect(outcomes.rows).toBeGreaterThan(rounds / 2);
}

describe("a long dataset in DuckDB, against memory", () => {
  it(`gives the same bytes for ${SMALL_ROUNDS} queries over the small suite`, async () => {
    const { folder, remove } = await makeFolder();
    const engines = await LongEngines.open(await writeMeltedRows(folder, buildRowsWithInfinities()));
    await compareRandom(engines, SMALL_ROUNDS, 41);
    engines.close();
    await remove();
  });

  it("gives the same bytes for the whole shipped table, long and wide, in every format, and for random queries", async () => {
    const path = join(ROOT, "initial_data/mean_eval_melted.parquet");
    const engines = await LongEngines.open(path, "2GB");
    for (let format = 0; format < FORMATS.length; format++) await engines.compare("", format);
    await engines.compare("shape=wide", 0);
    await engines.compare("shape=wide&checkpoint=common", 1);
    await engines.compare("checkpoint=final", 2);
    await compareRandom(engines, WHOLE_ROUNDS, 42);
    engines.close();
  });
});
