import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { StartupError } from "../../src/errors.js";
import { parseParquetFrame } from "../../src/ingest/parquet.js";
import { getColumnLength } from "../../src/table/column.js";
import { damageParquet } from "../support/damage.js";
import { SeededRandom } from "../support/seeded-random.js";

const FIXTURES = new URL("../fixtures/parquet/", import.meta.url).pathname;
const ROUNDS = 300;
const MAX_GROWTH_BYTES = 600e6;

/** Reads damaged bytes: a table whose columns are of one length, or a startup error, and nothing else. */
async function readDamaged(bytes: Buffer): Promise<"read" | "refused"> {
  try {
    const { table } = await parseParquetFrame(bytes, "f");
    if (table.columns.some((column) => getColumnLength(column) !== table.rowCount))
      throw new Error("lengths differ");
    return "read";
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    if (/\n|undefined|encoding null|NaN|\w+Error/.test(error.problem)) throw new Error(error.problem);
    return "refused";
  }
}

/** Runs `cases` cases and reports what the most expensive of them cost; memory may not grow beyond its bound. */
async function sweep(cases: number, damage: (index: number) => Buffer): Promise<void> {
  const outcomes = { read: 0, refused: 0 };
  const startBytes = process.memoryUsage().rss;
  let maxBytes = 0;
  let most = { seconds: 0, index: 0 };
  for (let index = 0; index < cases; index++) {
    const start = process.cpuUsage();
    outcomes[await readDamaged(damage(index))]++;
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds > most.seconds) most = { seconds, index };
    maxBytes = Math.max(maxBytes, process.memoryUsage().rss - startBytes);
  }
  expect(maxBytes).toBeLessThan(MAX_GROWTH_BYTES);
  console.log(
    `${cases} cases`,
    outcomes,
    `the most expensive, case ${most.index}: ${most.seconds.toFixed(2)} s`,
  );
}

describe("a damaged Parquet file is a table or a startup error, in little memory", async () => {
  const names = (await readdir(FIXTURES)).sort();

  test.each(names)("with random bytes changed: %s", async (name) => {
    const bytes = await readFile(`${FIXTURES}${name}/input.parquet`);
    const random = new SeededRandom(20251130);
    await sweep(ROUNDS, () => damageParquet(bytes, random));
  });

  test.each(names)("with every byte changed in turn: %s", async (name) => {
    const bytes = await readFile(`${FIXTURES}${name}/input.parquet`);
    const step = Math.max(1, Math.floor(bytes.length / 300));
    await sweep(Math.floor(bytes.length / step) * 2, (index) => {
      const changed = Buffer.from(bytes);
      const at = Math.floor(index / 2) * step;
      changed[at] = index % 2 === 0 ? 0xff : changed[at] ^ 0x01;
      return changed;
    });
  });
});
