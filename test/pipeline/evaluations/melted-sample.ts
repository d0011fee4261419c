/** The melted sample, built from raw tables whose metrics are written in one form or another. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { buildEvaluationsFile, MELTED_FILE } from "../../../src/pipeline/evaluations/build.js";
import { findDifferences, readTable } from "../../support/evaluation-tables.js";
import { buildEffects, MELTED_SAMPLE, type RawTables, writeRawTables } from "./raw-from-sample.js";

/** Asserts that a build of the raw tables gives the melted sample, and counts what it did on the way. */
export async function expectMeltedSample(tables: RawTables): Promise<void> {
  const { path, ...folder } = await writeRawTables(tables);
  try {
    const report = await buildEvaluationsFile(folder, buildEffects(path));
    const [melted, sample] = [await readTable(join(folder.out, MELTED_FILE)), await readTable(MELTED_SAMPLE)];
    expect(findDifferences(melted, sample, ["params", "data", "step", "metric"])).toEqual([]);
    expect(report.stages.map(({ name, rowsIn, rowsOut }) => [name, rowsIn, rowsOut])).toEqual([
      ["parse perplexities", 29, 29],
      ["expand metrics", 2178, 2178],
      ["parse evaluations", 2178, 2178],
      ["mmlu_average", 1881, 33],
      ["pivot", 2211, 33],
      ["outer join", { perplexities: 29, evaluations: 33 }, 34],
      ["mean over seeds", 34, 34],
      ["melt to mean_eval_melted.parquet", 34 * 271, 7549],
    ]);
  } finally {
    await rm(path, { recursive: true });
  }
}
