/**
 * The build beside real pandas, on small raw tables of every kind: test/fixtures/pipeline, made by
 * scripts/make_pipeline_fixtures.py.
 */
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEvaluationsFile } from "../../../src/pipeline/evaluations/build.js";
import {
  type CellTable,
  findDifferences,
  findMissingColumns,
  keepKnownMetrics,
  meltTable,
  readTable,
  type TableCell,
} from "../../support/evaluation-tables.js";
import { buildEffects } from "./raw-from-sample.js";

const FIXTURES = join(import.meta.dirname, "../../fixtures/pipeline");
const IDS = ["params", "data", "seed", "step", "tokens", "compute"];
const CHECKPOINT = ["params", "data", "step"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-pandas-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What pandas makes of a fixture, by file. */
async function readExpected(name: string): Promise<Record<string, CellTable>> {
  const text = await readFile(join(FIXTURES, name, "expected.json"), "utf8");
  const toNumber = (_: string, value: TableCell) => {
    if (value === "inf") return Number.POSITIVE_INFINITY;
    return value === "-inf" ? Number.NEGATIVE_INFINITY : value;
  };
  return JSON.parse(text, toNumber) as Record<string, CellTable>;
}

describe("the tables of the build are those of pandas, bit for bit", () => {
  it.each(readdirSync(FIXTURES))("for raw tables with %s", async (name) => {
    const [raw, out] = [join(FIXTURES, name), join(folder, name)];
    await buildEvaluationsFile(
      {
        evaluations: [join(raw, "eval-0.parquet")],
        perplexities: join(raw, "ppl.parquet"),
        ...{ out, keep: true, allowUnknown: name === "unknown_names" },
      },
      buildEffects(folder),
    );
    const read = (file: string) => readTable(join(out, `${file}.parquet`));
    const expected = await readExpected(name);
    for (const [file, keys] of [
      ["full_eval", [...CHECKPOINT, "seed"]],
      ["std_eval", CHECKPOINT],
    ] as const) {
      const table = await read(file);
      expect(findDifferences(table, expected[file], keys)).toEqual([]);
      expect(findMissingColumns(table, expected[file])).toEqual([]);
      const shared = expected[file].names;
      expect(table.names.filter((column) => shared.includes(column))).toEqual(shared);
    }
    const full = meltTable(expected.full_eval, IDS);
    const melted = keepKnownMetrics(await read("full_eval_melted"));
    expect(melted).toEqual(full);
    expect(keepKnownMetrics(await read("mean_eval_melted"))).toEqual(expected.mean_eval_melted);
  });
});
