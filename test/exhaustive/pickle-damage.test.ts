import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { StartupError } from "../../src/errors.js";
import { parsePickle } from "../../src/ingest/pickle.js";
import { getColumnLength } from "../../src/table/column.js";
import { damagePickle } from "../support/damage.js";
import { SeededRandom } from "../support/seeded-random.js";

const FIXTURES = new URL("../fixtures/pickle/", import.meta.url).pathname;
const MAX_BYTES = 64 * 2 ** 20;
const MAX_GROWTH_BYTES = 800e6;
const ROUNDS = 400;

/** Reads damaged bytes: a table whose columns are of one length, or a startup error, and nothing else. */
async function readDamaged(bytes: Buffer): Promise<"read" | "refused"> {
  try {
    const table = await parsePickle(bytes, "f", MAX_BYTES);
    for (const column of table.columns) expect(getColumnLength(column)).toBe(table.rowCount);
    return "read";
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    expect(error.message).not.toMatch(/\n|undefined|\w+Error|do not make a DataFrame/);
    return "refused";
  }
}

describe("a damaged pickle is a table or a startup error, in little memory", async () => {
  const names = (await readdir(FIXTURES)).filter(
    (name) => !name.startsWith("hostile-") && !name.endsWith("-bomb"),
  );

  test.each(names.sort())("%s", async (name) => {
    const random = new SeededRandom(20251130);
    const startBytes = process.memoryUsage().rss;
    for (const file of await readdir(join(FIXTURES, name))) {
      if (file === "expected.json") continue;
      const golden = await readFile(join(FIXTURES, name, file));
      for (let round = 0; golden.length > 0 && round < ROUNDS; round++) {
        await readDamaged(damagePickle(golden, random));
        expect(process.memoryUsage().rss - startBytes, `${file}, round ${round}`).toBeLessThan(
          MAX_GROWTH_BYTES,
        );
      }
    }
  });
});
