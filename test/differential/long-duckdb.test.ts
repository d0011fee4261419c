/** A melted table in DuckDB against the evaluations in memory: the same query is the same bytes in every format, or the same problem. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  buildRowsWithInfinities,
  drawConditions,
  drawLongQuery,
  LongEngines,
  writeMeltedRows,
} from "../support/long-engines.js";
import { SeededRandom } from "../support/seeded-random.js";
import { makeFolder } from "../support/small-files.js";

const ROUNDS = 200;

let engines: LongEngines;
let remove: () => Promise<void>;

beforeAll(async () => {
  const made = await makeFolder();
  remove = made.remove;
  const path = await writeMeltedRows(made.folder, buildRowsWithInfinities());
  engines = await LongEngines.open(path);
});
afterAll(async () => {
  engines.close();
  await remove();
});

describe("a long dataset in DuckDB", () => {
  it("has the schema of the evaluations", () => {
    const { columns, long } = engines.duckDb.schema;
    const { columns: expected, long: expectedLong } = engines.schema;
    expect(columns).toEqual(expected);
    expect(long).toEqual(expectedLong);
    expect([...engines.duckDb.values]).toEqual(
      [...engines.memory.values].filter(([name]) => !["metric", "value"].includes(name)),
    );
  });

  it(`gives the bytes of the engine in memory for ${ROUNDS} random queries, or the same problem`, async () => {
    const random = new SeededRandom(31);
    const outcomes = { rows: 0, problems: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      outcomes[await engines.compare(drawLongQuery(random, engines.names), round)]++;
    }
    expect(outcomes.rows).toBeGreaterThan(ROUNDS / 2);
    expect(outcomes.problems).toBeGreaterThan(5);
  });

  it("counts as the engine in memory does", async () => {
    const random = new SeededRandom(32);
    for (let round = 0; round < 40; round++)
      await engines.compareCounts(drawConditions(random, engines.names));
  });
});
