/** A prepared file with every bit of its header and every byte of its contents changed in turn. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readPreparedFile } from "../../src/datasets/prepared.js";
import { prepareDatasets } from "../../src/pipeline/prepare.js";
import { expectRefusedDamage, flipBit } from "../support/prepared-damage.js";
import { MELTED_ROWS, makeFolder, writeComparisons, writeMelted } from "../support/small-files.js";

it("a prepared file is refused whichever bit is changed, without ever throwing", async () => {
  const { folder, remove } = await makeFolder();
  const path = join(folder, "prepared.bin");
  const { datasets } = await prepareDatasets(
    {
      evaluations: await writeMelted(join(folder, "e.parquet"), MELTED_ROWS),
      comparisons: await writeComparisons(join(folder, "c.parquet")),
    },
    path,
  );
  const sources = {
    evaluations: datasets.evaluations.source,
    comparisons: datasets.comparisons.source,
  };
  const read = () => readPreparedFile(path, async () => sources);
  expect(await read()).toHaveProperty("contents");
  const original = await readFile(path);
  const headerLength = original.indexOf("\n") + 1;
  for (let at = 0; at < original.length; at++) {
    for (const bits of at < headerLength ? [1, 2, 4, 8, 16, 32, 64, 128] : [16]) {
      await writeFile(path, flipBit(original, at, bits));
      expectRefusedDamage(await read(), original, at);
    }
  }
  await remove();
});
