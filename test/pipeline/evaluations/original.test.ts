/** The build beside the original Python pipeline, on raw tables that show where the two could differ. */
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEvaluationsFile } from "../../../src/pipeline/evaluations/build.js";
import { PPL_COLUMNS } from "../../../src/pipeline/suite.js";
import {
  type CellTable,
  findDifferences,
  findMissingColumns,
  keepKnownMetrics,
  readTable,
} from "../../support/evaluation-tables.js";
import { buildEffects, SAMPLES } from "./raw-from-sample.js";

const CASES = join(SAMPLES, "cases/pipeline");
const WITHOUT_CASES = existsSync(CASES) ? "" : `: no cases in ${CASES}`;
const CHECKPOINT = ["params", "data", "step"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-original-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function build(name: string): Promise<(file: string) => Promise<CellTable>> {
  const [raw, out] = [join(CASES, name), join(folder, name)];
  await buildEvaluationsFile(
    {
      evaluations: [join(raw, "eval-0.parquet")],
      perplexities: join(raw, "ppl.parquet"),
      ...{ out, keep: true, allowUnknown: true },
    },
    buildEffects(folder),
  );
  return (file) => readTable(join(out, `${file}.parquet`));
}

/** Where the original has an infinite mean, which here is that of the other seeds. */
function findInfinite({ names, rows }: CellTable): { checkpoint: string; metric: string }[] {
  return rows
    .filter((row) => row[names.indexOf("value")] === Number.POSITIVE_INFINITY)
    .map((row) => ({
      checkpoint: JSON.stringify(CHECKPOINT.map((name) => row[names.indexOf(name)])),
      metric: row[names.indexOf("metric")] as string,
    }));
}

const cases = WITHOUT_CASES === "" ? readdirSync(CASES, { withFileTypes: true }) : [];
const folders = cases.filter((entry) => entry.isDirectory() && !entry.name.startsWith("ft-"));
const complete = folders.filter(({ name }) => existsSync(join(CASES, name, "expected-std_eval.parquet")));

describe.skipIf(WITHOUT_CASES !== "")(`the original's tables${WITHOUT_CASES}`, () => {
  it.each(complete.map(({ name }) => name))("of %s are those of the build, bit for bit", async (name) => {
    const read = await build(name);
    const expected = await readTable(join(CASES, name, "expected-mean_eval_melted.parquet"));
    const infinite = findInfinite(expected);
    const isExempt = (line: string) =>
      infinite.some(
        ({ checkpoint, metric }) => line.startsWith(checkpoint.slice(0, -1)) && line.includes(metric),
      );
    const means = findDifferences(keepKnownMetrics(await read("mean_eval_melted")), expected, [
      ...CHECKPOINT,
      "metric",
    ]);
    expect(means.filter((line) => !isExempt(line))).toEqual([]);
    expect(infinite).toHaveLength(name === "inf_ppl" ? 1 : 0);
    const [deviations, expectedDeviations] = [
      await read("std_eval"),
      await readTable(join(CASES, name, "expected-std_eval.parquet")),
    ];
    const differences = findDifferences(deviations, expectedDeviations, CHECKPOINT);
    expect(differences.filter((line) => !isExempt(line))).toEqual([]);
    // The original keeps what else the perplexity table has under its raw name.
    const raw = await readTable(join(CASES, name, "ppl.parquet"));
    const others = raw.names.filter((column) => !PPL_COLUMNS.some((known) => known.raw === column));
    for (const column of findMissingColumns(deviations, expectedDeviations)) expect(others).toContain(column);
  });

  it("have an infinite mean where a perplexity is infinite; here the other seeds count", async () => {
    const read = await build("inf_ppl");
    const { names, rows } = await readTable(join(CASES, "inf_ppl", "ppl.parquet"));
    const values = rows
      .filter((row) => row[names.indexOf("params")] === "4M" && row[names.indexOf("data")] === "C4")
      .filter((row) => row[names.indexOf("step")] === 1250)
      .map((row) => row[names.indexOf("eval/pile-validation/Perplexity")] as number)
      .filter(Number.isFinite);
    const melted = await read("mean_eval_melted");
    const row = melted.rows.find(
      ([params, data, step, , , metric]) =>
        params === "4M" && data === "C4" && step === 1250 && metric === "pile-valppl",
    );
    expect(values).toHaveLength(2);
    expect(row?.[melted.names.indexOf("value")]).toBeCloseTo((values[0] + values[1]) / 2, 10);
  });

  it("do not exist for a metrics text without metrics, whose run is in no table here", async () => {
    const read = await build("min_empty_dict");
    for (const file of ["full_eval", "mean_eval", "std_eval", "mean_eval_melted"]) {
      const { names, rows } = await read(file);
      expect(new Set(rows.map((row) => row[names.indexOf("step")]))).toEqual(new Set([1250]));
    }
  });
});
