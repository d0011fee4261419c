/** The melted sample, built from raw tables whose metrics are written in one form or another. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { buildEvaluationsFile, MELTED_FILE } from "../../../src/pipeline/evaluations/build.js";
import { buildEffects, MELTED_SAMPLE, type RawTables, writeRawTables } from "./raw-from-sample.js";

/** Asserts that a build of the raw tables gives the melted sample, and counts what it did on the way. */
export async function expectMeltedSample(tables: RawTables): Promise<void> {
  const { path, ...folder } = await writeRawTables(tables);
  try {
    const report = await buildEvaluationsFile(folder, buildEffects(path));
    const { rows, worst } = await compareMelted(join(folder.out, MELTED_FILE), MELTED_SAMPLE);
    expect(rows).toBe(7549);
    expect(worst).toBeLessThanOrEqual(1e-12);
    expect(report.stages.map(({ name, rowsIn, rowsOut }) => [name, rowsIn, rowsOut])).toEqual([
      ["expand metrics", 2178, 2178],
      ["parse perplexities", 29, 29],
      ["outer join", { perplexities: 29, evaluations: 33 }, 34],
      ["parse evaluations", 2178, 2178],
      ["mmlu_average", 1881, 33],
      ["pivot", 2211, 33],
      ["mean over seeds", 34, 34],
      ["melt to mean_eval_melted.parquet", 34 * 271, 7549],
    ]);
  } finally {
    await rm(path, { recursive: true });
  }
}

/** The largest relative difference between two long tables over all their keys; infinite where a key is in one only. */
async function compareMelted(left: string, right: string): Promise<{ rows: number; worst: number }> {
  return withDatabase({}, (database) =>
    database.row(
      `SELECT count(*) AS rows, max(CASE WHEN a.value IS NULL OR b.value IS NULL THEN 'inf'::DOUBLE
           ELSE greatest(${["value", "tokens", "compute"].map(relative).join(", ")}) END) AS worst
       FROM ${quoteText(left)} a FULL OUTER JOIN ${quoteText(right)} b USING (params, data, step, metric)`,
    ),
  );
}

function relative(name: string): string {
  return `CASE WHEN a.${name} = b.${name} THEN 0 ELSE abs(a.${name} - b.${name}) / greatest(abs(a.${name}), abs(b.${name})) END`;
}
